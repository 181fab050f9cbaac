"""What the console's pages show of a made-up company, for whoever looks at them."""

from datetime import datetime, timedelta

from tests.support.audited import did
from tests.support.written_plans import cheaper, propose, publish, written

DEEDS = (
    ("load", "ines", "company", ""),
    ("plan publish", "mara", "uni7 version 3", "a new year"),
    ("place", "ines", "eve", "she asked for it"),
    ("payout plan", "vera", "USD", ""),
    ("rebuild", "mara", "shopify/tea-us/6600000000017", ""),
    ("store secret", "ines", "tea-us", ""),
)


def fill(now: datetime) -> None:
    audited(now)
    planned(now)


def planned(now: datetime) -> None:
    """A plan that got cheaper in spring and does so again in the new year; and one more version
    waits for a second person."""
    publish(written(effective_from="2025-01-01"))
    publish(cheaper(version=2, effective_from="2026-04-01"))
    publish(cheaper(version=3, effective_from="2027-01-01"))
    propose(written(version=4, effective_from="2027-06-01"), by="ines", now=now)


def audited(now: datetime) -> None:
    """Three weeks of what people did; now and then a command was cut off."""
    for number in range(90):
        what, who, target, why = DEEDS[number % len(DEEDS)]
        at = now - timedelta(days=21) + timedelta(hours=5.5 * number)
        did(what, who=who, at=at, target=target, why=why, ends=number % 17 != 5)
