from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.catalogue.map_skus import map_skus
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.orders.parking import OrderParked
from commissions.domain.orders.payment_doubts import payment_doubt
from commissions.domain.stores.store import Policies
from tests.support.orders import an_item, an_order

PAID = Policies().paid


def doubt(**fields: Any) -> tuple[str, str]:
    found = payment_doubt(an_order(**fields), PAID)
    return (found.reason, found.detail) if found else ("", "")


def test_an_order_that_adds_up_is_in_no_doubt() -> None:
    assert doubt() == ("", "")
    assert doubt(received=150_00) == ("", "")
    assert doubt(status="partially_paid", received=70_00) == ("", "")
    assert doubt(flags=("due_left",)) == ("", "")


def test_a_status_that_says_paid_beats_a_cent_and_no_more() -> None:
    assert doubt(received=99_99) == ("", "")
    assert doubt(received=70_00) == (
        "received_short",
        "70.00 USD came in of 100.00 USD, and the store calls it paid",
    )
    assert doubt(received=70_00, status="partially_refunded")[0] == "received_short"
    assert doubt(total=60_00, tender=40_00, received=60_00)[0] == "received_short"


def test_the_word_of_a_payment_is_no_contradiction_to_a_total_that_rose() -> None:
    assert doubt(received=70_00, word="payment") == ("", "")
    assert doubt(received=70_00, platform="bigcommerce") == ("", "")


def test_what_is_done_though_money_is_due_is_told_with_both_figures() -> None:
    flags = ("due_though_done",)
    assert doubt(flags=flags, status="partially_paid", received=80_00) == (
        "due_though_done",
        "80.00 USD came in of 100.00 USD, and the store calls it done",
    )
    assert doubt(flags=flags, status="pending")[1].startswith("0.00 USD came in of 100.00 USD")


def test_a_refund_that_a_status_alone_tells_says_no_amount() -> None:
    flags = ("refunded_without_refund",)
    by_hand = [an_item(removed=Decimal(1))]

    reason, detail = doubt(flags=flags, status="partially_refunded")
    assert (reason, detail) == (
        "refunded_without_refund",
        "no refund says what went back (0.00 USD of 100.00 USD), "
        "and the store calls it partially refunded",
    )
    assert (
        doubt(flags=flags)[1] == detail
    )  # as BigCommerce has it, beside a payment that is captured
    assert payment_doubt(an_order(*by_hand, flags=flags, status="refunded"), PAID) is None


@pytest.mark.parametrize(
    "off", [{"test": True}, {"cancelled_at": datetime(2026, 11, 20, tzinfo=UTC)}]
)
def test_what_earns_nothing_anyway_asks_nobody(off: dict[str, Any]) -> None:
    assert doubt(received=70_00, **off) == ("", "")


def test_such_an_order_waits_for_a_person_who_can_let_it_go_on() -> None:
    order = an_order(flags=("due_though_done",), status="pending")

    waits = map_skus(order, Policies(), {})

    assert isinstance(waits, OrderParked)
    assert (waits.reason, waits.waits_for) == ("due_though_done", f"operator/{order.order_key}")
    assert isinstance(map_skus(order, Policies(), {}, amounts_accepted=True), OrderMapped)
