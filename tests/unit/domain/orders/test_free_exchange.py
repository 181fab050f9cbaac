"""An exchange that costs nothing: whether what was taken off is what came back, a person says."""

from typing import Any

import pytest

from commissions.domain.catalogue.map_skus import map_skus
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.orders.continues import EXCHANGE, RENEWAL, Continues
from commissions.domain.orders.free_exchange import told_of_free_exchange
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import OrderParked
from commissions.domain.stores.store import Policies
from tests.support.orders import an_item, an_order

OF_1001 = Continues("", EXCHANGE, "1001")


def free(**fields: Any) -> OrderPlaced:
    plain: dict[str, Any] = {"continues": OF_1001, "total": 0}
    return an_order(an_item(net=0, discount=36_00), **plain | fields)


def test_it_waits_with_the_original_and_what_was_taken_off() -> None:
    waits = map_skus(free(), Policies(), {})

    assert isinstance(waits, OrderParked)
    assert (waits.reason, waits.detail) == (
        "exchange_credit",
        "an exchange for order 1001 that costs nothing: 36.00 USD is taken off",
    )


def test_accepted_it_goes_on_as_it_is() -> None:
    order = an_order(
        an_item(net=0, discount=36_00, sku="", kind="custom"), continues=OF_1001, total=0
    )

    assert isinstance(map_skus(order, Policies(), {}, amounts_accepted=True), OrderMapped)


@pytest.mark.parametrize(
    "fields",
    [
        {"continues": None},
        {"continues": Continues("", RENEWAL)},
        {"tender": 36_00},
        {"total": 5_00},
    ],
)
def test_what_is_no_exchange_or_was_paid_waits_for_nobody(fields: dict[str, Any]) -> None:
    assert told_of_free_exchange(free(**fields)) == ""


def test_goods_that_cost_nothing_of_themselves_are_no_question() -> None:
    assert told_of_free_exchange(an_order(an_item(net=0), continues=OF_1001, total=0)) == ""


def test_an_original_that_nobody_names_is_said_to_be_so() -> None:
    found = told_of_free_exchange(free(continues=Continues("", EXCHANGE)))

    assert found.startswith("an exchange for an order that nobody names")
