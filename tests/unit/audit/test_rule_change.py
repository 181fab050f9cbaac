"""Ledgers from before the money rule are told apart from findings; nothing hides behind them."""

from dataclasses import replace
from datetime import datetime, timedelta

from commissions.audit.findings import RULE_CHANGED
from commissions.audit.order_case import Criteria, Examined, OrderCase
from commissions.audit.order_check import check_order
from commissions.audit.order_record import OrderRecord
from commissions.audit.plan_sheet import parse
from commissions.audit.report import StoreReport
from commissions.audit.store_order import StoreOrder
from commissions.domain.ledger.journal import Journal, sealed
from tests.support.memory_ledger import RECORDED_AT, MemoryLedger
from tests.support.orders import NOON, PLAN, a_lock_for, an_order
from tests.support.rule_before import halved

ORDER = an_order()
DAY = timedelta(days=1)
RELEASE, NOW = RECORDED_AT + DAY, RECORDED_AT + 3 * DAY


def examined(
    *, since: datetime = RELEASE, now: datetime = NOW, wrong: bool = True, **fields: object
) -> Examined:
    """An order that was settled before the release; by a rule that made half of it, if `wrong`."""
    ledger = MemoryLedger(PLAN)
    ledger.settle(ORDER, a_lock_for(ORDER))
    journals = tuple(sealed(halved(each)) if wrong else each for each in ledger.journals)
    record = OrderRecord(
        order_key=ORDER.order_key,
        facts=tuple(ledger.facts.values()),
        journals=journals,
        numbers=(1,),
        head_journals=1,
        written=(NOON,),
    )
    criteria = Criteria(
        day=NOON.date(),
        now=now,
        sheet_of=lambda ref: parse(PLAN.text),
        paid=frozenset({"paid"}),
        rule_since=since,
    )
    record = replace(record, **fields)  # type: ignore[arg-type]
    return check_order(OrderCase(record=record, store_order=StoreOrder(ORDER)), criteria)


def the_journal() -> Journal:
    [journal] = examined().record.journals
    return journal


def test_what_was_written_before_the_rule_and_differs_is_no_finding() -> None:
    found = examined()

    assert found.findings == ()
    assert {each.kind for each in found.rule_changed} == {RULE_CHANGED}
    assert {
        (each.about, each.expected, each.found) for each in found.rule_changed if each.unit == "USD"
    } == {("cat", 30_00, 15_00), ("bob", 5_00, 2_50)}


def test_an_order_that_is_right_is_neither() -> None:
    found = examined(wrong=False)

    assert (found.findings, found.rule_changed) == ((), ())


def test_since_the_rule_is_there_what_differs_is_a_finding() -> None:
    found = examined(since=RECORDED_AT)

    assert {each.kind for each in found.findings} == {"journal_differs"}
    assert found.rule_changed == ()


def test_a_newer_journal_makes_what_differs_a_finding() -> None:
    first = the_journal()
    newer = replace(
        first, number=2, legs=(), lines=(), recorded_at=RELEASE, previous_hash=first.hash
    )

    found = examined(journals=(first, sealed(newer)), numbers=(1, 2), head_journals=2)

    assert {each.kind for each in found.findings} == {"journal_differs"}
    assert found.rule_changed == ()


def test_a_clock_that_is_behind_the_release_explains_nothing() -> None:
    found = examined(since=NOW + DAY)

    assert {each.kind for each in found.findings} == {"journal_differs"}


def test_nothing_else_that_is_wrong_hides_behind_the_rule() -> None:
    changed = replace(the_journal(), recorded_at=RECORDED_AT - DAY)

    found = examined(journals=(changed,))

    assert "chain_broken" in {each.kind for each in found.findings}
    assert found.rule_changed == ()


def test_who_is_paid_in_place_of_another_is_found_as_ever() -> None:
    journal = the_journal()
    legs = tuple(
        replace(leg, account=leg.account.replace(":cat", ":eve"), amount=leg.amount * 2)
        for leg in journal.legs
    )

    found = examined(journals=(sealed(replace(journal, legs=legs)),))

    assert "journal_other_beneficiary" in {each.kind for each in found.findings}
    assert found.rule_changed == ()


def test_a_stores_report_names_them_apart() -> None:
    report = StoreReport(store="tea", platform="shopify").with_orders([examined(), examined()])

    assert report.findings == ()
    assert {each.order for each in report.rule_changed} == {ORDER.order_key}
