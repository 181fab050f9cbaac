from datetime import datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.cli import formats


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1250, "USD", "12.50 USD"),
        (-5, "USD", "-0.05 USD"),
        (1250, "JPY", "1250 JPY"),
        (1250, "KWD", "1.250 KWD"),
        (8000, "cv", "80.00 CV"),
    ],
)
def test_money_and_points_read_as_people_write_them(value: int, unit: str, text: str) -> None:
    assert formats.amount(value, unit) == text


def test_a_change_has_a_sign() -> None:
    assert [formats.signed_amount(value, "USD") for value in (100, 0, -100)] == [
        "+1.00 USD",
        "0.00 USD",
        "-1.00 USD",
    ]


@pytest.mark.parametrize(
    ("rate", "text"), [("0.2", "20 %"), ("0.125", "12.5 %"), ("1", "100 %"), ("", "-")]
)
def test_a_rate_reads_in_per_cent(rate: str, text: str) -> None:
    assert formats.percent(rate) == text


def test_a_time_is_shown_in_utc_wherever_it_was_told() -> None:
    denver = timezone(timedelta(hours=-7))

    assert formats.moment(datetime(2026, 11, 20, 9, 30, tzinfo=denver)) == "2026-11-20 16:30:00"


@pytest.mark.parametrize(
    ("seconds", "text"), [(4, "4 s"), (95, "1 min"), (7_300, "2 h"), (200_000, "2 d")]
)
def test_an_age_is_told_in_its_largest_unit(seconds: int, text: str) -> None:
    assert formats.age(seconds) == text


def test_a_compressed_level_shows_where_from_and_where_to() -> None:
    assert formats.level(3, 3) == "3"
    assert formats.level(3, 2) == "3 → 2"


def test_a_number_of_things_agrees_with_its_noun() -> None:
    assert (formats.count(1, "line"), formats.count(2, "line")) == ("1 line", "2 lines")


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=6))
def test_a_decimal_fraction_is_shown_exactly(value: int, places: int) -> None:
    assert Fraction(formats.exact(Fraction(value, 10**places))) == Fraction(value, 10**places)


def test_a_fraction_without_decimals_is_left_one() -> None:
    assert formats.exact(Fraction(1, 3)) == "1/3"
