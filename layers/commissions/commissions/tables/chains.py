"""The journals of several orders or books at once, all of each: mostly in one round trip."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commissions.domain.ledger.journal import Journal
from commissions.tables import journals
from commissions.tables.items import Item
from commissions.tables.reading_together import Wanted, read_together

JOURNAL = os.environ["JOURNAL_TABLE"]
LOOKED_AHEAD = 4
"""How many more are asked for of an order that has more journals than were known of."""


@dataclass(frozen=True, slots=True)
class Chains:
    journals: Mapping[str, tuple[Journal, ...]]
    """By order or book; empty of one that has none."""
    beside: Mapping[str, list[Item]]
    """By table, what else was asked for."""


def read(known: Mapping[str, int], beside: Wanted | None = None) -> Chains:
    """`known`: of each order or book how many journals it has at least; whether there is one more
    is asked along. `beside`: items of other tables, in the same round trip.

    Raises what `journals.UNREADABLE` names of a journal that cannot be read.
    """
    found: dict[str, dict[int, Journal]] = {key: {} for key in known}
    ahead = {key: range(1, least + 2) for key, least in known.items()}
    others = _read(ahead, found, beside or {}) if ahead or beside else {}
    while ahead := _further(ahead, found):
        _read(ahead, found, {})
    return Chains({key: _whole(posted) for key, posted in found.items()}, others)


def keys_of(known: Mapping[str, int]) -> int:
    """How many items `read` asks for at first."""
    return sum(least + 1 for least in known.values())


def _read(
    ahead: Mapping[str, range], found: Mapping[str, dict[int, Journal]], beside: Wanted
) -> dict[str, list[Item]]:
    """Fills in what is found; what else was asked for."""
    answer = read_together({**beside, JOURNAL: _keys(ahead)})
    for item in answer.pop(JOURNAL):
        found[item["order_key"]][int(item["number"])] = journals.from_item(item)
    return answer


def _further(
    asked: Mapping[str, range], found: Mapping[str, Mapping[int, Journal]]
) -> dict[str, range]:
    """Of those that have more than was known, what to ask for next."""
    return {
        key: range(numbers.stop, numbers.stop + LOOKED_AHEAD)
        for key, numbers in asked.items()
        if numbers.stop - 1 in found[key]
    }


def _keys(asked: Mapping[str, range]) -> Iterable[Item]:
    return [
        {"order_key": order_key, "number": number}
        for order_key, numbers in asked.items()
        for number in numbers
    ]


def _whole(posted: Mapping[int, Journal]) -> tuple[Journal, ...]:
    """From the first on without a gap."""
    chain: list[Journal] = []
    while (following := posted.get(len(chain) + 1)) is not None:
        chain.append(following)
    return tuple(chain)
