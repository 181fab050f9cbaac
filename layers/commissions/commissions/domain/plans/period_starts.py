"""When a period of a plan begins: the moments at which a tree may change without splitting one."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

CLOSE = "close:"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class NoOneBoundary(ValueError):
    """Bonuses of several periods walk a tree, so no one boundary is that of all."""

    def __init__(self, tree: str, periods: list[str]) -> None:
        super().__init__(
            f"{tree} is walked by bonuses of the periods {', '.join(periods)}: "
            "say the moment from which it counts"
        )


def next_period_start(document: Mapping[str, Any], tree: str, after: datetime) -> datetime:
    """The first moment after another at which the period of a tree's bonuses begins.

    By the plan's clock. Where no close walks the tree every order is a period of its own, and the
    moment itself is returned. Raises NoOneBoundary.
    """
    whens = {each["when"] for each in document["bonuses"] if each.get("tree") == tree}
    closing = sorted(when.removeprefix(CLOSE) for when in whens if when.startswith(CLOSE))
    if len(closing) > 1:
        raise NoOneBoundary(tree, closing)
    if not closing:
        return after
    [period] = [each for each in document["periods"] if each["id"] == closing[0]]
    return next_start(period, after, ZoneInfo(document["plan"]["timezone"]))


def next_start(period: Mapping[str, Any], after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after another at which a period of this kind begins, by the clock of the
    zone. `period`: as a plan has it."""
    today = after.astimezone(zone).date()
    match period["every"]:
        case "order":
            return after
        case "day":
            first = today + timedelta(days=1)
        case "week":
            first = today + timedelta(days=_days_to(period["week_starts"], today.weekday()))
        case _:
            first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return datetime.combine(first, time(), zone)


def _days_to(starts: str, weekday: int) -> int:
    """From 1 to 7."""
    return (WEEKDAYS.index(starts) - weekday - 1) % 7 + 1
