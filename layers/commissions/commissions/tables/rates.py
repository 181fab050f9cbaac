"""The exchange rates: one a day for each pair of currencies, never changed."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from commissions.domain.orders.canonical import stamp
from commissions.domain.sales.attribution import RATE_AGE_MAX, Rate
from commissions.tables import items, versioned
from commissions.tables.items import Item

TABLE = os.environ["RATES_TABLE"]


class RateAlreadySet(ValueError):
    """The day's rate is already known to be another."""

    def __init__(self, stands: Rate) -> None:
        super().__init__(
            f"{stands.currency}/{stands.base_currency} of {stands.day} stands at {stands.rate}"
        )
        self.stands = stands


def at(currency: str, base: str, day: date) -> Rate | None:
    """The rate of the day, or of the latest day within a week before it."""
    if currency == base:
        return Rate(currency, base, Decimal(1), day.isoformat(), "")
    return next(_latest_first(currency, base, day, Limit=1), None)


def of_source(source: str, currency: str, base: str, day: date) -> Rate | None:
    """The same of those that one source gave. `currency`: another than `base`."""
    found = (each for each in _latest_first(currency, base, day) if each.source == source)
    return next(found, None)


@versioned.retry_on_conflict
def put(rate: Rate) -> bool:
    """Keeps a rate; False where it stands. Another one of the same day raises RateStands."""
    key = {"pair": _pair(rate.currency, rate.base_currency), "day": rate.day}
    found = items.get(TABLE, key)
    if not found:
        item = {
            **key,
            "rate": str(rate.rate),
            "source": rate.source,
            "recorded_at": stamp(datetime.now(UTC)),
        }
        versioned.put(TABLE, item, after=0)
        return True
    check_same(rate, _rate(found))
    return False


def known_rates(rates: list[Rate]) -> dict[tuple[str, str], Rate]:
    """What stands for the pairs and days of these rates, by pair and day."""
    keys = {(_pair(rate.currency, rate.base_currency), rate.day) for rate in rates}
    found = versioned.get_all(TABLE, [{"pair": pair, "day": day} for pair, day in sorted(keys)])
    return {(item["pair"], item["day"]): _rate(item) for item in found}


def check_same(rate: Rate, stands: Rate) -> None:
    if rate.rate != stands.rate:
        raise RateAlreadySet(stands)


def _latest_first(currency: str, base: str, day: date, **limits: int) -> Iterator[Rate]:
    """Of the week."""
    found = items.query(
        TABLE,
        KeyConditionExpression="pair = :pair AND #day BETWEEN :from AND :to",
        ExpressionAttributeNames={"#day": "day"},
        values={
            ":pair": _pair(currency, base),
            ":from": (day - RATE_AGE_MAX).isoformat(),
            ":to": day.isoformat(),
        },
        ScanIndexForward=False,
        ConsistentRead=True,
        **limits,
    )
    return map(_rate, found)


def _pair(currency: str, base: str) -> str:
    return f"{currency}/{base}"


def _rate(item: Item) -> Rate:
    currency, base = item["pair"].split("/")
    return Rate(currency, base, Decimal(item["rate"]), item["day"], item["source"])
