"""Orders of a store hash that is several stores, each for one sales channel."""

from dataclasses import replace
from typing import Any

import pytest

from commissions.platforms import InvalidPayload, ParsedWebhook, bigcommerce
from tests.unit.platforms.bigcommerce_builders import KEY, STORE, a_line, an_order


def read(channel_id: str, /, **order: Any) -> ParsedWebhook:
    payload = {"order": an_order(**order), "products": [a_line()], "refunds": []}
    return bigcommerce.parse_order(payload, replace(STORE, channel_id=channel_id), KEY)


@pytest.mark.parametrize(
    ("said", "other"),
    [({"channel_id": 2}, ""), ({"channel_id": "2"}, ""), ({"channel_id": 1}, "1"), ({}, "1")],
)
def test_an_order_says_through_which_channel_it_came(said: dict[str, Any], other: str) -> None:
    assert read("2", **said).other_channel == other


@pytest.mark.parametrize("said", [{}, {"channel_id": None}, {"channel_id": 0}, {"channel_id": ""}])
def test_an_order_that_names_no_channel_is_of_the_storefront(said: dict[str, Any]) -> None:
    assert read("1", **said).other_channel == ""


def test_a_store_that_is_the_whole_shop_has_orders_of_every_channel() -> None:
    assert read("", channel_id=7).other_channel == ""
    assert read("", channel_id={"odd": 1}).records


def test_a_channel_that_cannot_be_read_is_named_where_it_decides_whose_the_order_is() -> None:
    with pytest.raises(InvalidPayload, match=r"order\.channel_id is not an id"):
        read("1", channel_id={"odd": 1})


def test_the_order_of_another_channel_is_read_all_the_same() -> None:
    """It may have been taken in before, and then its refunds count."""
    assert read("2", channel_id=1).records == read("1", channel_id=1).records
