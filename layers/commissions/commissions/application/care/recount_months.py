"""Counting a member's months anew, from the journals that the lines of the statement are of.

Nobody has to stop meanwhile: an item is only written over as it was when the lines were read, and
what is added to it after that stays.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commissions.domain.ledger.member_month import VERSION, scope_of, scoped
from commissions.domain.ledger.month_changes import month_additions
from commissions.tables import (
    journal_chains,
    month_items,
    months_to_recount,
    plans,
    statement_lines,
)
from commissions.tables.items import Item
from commissions.tables.versioned import VersionConflict, write_all_or_none

TRIES = 8
Figures = Mapping[str, int]


class MonthsContended(RuntimeError):
    """Orders keep changing the months of somebody faster than they can be counted."""

    def __init__(self, member: str) -> None:
        super().__init__(
            f"The months of {member} change all the time: count them at a quieter moment"
        )


@dataclass(frozen=True, slots=True)
class Recounted:
    months: int
    """That were looked at."""
    changed: tuple[str, ...]
    """The items that said otherwise, and are right now: `2026-11 USD`."""


def recount(member: str, *, is_complete: bool = False) -> Recounted:
    """Brings all months of a member to what the journals of their lines say. `is_complete`: every
    journal is known to have its lines, so that what is left of before months were counted is of
    none, and goes.

    Raises NotCountedYet, ContextLost where the journal of a line is gone, MonthsContended.
    """
    for _ in range(TRIES):
        items = month_items.every(member)
        if not is_complete:
            month_items.check_counted(items, member)
        due = _counted(member)
        if items != month_items.every(member):
            continue  # a line that was read may be in an item that was not
        differing = list(_differing(items, due))
        try:
            for item in differing:
                write_all_or_none(item.writes(member))
        except VersionConflict:
            continue
        months_to_recount.done(member, items)
        months = {scoped(scope)[0] for scope in due}
        return Recounted(len(months), tuple(each.scope for each in differing))
    raise MonthsContended(member)


def _counted(member: str) -> dict[str, Counter[str]]:
    """By item what its figures should be."""
    sums: dict[str, Counter[str]] = {}
    for journal in statement_lines.journals_of(member):
        before = journal_chains.before(journal)
        for scope, figures in month_additions(journal, before, plans.terms_of)[member].items():
            sums.setdefault(scope, Counter()).update(figures)
    return sums


@dataclass(frozen=True, slots=True)
class _DifferingItem:
    """A month's item, and those over which it is spread, that say otherwise than they should."""

    scope: str
    stands: tuple[Item, ...]
    due: Counter[str]

    def writes(self, member: str) -> list[Any]:
        """All of it in the one item, as the version after all of them; nothing stays of before."""
        seen = {each["scope"]: each.get(VERSION, 0) for each in self.stands}
        version = max(sum(seen.values()), self.due[VERSION]) + 1
        figures = {name: amount for name, amount in self.due.items() if amount}
        whole = figures | {VERSION: version}
        if self._is_of_before():
            return [month_items.removing(member, each, after=seen[each]) for each in seen]
        return [
            month_items.replacing(member, self.scope, whole, after=seen.get(self.scope)),
            *(
                month_items.removing(member, each, after=seen[each])
                for each in seen
                if each != self.scope
            ),
        ]

    def _is_of_before(self) -> bool:
        return not self.due and any(map(month_items.is_of_before, self.stands))


def _differing(items: Iterable[Item], due: Mapping[str, Counter[str]]) -> Iterator[_DifferingItem]:
    stands: dict[str, list[Item]] = {}
    for item in items:
        stands.setdefault(scope_of(*scoped(item["scope"])), []).append(item)
    for scope in sorted({*stands, *due}):
        own, wanted = stands.get(scope, []), due.get(scope, Counter())
        says = _figures(month_items.figures_of(each) for each in own)
        if says != _figures([wanted]) or any(map(month_items.is_of_before, own)):
            yield _DifferingItem(scope, tuple(own), wanted)


def _figures(parts: Iterable[Figures]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for each in parts:
        sums.update(each)
    return {name: amount for name, amount in sums.items() if amount and name != VERSION}
