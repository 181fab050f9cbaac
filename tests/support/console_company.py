"""What the console's pages show of a made-up company, for whoever looks at them."""

from datetime import datetime, timedelta

from tests.support.audited import did

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


def audited(now: datetime) -> None:
    """Three weeks of what people did; now and then a command was cut off."""
    for number in range(90):
        what, who, target, why = DEEDS[number % len(DEEDS)]
        at = now - timedelta(days=21) + timedelta(hours=5.5 * number)
        did(what, who=who, at=at, target=target, why=why, ends=number % 17 != 5)
