import pytest

from tools.cli.errors import Misused, Refused
from tools.cli.names import entry_name, order_name, the_one

STORES = [("shopify", "tea-us"), ("shopify", "tea-eu"), ("orders", "b2b")]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("shopify/tea-us/1001", ["shopify/tea-us/1001"]),
        ("tea-eu/1001", ["shopify/tea-eu/1001"]),
        ("1001", ["shopify/tea-us/1001", "shopify/tea-eu/1001", "orders/b2b/1001"]),
        (" #1001 ", ["shopify/tea-us/1001", "shopify/tea-eu/1001", "orders/b2b/1001"]),
        ("nowhere/1001", []),
    ],
)
def test_an_order_is_called_by_its_key_or_by_less(text: str, keys: list[str]) -> None:
    assert order_name(text).keys(STORES) == keys


@pytest.mark.parametrize("text", ["", "a/b/c/d", "tea-us//1001"])
def test_what_is_no_order_is_told_how_to_write_one(text: str) -> None:
    with pytest.raises(Misused, match="write it like shopify/tea-us/1001"):
        order_name(text)


def test_an_entry_is_an_order_a_journal_and_a_line() -> None:
    name = entry_name("shopify/tea-us/1001/2/0")

    assert (str(name.order), name.number, name.line) == ("shopify/tea-us/1001", 2, 0)
    assert str(entry_name("1001/2/0").order) == "1001"


@pytest.mark.parametrize("text", ["1001", "shopify/tea-us/1001/x/0", "1001/2/", "1001/2/²"])
def test_what_is_no_entry_is_told_how_to_write_one(text: str) -> None:
    with pytest.raises(Misused, match="write it like shopify/tea-us/1001/1/0"):
        entry_name(text)


def test_an_order_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="No order 1001 here"):
        the_one("1001", [])


def test_an_order_of_two_stores_has_to_be_told_apart() -> None:
    with pytest.raises(Refused, match="say shopify/tea-eu/1 or shopify/tea-us/1"):
        the_one("1", ["shopify/tea-us/1", "shopify/tea-eu/1"])
