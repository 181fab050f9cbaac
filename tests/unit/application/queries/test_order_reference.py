import pytest

from commissions.application.queries.order_reference import (
    NotALedgerLine,
    NotAnOrder,
    parse_line,
    parse_order,
)

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
    assert parse_order(text).keys(STORES) == keys


@pytest.mark.parametrize("text", ["", "a/b/c/d", "tea-us//1001"])
def test_what_is_no_order_is_told_how_to_write_one(text: str) -> None:
    with pytest.raises(NotAnOrder, match="write it like shopify/tea-us/1001"):
        parse_order(text)


def test_a_ledger_line_is_an_order_a_journal_and_a_line() -> None:
    reference = parse_line("shopify/tea-us/1001/2/0")

    assert (str(reference.order), reference.journal, reference.line) == (
        "shopify/tea-us/1001",
        2,
        0,
    )
    assert str(parse_line("1001/2/0").order) == "1001"


@pytest.mark.parametrize("text", ["1001", "shopify/tea-us/1001/x/0", "1001/2/", "1001/2/²"])
def test_what_is_no_entry_is_told_how_to_write_one(text: str) -> None:
    with pytest.raises(NotALedgerLine, match="write it like shopify/tea-us/1001/1/0"):
        parse_line(text)
