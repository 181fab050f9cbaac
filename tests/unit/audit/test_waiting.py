"""What waits explains itself, and hides nothing else of its order."""

from dataclasses import replace
from datetime import timedelta

from commissions.audit.findings import Finding
from commissions.audit.order_case import Deferred, OrderCase
from commissions.audit.order_check import check_order
from commissions.audit.order_record import OrderRecord
from commissions.domain.orders.canonical import stamp
from tests.support.orders import NOON, a_refund
from tests.unit.audit.store_orders import BACK, CRITERIA, ORDER, found, kept, of_order, sentences


def waits(record: str, reason: str = "unmapped_sku") -> Deferred:
    return Deferred(order=ORDER.order_key, reason=reason, record=f"{ORDER.order_key}/{record}")


SNAPSHOT = waits(f"order/{ORDER.version}")
CONFLICT = waits("refund/r1", "conflict")
NOTHING = OrderRecord(order_key=ORDER.order_key)
VOIDED = replace(ORDER, status="voided", updated_at=NOON + timedelta(hours=1))


def kinds(of: list[Finding]) -> list[str]:
    return [each.kind for each in of]


def test_a_snapshot_that_waits_explains_that_its_order_is_not_here_or_not_so() -> None:
    edited = replace(ORDER, total=120_00, shipping=20_00, updated_at=NOON + timedelta(hours=1))

    assert found(ORDER, NOTHING, parked=[SNAPSHOT]) == []
    assert found(edited, of_order(), parked=[waits(f"order/{edited.version}")]) == []
    assert found(edited, of_order(), parked=[waits(f"order/{stamp(edited.updated_at)}~1")]) == []


def test_a_snapshot_that_waits_does_not_hide_that_the_store_voided_or_refunded_the_order() -> None:
    at_once = replace(VOIDED, updated_at=NOON)

    assert "is voided in the store" in sentences(found(VOIDED, of_order(), parked=[SNAPSHOT]))
    assert "is voided in the store" in sentences(found(at_once, of_order(), parked=[SNAPSHOT]))
    assert kinds(found(ORDER, of_order(), BACK, parked=[SNAPSHOT])) == ["refund_missing"]
    assert kinds(found(ORDER, NOTHING, BACK, parked=[SNAPSHOT])) == ["refund_missing"]


def test_a_snapshot_that_waits_hides_no_later_one() -> None:
    edited = replace(ORDER, total=120_00, shipping=20_00, updated_at=NOON + timedelta(hours=1))

    assert kinds(found(edited, of_order(), parked=[SNAPSHOT])) == ["order_differs"]
    assert kinds(found(edited, NOTHING, parked=[SNAPSHOT])) == ["order_missing"]


def test_a_refund_that_waits_explains_itself_and_nothing_else() -> None:
    told_again = replace(BACK, items=a_refund(units={"1": "2"}).items)
    other = a_refund("r2", minutes=90, amount_only=1_00)
    here = of_order(ORDER, BACK)

    assert found(ORDER, here, told_again, parked=[CONFLICT]) == []
    assert kinds(found(ORDER, here, told_again, other, parked=[CONFLICT])) == ["refund_missing"]
    assert kinds(found(VOIDED, here, BACK, parked=[CONFLICT])) == ["order_differs"]
    assert kinds(found(ORDER, kept(BACK), BACK, parked=[waits("refund/r1", "no_order")])) == [
        "order_missing"
    ]


def test_what_waits_for_a_word_about_goodwill_hides_nothing() -> None:
    asked = waits("refund/r9-amount", "amount_only_refund")
    case = OrderCase(record=of_order(), is_gone=True, parked=(asked,))

    assert kinds(list(check_order(case, CRITERIA).findings)) == ["order_gone"]
    gone = replace(case, parked=(waits("order-hint/x", "order_gone"),))
    assert check_order(gone, CRITERIA).findings == ()


def test_a_refund_that_waits_does_not_hide_that_an_order_was_never_settled() -> None:
    assert kinds(found(ORDER, kept(ORDER), BACK, parked=[CONFLICT])) == ["journal_missing"]
    assert found(ORDER, kept(ORDER), parked=[SNAPSHOT]) == []


def test_what_is_asked_of_an_order_that_is_here_hides_nothing_of_it() -> None:
    """Its facts are in the ledger: what is missing of them was taken away."""
    snapshot = f"order/{ORDER.version}"
    asked = (
        waits("listed/amount_only_refund", "amount_only_refund"),
        waits("dispute/77/lost", "dispute_amount_unknown"),
        waits(snapshot, "refund_missing"),
        waits(snapshot, "dispute_differs"),
    )

    for each in asked:
        assert kinds(found(ORDER, kept(ORDER), parked=[each])) == ["journal_missing"], each
        assert kinds(found(ORDER, NOTHING, parked=[each])) == ["order_missing"], each
    unpriced = waits(snapshot, "currency_changed")
    assert found(ORDER, kept(ORDER), parked=[unpriced]) == []
    assert kinds(found(ORDER, NOTHING, parked=[unpriced])) == ["order_missing"]
