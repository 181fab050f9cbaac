"""Figures and times as people read them, and as they add up."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.money import Money
from commissions.pages.formats import Formats
from commissions.pages.text import Text

NOW = datetime(2026, 11, 27, 18, 7, tzinfo=UTC)
ENGLISH = Formats(Text("en"), "America/New_York", NOW)
GERMAN = Formats(Text("de"), "Europe/Berlin", NOW)


@pytest.mark.parametrize(
    ("amount", "english", "german"),
    [
        (Money(550_56, "USD"), "550.56\xa0USD", "550,56\xa0USD"),
        (Money(-27_98, "USD"), "−27.98\xa0USD", "−27,98\xa0USD"),
        (Money(1_234_567, "JPY"), "1,234,567\xa0JPY", "1.234.567\xa0JPY"),
        (Money(5, "KWD"), "0.005\xa0KWD", "0,005\xa0KWD"),
        (Money(0, "EUR"), "0.00\xa0EUR", "0,00\xa0EUR"),
        (Money(10**15, "USD"), "10,000,000,000,000.00\xa0USD", "10.000.000.000.000,00\xa0USD"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(
    amount: Money, english: str, german: str
) -> None:
    assert ENGLISH.money_text(amount) == english
    assert GERMAN.money_text(amount) == german


def test_an_amount_carries_what_it_is_exactly() -> None:
    assert str(GERMAN.money(Money(-1_234_50, "EUR"))) == (
        '<span class="figure" data-value="-1234.50">−1.234,50<small>\xa0EUR</small></span>'
    )


def test_what_is_added_has_a_plus() -> None:
    signed = [str(ENGLISH.money(Money(n, "USD"), sign=True, code=False)) for n in (15_00, 0, -1)]

    assert [each.split(">")[1].split("<")[0] for each in signed] == ["+15.00", "0.00", "−0.01"]


@given(st.integers(-(10**15), 10**15), st.sampled_from(["USD", "JPY", "KWD", "BTC"]))
def test_no_amount_loses_a_digit(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    exact = str(ENGLISH.money(amount)).split('"')[3]

    assert Money.parse(exact, currency) == amount if abs(minor) < 10**15 else True
    assert ENGLISH.money_text(amount).replace("−", "-").replace(",", "")[:-4] == exact


@pytest.mark.parametrize(
    ("hundredths", "shown"),
    [
        (60_00, "60.00"),
        (99_99, "99.99"),
        (100_00, "100"),
        (2_044_50, "2,044"),
        (-12_345_60, "−12,346"),
    ],
)
def test_volumes_have_no_decimals_from_a_hundred_on(hundredths: int, shown: str) -> None:
    assert ENGLISH.volume_text(hundredths) == shown


def test_a_volume_keeps_its_decimals_where_it_adds_up() -> None:
    assert str(ENGLISH.volume(2_044_56, "PV")) == (
        '<span class="figure" data-value="2044.56">2,045<small>\xa0PV</small></span>'
    )


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(1, 5), "20\xa0%"),
        (Decimal("0.125"), "12.5\xa0%"),
        (Fraction(1, 3), "33.33\xa0%"),
        (Fraction(0), "0\xa0%"),
        (Decimal(10), "1,000\xa0%"),
    ],
)
def test_a_share_is_written_in_percent(share: Fraction, shown: str) -> None:
    assert ENGLISH.percent_text(share) == shown


def test_a_moment_is_of_the_persons_own_zone() -> None:
    assert ENGLISH.moment_text(NOW) == "27 Nov, 13:07"
    assert GERMAN.moment_text(NOW) == "27. Nov., 19:07"
    assert str(ENGLISH.moment(NOW)) == (
        '<time datetime="2026-11-27T18:07:00+00:00" title="America/New_York">27 Nov, 13:07</time>'
    )


def test_another_year_is_said() -> None:
    assert ENGLISH.day_text(date(2025, 1, 2)) == "2 Jan 2025"
    assert GERMAN.day_text(date(2026, 1, 2), long=True) == "2. Januar 2026"


def test_a_year_is_this_one_where_the_person_is() -> None:
    new_year = Formats(Text("en"), "Asia/Tokyo", datetime(2026, 12, 31, 20, tzinfo=UTC))

    assert new_year.day_text(date(2026, 12, 31)) == "31 Dec 2026"


@pytest.mark.parametrize(
    ("first", "last", "english", "german"),
    [
        ((2026, 11, 1), (2026, 11, 30), "1 to 30 November 2026", "1. bis 30. November 2026"),
        (
            (2026, 10, 26),
            (2026, 11, 1),
            "26 October 2026 to 1 November 2026",
            "26. Oktober 2026 bis 1. November 2026",
        ),
        ((2026, 11, 3), (2026, 11, 3), "3 November 2026", "3. November 2026"),
    ],
)
def test_days_from_and_to(
    first: tuple[int, int, int], last: tuple[int, int, int], english: str, german: str
) -> None:
    assert ENGLISH.days(date(*first), date(*last)) == english
    assert GERMAN.days(date(*first), date(*last)) == german


def test_a_month_is_named() -> None:
    assert ENGLISH.month(date(2026, 11, 30)) == "November 2026"
    assert GERMAN.month_short(date(2026, 3, 1)) == "März 2026"


@pytest.mark.parametrize(
    ("age", "shown"),
    [
        (timedelta(), "0 s"),
        (timedelta(seconds=12), "12 s"),
        (timedelta(minutes=30, seconds=59), "30 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=1, hours=23), "1 day"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_an_age_is_in_its_largest_unit(age: timedelta, shown: str) -> None:
    assert ENGLISH.duration_text(age) == shown


def test_when_it_was_exactly_stands_behind_its_age() -> None:
    assert str(ENGLISH.age(NOW - timedelta(minutes=30))) == (
        '<time datetime="2026-11-27T17:37:00+00:00" title="27 Nov, 12:37">30 min</time>'
    )


@pytest.mark.parametrize(("units", "shown"), [(150_00, "150"), (1_50, "1.50"), (-20_00, "−20")])
def test_an_axis_has_decimals_only_where_it_needs_them(units: int, shown: str) -> None:
    assert ENGLISH.axis(units, 2) == shown
