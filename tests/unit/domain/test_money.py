from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.currencies import EXPONENTS, UnknownCurrency, exponent
from commissions.domain.money import (
    CurrencyMismatch,
    Money,
    NotAnAmount,
    minor_units,
    number,
    rounded,
    shown,
    split,
)
from tests.support.builders import money

weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=30).filter(any)
NOT_NUMBERS = [
    "",
    "-",
    "+5",
    " 5",
    "5 ",
    "5\n",
    "5.",
    ".5",
    "1,00",
    "1_000",
    "--5",
    "0x10",
    "1.2.3",
]
NOT_NUMBERS += ["1e3", "1E+2", "1e1000000", "NaN", "Infinity", "-inf", "\uff11\uff12", "\u0661"]
NOT_NUMBERS += ["5 USD", "1" * 5000, "0." + "0" * 13]


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.50", "USD", 12_50),
        ("12.5", "USD", 12_50),
        ("12.500000", "USD", 12_50),
        ("-0.01", "EUR", -1),
        ("0", "EUR", 0),
        ("20", "JPY", 20),
        ("20.00", "JPY", 20),
        ("1.234", "KWD", 1_234),
        ("0.0001", "CLF", 1),
        (Decimal("399.29"), "USD", 399_29),
        (Decimal("0.00000000"), "USD", 0),
        (7, "USD", 7_00),
        ("9999999999999.99", "USD", 10**15 - 1),
    ],
)
def test_an_amount_is_read_in_the_minor_units_of_its_currency(
    text: str | int | Decimal, currency: str, minor: int
) -> None:
    assert minor_units(text, currency) == minor


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_a_text_that_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(NotAnAmount):
        number(text)


@pytest.mark.parametrize(
    "value", [1.5, True, None, Decimal("1e1000000"), Decimal("NaN"), Decimal("sNaN")]
)
def test_a_value_that_is_no_plain_number_is_refused(value: object) -> None:
    with pytest.raises(NotAnAmount):
        number(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "currency"), [("0.001", "USD"), ("0.5", "JPY"), ("1", "XXX")])
def test_an_amount_its_currency_does_not_have_is_refused(text: str, currency: str) -> None:
    with pytest.raises((NotAnAmount, UnknownCurrency)):
        minor_units(text, currency)


def test_an_amount_larger_than_any_order_is_refused() -> None:
    with pytest.raises(NotAnAmount, match="larger than any order"):
        minor_units("10000000000000.00", "USD")


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from(sorted(EXPONENTS)))
def test_an_amount_that_is_shown_reads_as_the_same(minor: int, currency: str) -> None:
    text = shown(minor, currency)

    assert money(text) == Money(minor, currency)


@pytest.mark.parametrize(
    ("currency", "places"),
    [
        ("USD", 2),
        ("EUR", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("ISK", 0),
        ("KWD", 3),
        ("TND", 3),
        ("CLF", 4),
    ],
)
def test_a_currency_has_the_decimals_of_iso_4217(currency: str, places: int) -> None:
    assert exponent(currency) == places


def test_a_currency_that_nobody_knows_is_named() -> None:
    with pytest.raises(UnknownCurrency, match="'XAU'"):
        exponent("XAU")


@pytest.mark.parametrize(
    ("exact", "half_even", "down"),
    [("5/2", 2, 2), ("7/2", 4, 3), ("-5/2", -2, -2), ("-7/2", -4, -3), ("29/10", 3, 2)],
)
def test_a_half_goes_to_the_even_neighbour_or_down_to_zero(
    exact: str, half_even: int, down: int
) -> None:
    assert rounded(Fraction(exact), "half_even") == half_even
    assert rounded(Fraction(exact), "down") == down


def test_a_rounding_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="half_up"):
        rounded(Fraction(1), "half_up")


def test_what_is_left_over_goes_to_the_largest_remainders() -> None:
    assert split(10_00, [1, 1, 1]) == [3_34, 3_33, 3_33]
    assert split(100, [1, 2, 4]) == [14, 29, 57]
    assert split(5, [0, 1]) == [0, 5]


@given(st.integers(0, 10**12), weights)
def test_a_split_neither_makes_nor_loses_a_minor_unit(amount: int, over: list[int]) -> None:
    parts = split(amount, over)

    assert sum(parts) == amount
    for part, weight in zip(parts, over, strict=True):
        assert abs(part - Fraction(amount * weight, sum(over))) < 1


@pytest.mark.parametrize("over", [[], [0], [0, 0]])
def test_nothing_can_be_split_over_nothing(over: list[int]) -> None:
    with pytest.raises(ValueError, match="nothing to split"):
        split(5, over)


def test_amounts_of_one_currency_add_up_and_compare() -> None:
    assert money("1.50 USD") + money("2.50 USD") - money("1.00 USD") == money("3.00 USD")
    assert -money("1.00 USD") < money("0.99 USD") <= money("0.99 USD")
    assert not money("0.99 USD") < money("0.99 USD")
    assert f"{money('1234.50 USD')}" == "1234.50 USD"


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__ge__"])
def test_two_currencies_neither_add_nor_compare(operation: str) -> None:
    with pytest.raises(CurrencyMismatch):
        getattr(money("1.00 USD"), operation)(money("1.00 EUR"))
