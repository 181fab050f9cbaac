"""The figures of a store's hours beside what its note says anyhow: an attribute for each hour."""

from collections.abc import Iterable, Mapping

from commissions.domain.stores.heard_hours import HOURS_KEPT
from commissions.tables.items import Item

_MARK = "h"


def adding(hours: Mapping[int, int], now: int) -> tuple[str, dict[str, str], Item]:
    """What of an update adds these numbers and strikes off those of the day before: the end of its
    expression, the names in it and its values.

    `hours`: by the hours since 1970; older ones than a day are left out. `now`: the hour under way.
    """
    added = {hour: number for hour, number in hours.items() if hour > now - HOURS_KEPT and number}
    over = range(now - 2 * HOURS_KEPT + 1, now - HOURS_KEPT + 1)
    names = {f"#{_MARK}{hour}": f"{_MARK}{hour}" for hour in (*added, *over)}
    values = {f":{_MARK}{hour}": number for hour, number in added.items()}
    sums = ", ".join(f"#{_MARK}{hour} :{_MARK}{hour}" for hour in added)
    gone = ", ".join(f"#{_MARK}{hour}" for hour in over)
    return f"REMOVE {gone}" + (f" ADD {sums}" if sums else ""), names, values


def hours_in(item: Item) -> dict[int, int]:
    """The numbers by the hours since 1970; of a store that was silent for days, old ones too."""
    return {
        int(name.removeprefix(_MARK)): number
        for name, number in item.items()
        if name.startswith(_MARK) and name.removeprefix(_MARK).isdecimal()
    }


def stale_in(names: Iterable[str], now: int) -> list[str]:
    """The attributes of hours that nothing strikes off any more."""
    hours = hours_in(dict.fromkeys(names, 0))
    return [f"{_MARK}{hour}" for hour in hours if hour <= now - HOURS_KEPT]
