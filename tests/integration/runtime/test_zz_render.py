import pytest
from datetime import timedelta, date
from pathlib import Path
from commissions.runtime.reconciling import reconcile, files
from commissions.tables import plans
from tests.days import *
from tests.orders import PLAN, NOON
from tests.stall import a_stall
from tests import tamper
from tests.integration.runtime import test_reconciling_ledger as L, test_reconciling_stores as S, test_reconciling_statements as P
from commissions.domain.store import Store
from commissions.tables import stores, parked
from commissions.domain.parking import OrderParked
from commissions.events import Trace

def test_it(aws, monkeypatch):
    plans.publish(PLAN.text)
    stall = a_day(a_stall(monkeypatch))
    stores.put(Store("b2b","orders","retail_channel","USD","demo"))
    Path("/tmp/clean.html").write_text(files(reconcile(DAY, now=NOW))["2026-11-20.html"])
    parked.add(OrderParked(record_key="k",order_key=f"{NAME}/tea/1009",reason="unmapped_sku",detail="<b>NEW</b> has no value in the SKU map",waits_for="sku/x",advice="x"),Trace(inbox="i",source_key="s",received_at=NOON,told_at=NOON),now=NOON)
    stall.place("1009", order_ts=NOON, updated_at=NOON)
    stall.place("1010", order_ts=NOON, updated_at=NOON)
    stall.place("1011", order_ts=NOON, updated_at=NOW-timedelta(minutes=2))
    for m in (L.MUTANTS["another beneficiary"], S.MUTANTS["a refund that the store deleted"], P.MUTANTS["a balance of one cent more"], P.MUTANTS["a line dropped"]):
        m[1](stall)
    f=files(reconcile(DAY, now=NOW))
    Path("/tmp/found.html").write_text(f["2026-11-20.html"])
    Path("/tmp/found.json").write_text(f["2026-11-20.json"])
