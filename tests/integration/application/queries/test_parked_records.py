from dataclasses import replace

import pytest

from commissions.application.queries import parked_records
from commissions.application.queries.order_reference import NotAnOrder
from commissions.application.queries.parked_records import NothingParked
from commissions.domain.orders.parking_reasons import ADVICE
from tests.support.pipeline_driver import TEA_ORDER, Published, a_company
from tests.support.unmapped_orders import an_unmapped_order


@pytest.fixture(autouse=True)
def _stuck(published: Published) -> None:
    a_company()
    an_unmapped_order(published)


def test_what_is_parked_says_what_it_waits_for() -> None:
    [entry] = parked_records.parked_records()

    assert (entry.order_key, entry.waits_for) == (TEA_ORDER, "sku/tea/NEW")


@pytest.mark.parametrize("name", [TEA_ORDER, "5501000001001", "tea/5501000001001", "sku/tea/NEW"])
def test_it_is_found_by_its_order_or_by_what_it_waits_for(name: str) -> None:
    assert [entry.order_key for entry in parked_records.find(name)] == [TEA_ORDER]


def test_it_is_found_by_the_key_of_its_record() -> None:
    [entry] = parked_records.parked_records()

    assert parked_records.find(entry.record_key) == [entry]


def test_what_does_not_wait_is_refused() -> None:
    with pytest.raises(NothingParked, match="Nothing of 999 is parked"):
        parked_records.find("999")
    with pytest.raises(NotAnOrder):
        parked_records.find("a/b/c/d")


def test_a_refund_of_an_order_that_waits_says_what_that_waits_for_and_advises_no_replay() -> None:
    [order] = parked_records.parked_records()
    refund = replace(
        order,
        record_key=f"{TEA_ORDER}/refund/93",
        reason="no_order",
        detail="the refund came before its order",
        advice=ADVICE["no_order"],
    )

    told = parked_records.in_words([order, refund])[1]
    alone = parked_records.in_words([refund])[0]

    assert told.detail == f"its order waits itself (unmapped sku): {order.detail}"
    assert "replay" not in told.advice
    assert "goes on with its order" in told.advice
    assert "replay the order's webhooks" in alone.advice
