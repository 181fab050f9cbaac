import time, random
from datetime import UTC, datetime
from tools import company
def test_x(aws, tmp_path):
    random.seed(1)
    n=3000
    rows=["distributor_id,sponsor_id,status,rank,country,tax_id,created_at,referral_code"]
    for i in range(n):
        rows.append(f"m{i},{'m%d'%random.randrange(max(0,i-50),i) if i else ''},active,associate,US,,2026-01-05,C{i}")
    (tmp_path/"distributors.csv").write_text("\n".join(rows))
    t=time.time(); c=company.read(tmp_path); print("read",time.time()-t)
    t=time.time(); company.check(c); print("check",time.time()-t)
    t=time.time(); company.write(c); print("write",time.time()-t)
    t=time.time(); company.write(c); print("again",time.time()-t)
    from commissions.tables import genealogy
    print(len(genealogy.line("m2999",datetime(2026,11,1,tzinfo=UTC))))
