"""Evidence from finance's page: what is in it, that it proves itself, and who may take it."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from commissions.application.payouts import registering, reserving
from commissions.application.payouts.planning import plan_and_keep
from commissions.aws import warehouse_key
from commissions.domain.evidence.package import problems
from commissions.domain.people.accounts import AUDITOR
from commissions.tables import audit_log, ledger, plans, statement_lines, statements
from tests.support.finance_pages import asks, payer
from tests.support.member_sales import NOW, a_company, a_refund, days_ago, sell
from tests.support.pages import Answered

pytestmark = pytest.mark.usefixtures("aws")


def fill() -> str:
    """Sales of two months, one with a refund, and a payout; the batch."""
    a_company()
    for number, days in enumerate((58, 40, 10)):
        back = [a_refund(f"{number}", days_ago(days - 1))] if days == 10 else []
        sell(f"{number}", days_ago(days), refunds=back)
    registering.register("cara", reference="acct-cara", currency="USD", country="US")
    batch = plan_and_keep("USD", "csv", NOW).batch.batch_id
    reserving.propose(batch)
    reserving.approve(batch, ("kim", "lou"), NOW, NOW)
    for journal in ledger.every_journal():
        if journal.order_key.startswith("payouts/"):
            statements.project(journal)
    return batch


def take(kind: str, **fields: str) -> Answered:
    return asks(f"/finance/evidence/{kind}", payer("kim", now=NOW), form=fields, now=NOW)


def files(answer: Answered) -> dict[str, bytes]:
    assert answer.status == 200
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(found: dict[str, bytes], name: str) -> Any:
    return json.loads(found[f"evidence/{name}"])


def a_line() -> Any:
    """The last that cara earned."""
    return [each for each in statement_lines.of("cara") if each.kind == "commission"][-1]


def test_a_commission_has_all_that_it_came_from_and_proves_itself() -> None:
    fill()
    line = a_line()

    answer = take("commission", line=line.event_id)
    found = files(answer)

    assert problems(answer.body, warehouse_key.derived("evidence")) == []
    assert read(found, "commission.json")["line"]["earner"] == "cara"
    book = line.event_id.rsplit("/", 2)[0]
    posted = ledger.read(book).journals
    assert [read(found, f"journals/{each.journal_id}.json")["hash"] for each in posted] == [
        each.hash for each in posted
    ]
    assert len(read(found, f"facts/{book}.json")) == len(ledger.facts_of(book))
    assert "cara" in read(found, "tree.json")["edges"]
    assert read(found, "maps.json")
    assert read(found, "rates.json")
    plan = plans.of_version(posted[0].context.plan, posted[0].context.plan_version)
    document = found[f"evidence/plans/{plan.plan_id}-{plan.version}.json"]
    assert hashlib.sha256(document).hexdigest() == posted[0].context.plan_digest


def test_a_members_month_has_each_line_with_its_journal() -> None:
    fill()

    answer = take("member", member="cara", month="2026-11")
    found = files(answer)

    assert problems(answer.body, warehouse_key.derived("evidence")) == []
    lines = read(found, "statement.json")
    assert lines
    for each in lines:
        journal = each["event_id"].rpartition("/")[0]
        assert f"evidence/journals/{journal}.json" in found
    payable = sum(each["amount"] for each in lines)
    [money] = read(found, "month.json")["money"]
    assert money["payable"] == payable


def test_a_batch_has_what_was_agreed_to_and_each_payout_with_its_book() -> None:
    batch = fill()

    answer = take("batch", batch=batch)
    found = files(answer)

    assert problems(answer.body, warehouse_key.derived("evidence")) == []
    assert read(found, "batch.json")["approved_by"] == ["kim", "lou"]
    assert read(found, "payouts/cara.json")["payee"] == "cara"
    assert f"evidence/journals/payouts/{batch}/cara/1.json" in found


def test_who_took_it_stands_in_the_log_and_an_auditor_takes_none() -> None:
    batch = fill()
    ada = payer("ada", roles=(AUDITOR,), now=NOW)

    refused = asks("/finance/evidence/batch", ada, form={"batch": batch}, now=NOW)
    take("batch", batch=batch)

    assert refused.status in {404, 405}
    entries = audit_log.of_days([NOW.date().isoformat(), audit_log.head().day])
    told = [(each.who, each.target, each.outcome) for each in entries if each.what == "evidence"]
    assert told[:2] == [("kim", batch, "begun"), ("kim", batch, "done")]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("commission", {"line": "shopify/tea-us/9/1/0"}),
        ("commission", {"line": "x"}),
        ("commission", {"line": ""}),
        ("member", {"member": "nobody", "month": "2026-11"}),
        ("member", {"member": "cara", "month": "2026-13"}),
        ("batch", {"batch": "USD-20200101-1"}),
    ],
)
def test_of_what_there_is_not_there_is_no_evidence(kind: str, fields: dict[str, str]) -> None:
    fill()

    answer = take(kind, **fields)

    assert answer.status == 422
    assert "aria-invalid" in answer.text
    assert asks("/finance/evidence/other", form={}).status == 404


def test_whether_a_package_is_ours_is_said_to_whoever_has_it() -> None:
    batch = fill()
    found = files(take("batch", batch=batch))
    digest = hashlib.sha256(found["manifest.json"]).hexdigest()
    signature = found["manifest.sig"].decode()
    ada = payer("ada", roles=(AUDITOR,))

    def says(manifest: str, signed: str) -> str:
        return asks(f"/finance/evidence?manifest={manifest}&signature={signed}", ada).text

    assert "It is ours" in says(digest, signature)
    assert "It is not ours" in says(digest[::-1], signature)
    assert "It is not ours" in says(digest, "")
    assert asks("/finance/evidence?manifest=abc", ada).status == 422
