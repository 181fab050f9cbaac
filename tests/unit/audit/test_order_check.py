"""One order is checked from all sides, and the answers of many add up to their store's report."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from commissions.audit.figures import Figures, Pair, Side
from commissions.audit.order_case import Criteria, Deferred, Examined, OrderCase
from commissions.audit.order_check import check_order
from commissions.audit.order_record import OrderRecord
from commissions.audit.plan_sheet import PlanDocumentMissing, parse
from commissions.audit.report import StoreReport
from commissions.audit.statement_check import StatementCheck, StatementRow, check_statements
from commissions.audit.store_order import StoreOrder
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from tests.support.memory_ledger import MemoryLedger
from tests.support.orders import NOON, PLAN, a_lock_for, a_refund, an_order

MINUTE, LATER = timedelta(minutes=1), timedelta(days=1)
NOW = NOON + 2 * LATER
CRITERIA = Criteria(
    day=NOON.date(), now=NOW, sheet_of=lambda ref: parse(PLAN.text), paid=frozenset({"paid"})
)
ORDER = an_order()
PARKED = Deferred(order=ORDER.order_key, reason="unmapped_sku", detail="TEA has no value")


def a_record(*contents: Content, order: OrderPlaced = ORDER, **fields: Any) -> OrderRecord:
    """An order as it was settled, two days ago."""
    ledger = MemoryLedger(PLAN)
    for content in contents or (order, a_lock_for(order)):
        ledger.settle(content)
    plain: dict[str, Any] = {
        "order_key": order.order_key,
        "facts": tuple(ledger.facts.values()),
        "journals": tuple(ledger.journals),
        "numbers": tuple(journal.number for journal in ledger.journals),
        "head_journals": len(ledger.journals),
        "written": (NOON,),
    }
    return OrderRecord(**plain | fields)


def examined(record: OrderRecord | None = None, **case: Any) -> Examined:
    plain: dict[str, Any] = {"record": record or a_record(), "store_order": StoreOrder(ORDER)}
    return check_order(OrderCase(**plain | case), CRITERIA)


def kinds(found: Examined) -> list[str]:
    return [each.kind for each in found.findings]


def test_an_order_that_is_everywhere_the_same_adds_up_and_has_no_finding() -> None:
    found = examined()

    hundred = Side(1, Counter({"USD": 100_00}))
    assert (found.findings, found.is_settled) == ((), True)
    assert found.figures.orders == Pair(hundred, hundred)
    assert found.figures.commissions.expected == found.figures.commissions.found
    assert (found.figures.looked_at, found.figures.facts, found.figures.journals) == (1, 2, 1)


def test_checking_an_order_again_comes_to_the_same() -> None:
    case = OrderCase(record=a_record(head_journals=0), store_order=StoreOrder(ORDER))

    assert check_order(case, CRITERIA) == check_order(case, CRITERIA)


def test_what_is_on_its_way_is_compared_with_nothing_but_itself() -> None:
    found = examined(a_record(written=(NOW - MINUTE,), head_journals=0), store_order=None)

    assert [each.reason for each in found.in_flight] == [
        "it was written to within the last ten minutes"
    ]
    assert (kinds(found), found.is_settled) == (["journal_extra"], False)
    assert found.figures == Figures(looked_at=1, facts=2, journals=1)


def test_an_order_that_waits_may_look_as_orders_look_that_wait() -> None:
    found = examined(a_record(ORDER), parked=(PARKED,))

    assert (kinds(found), found.waiting) == ([], (PARKED,))


def test_an_order_that_waits_and_is_not_here_yet_counts_on_neither_side() -> None:
    found = examined(OrderRecord(order_key=ORDER.order_key), parked=(PARKED,))

    assert (kinds(found), found.figures) == ([], Figures(looked_at=1))


def compared(found: Examined) -> tuple[int, int]:
    return found.figures.compared, found.figures.unasked


def test_what_was_compared_is_counted_and_what_was_not_is_not() -> None:
    moved = replace(ORDER, total=1)
    waits: dict[str, Any] = {"record": a_record(ORDER), "parked": (PARKED,)}
    here_alone = a_record(written=(NOW - MINUTE,))

    assert compared(examined()) == (1, 0)
    assert compared(examined(store_order=StoreOrder(moved))) == (1, 0)
    assert compared(examined(**waits)) == (0, 0)
    assert compared(examined(here_alone)) == (0, 0)
    assert compared(examined(store_order=None, is_asked=False)) == (0, 1)
    assert compared(examined(store_order=None)) == (0, 0), "what it says cannot be read"


def test_an_order_that_waits_for_its_goodwill_is_compared_all_the_same() -> None:
    asked = Deferred(order=ORDER.order_key, reason="amount_only_refund", detail="")

    assert compared(examined(parked=(asked,))) == (1, 0)


def test_an_order_that_is_accepted_as_gone_is_listed_and_is_no_figure() -> None:
    record = a_record(replace(ORDER, cancelled_at=NOON), a_lock_for(ORDER))

    found = examined(record, store_order=None, is_gone=True)

    assert (kinds(found), compared(found), found.figures.orders) == ([], (0, 0), Pair())
    assert [each.order for each in found.accepted] == [ORDER.order_key]


def test_an_order_from_before_the_store_was_ours_is_counted_and_not_missed() -> None:
    found = examined(OrderRecord(order_key=ORDER.order_key), is_earlier=True)

    assert (kinds(found), found.figures) == ([], Figures(looked_at=1, earlier=1))


def test_what_the_sums_tell_with_amounts_the_books_do_not_tell_again() -> None:
    found = examined(a_record(journals=(), numbers=()))

    assert set(kinds(found)) == {"journal_missing"}
    assert all(each.unit for each in found.findings)


def test_a_journal_that_is_missing_without_an_amount_is_told_by_the_books() -> None:
    found = examined(a_record(head_journals=2))

    assert [(each.kind, each.check) for each in found.findings] == [("journal_missing", "books")]


def test_an_order_of_which_something_cannot_be_read_is_not_worked_out() -> None:
    found = examined(a_record(unreadable_journals=(2,), numbers=(1, 2), head_journals=2))

    assert (kinds(found), found.is_settled) == (["journal_unreadable"], False)
    assert found.figures.commissions == Pair()


def test_an_order_whose_plan_is_not_there_says_so_and_is_compared_with_the_store() -> None:
    def missing(ref: object) -> Any:
        raise PlanDocumentMissing("demo version 1 is not published")

    case = OrderCase(record=a_record(), store_order=StoreOrder(replace(ORDER, total=1)))
    found = check_order(case, replace(CRITERIA, sheet_of=missing))

    assert kinds(found) == ["order_differs", "plan_missing"]


def test_an_order_that_the_store_was_asked_for_and_does_not_have_is_gone() -> None:
    assert kinds(examined(store_order=None, is_gone=True)) == ["order_gone"]
    assert kinds(examined(store_order=None)) == []


def test_a_refund_of_another_day_is_no_figure_of_this_one() -> None:
    back = a_refund(minutes=24 * 60, units={"1": "1"})
    record = a_record(ORDER, a_lock_for(ORDER), back)

    found = examined(record, store_order=StoreOrder(ORDER, {back.refund_id: back}))

    assert (kinds(found), found.figures.refunds) == ([], Pair())


def test_a_stores_report_adds_its_orders_up_and_names_their_findings_first() -> None:
    asked = StoreReport(store="tea", platform="shopify", findings=of_the_store())
    gone, waits = examined(store_order=None, is_gone=True), examined(parked=(PARKED,))

    report = asked.with_orders([gone, waits])

    assert [each.kind for each in report.findings] == ["order_gone", "store_not_read"]
    assert (report.looked_at, report.journals, report.waiting) == (2, 2, (PARKED,))
    assert report.orders == Pair(
        Side(1, Counter({"USD": 100_00})), Side(2, Counter({"USD": 200_00}))
    )
    assert asked.looked_at == 0


def of_the_store() -> tuple[Any, ...]:
    [finding] = examined(store_order=None, is_gone=True).findings
    return (replace(finding, kind="store_not_read"),)


def test_statements_come_last_and_are_figures_of_their_own() -> None:
    row = StatementRow(
        event_id="1", order=ORDER.order_key, owner="bob", amount=5_00, currency="USD", at=NOON
    )

    report = StoreReport(store="tea", platform="shopify").with_statements(
        check_statements([row, replace(row, event_id="2", currency="")], [row])
    )

    assert [each.kind for each in report.findings] == ["statement_missing"]
    assert report.lines == Pair(Side(2, Counter({"USD": 5_00})), Side(1, Counter({"USD": 5_00})))
    assert check_statements([], []) == StatementCheck((), Pair())


def test_a_currency_that_makes_nothing_is_still_named() -> None:
    free = Side(1, Counter({"USD": 0}))

    assert dict((free + free).amounts) == {"USD": 0}
    assert (free + Side(1, Counter({"EUR": 5}))).count == 2
