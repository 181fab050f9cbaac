from datetime import date
from decimal import Decimal

import pytest

from commissions.domain.sales.attribution import Rate
from commissions.tables import rates
from tests.support.dynamodb_calls import round_trips

pytestmark = pytest.mark.usefixtures("aws")


def euro(day: int, rate: str) -> Rate:
    return Rate("EUR", "USD", Decimal(rate), f"2026-11-{day:02}", "ecb")


def at(day: int) -> str:
    found = rates.at("EUR", "USD", date(2026, 11, day))
    return f"{found.rate} of {found.day}" if found else "none"


def test_a_day_has_its_rate_or_the_latest_before_it() -> None:
    rates.put(euro(2, "1.0812"))
    rates.put(euro(4, "1.0900"))

    assert [at(day) for day in (1, 2, 3, 4, 5)] == [
        "none",
        "1.0812 of 2026-11-02",
        "1.0812 of 2026-11-02",
        "1.0900 of 2026-11-04",
        "1.0900 of 2026-11-04",
    ]


def test_a_rate_stands_in_for_a_week_and_no_longer() -> None:
    rates.put(euro(2, "1.08"))

    assert [at(9), at(10)] == ["1.08 of 2026-11-02", "none"]


def test_a_rate_is_not_turned_round() -> None:
    rates.put(euro(2, "1.08"))

    assert rates.at("USD", "EUR", date(2026, 11, 2)) is None


def test_a_currency_is_worth_itself_without_asking() -> None:
    with round_trips() as calls:
        rate = rates.at("USD", "USD", date(2026, 11, 2))

    assert rate == Rate("USD", "USD", Decimal(1), "2026-11-02", "")
    assert calls == []


def test_a_rate_is_put_once_and_stays() -> None:
    assert rates.put(euro(2, "1.0800")) is True
    assert rates.put(euro(2, "1.08")) is False

    with pytest.raises(rates.RateAlreadySet, match=r"EUR/USD of 2026-11-02 stands at 1\.0800"):
        rates.put(euro(2, "1.0900"))
