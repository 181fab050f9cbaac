"""From whom a member's award of a close came: orders, leaders' groups, or awards of others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commissions.application.queries.close_matched import MatchedRows
from commissions.application.queries.close_part import ClosedPart, RunReader, trees_of
from commissions.application.queries.close_part_sources import PartSources
from commissions.application.queries.close_source import (
    LegSum,
    Sources,
    added_up,
    in_order,
    leg_sums,
)
from commissions.domain.close.award_columns import Reason
from commissions.domain.close.columns import SPONSOR
from commissions.domain.close.exact import Mask
from commissions.domain.close.subtree import NOBODY_SAID, StoodUnder, subtree
from commissions.domain.close.terms import Part

LARGEST = 100_000
"""Of more members below, sums by leg are shown, and one leg is opened at a time."""
WITHOUT_SOURCES = frozenset({"binary", "pool", "rank_advance"})


def sources_of(  # noqa: PLR0913 - what is asked for
    reader: RunReader,
    bonus: Part,
    member: int,
    level: int,
    *,
    leg: str = "",
    largest: int = LARGEST,
) -> Sources:
    """`member`: the place; `leg`: the id of who heads the leg that is opened. Raises NotInRun."""
    if bonus["kind"] in WITHOUT_SOURCES:
        return Sources()
    asked = _SourcesOf(reader, bonus, member, level, largest)
    return asked.opened(leg) if leg else asked.all()


@dataclass(frozen=True)
class _SourcesOf:
    reader: RunReader
    bonus: Part
    member: int
    level: int
    largest: int

    @cached_property
    def stood(self) -> StoodUnder:
        return StoodUnder(self.reader.period, trees_of(self.bonus, self.reader.period))

    @cached_property
    def tree(self) -> StoodUnder:
        """That of the bonus alone."""
        return StoodUnder(self.reader.period, [str(self.bonus.get("tree") or SPONSOR)])

    @property
    def adds_up(self) -> bool:
        """Whether legs can be looked at one by one: nothing of the member hangs on all together."""
        whole = self.bonus["kind"] in {"differential", "breakaway"}
        return not whole and not self.bonus.get("depth_by_legs")

    def all(self) -> Sources:
        below = self.stood.below([self.member])
        many = _many(below)
        if many > self.largest and self.adds_up:
            return self._by_leg(self.member, "", many)
        part = self._part(below, [self.member], self.member)
        rows = part.listed()
        is_large = many > self.largest
        return Sources(
            rows=() if is_large else tuple(rows),
            legs=leg_sums(rows),
            members=many,
            sums=part.sums(),
            again=tuple(part.again()),
        )

    def opened(self, leg: str) -> Sources:
        head = self.reader.place(leg)
        below = self.stood.below([head], without=[self.member])
        many = _many(below)
        under = {head: self.member} if head in self.tree.front_line(self.member) else {}
        if self.adds_up and many > self.largest:
            return self._by_leg(head, leg, many, under)
        if self.adds_up:
            rows = self._part(below, [head], head, under).listed()
        else:
            whole = self.stood.below([self.member])
            rows = self._part(whole, [self.member], head).listed(through=head)
        return Sources(rows=tuple(rows), legs=leg_sums(rows), opened=leg, members=many)

    def _by_leg(
        self, top: int, opened: str, many: int, under: Mapping[int, int] = NOBODY_SAID
    ) -> Sources:
        """Legs that are small are looked at together, a large one is summed up alone."""
        legs: list[LegSum] = []
        sums: list[tuple[int, int]] = []
        for heads, below in self._batches(top):
            part = self._part(below, heads, top, {**under, **_all_under(heads, top)})
            if _many(below) > self.largest:
                found = part.summed_up()
                base = found.get(int(Reason.PAID), 0)
                legs.append(LegSum(head=self._id(heads[0]), base=base, sources=0))
            else:
                found = part.sums()
                legs.extend(leg_sums(part.listed()))
            sums.extend(found.items())
        whole = None if opened else added_up(sums)
        return Sources(legs=in_order(legs), opened=opened, members=many, sums=whole)

    def _batches(self, top: int) -> Iterator[tuple[list[int], Mask]]:
        """Heads of legs with all below them; first the one above them with what is their own."""
        together = np.zeros(self.reader.period.members.house + 1, dtype=bool)
        together[top] = True
        heads = [top]
        without = [self.member, top]
        for head in [each for each in self.tree.front_line(top) if each not in without]:
            below = self.stood.below([head], without)
            if heads == [top] or _many(together | below) > self.largest:
                yield heads, together
                heads, together = [], np.zeros_like(together)
            heads, together = [*heads, head], together | below
        yield heads, together

    def _id(self, member: int) -> str:
        return self.reader.period.members.ids[member]

    def _part(
        self, below: Mask, heads: Sequence[int], top: int, under: Mapping[int, int] = NOBODY_SAID
    ) -> PartSources:
        above = self.stood.above(heads)
        bought = self.bonus["kind"] == "fast_start"
        part = subtree(self.reader.period, below, above, heads, under=under, bought=bought)
        matched = MatchedRows(self.reader, self.bonus, part)
        closed = ClosedPart(self.reader, self.bonus, part, matched.awards())
        return PartSources(closed, matched, self.member, self.level, top)


def _all_under(heads: Sequence[int], top: int) -> dict[int, int]:
    return {} if list(heads) == [top] else dict.fromkeys(heads, top)


def _many(members: Mask) -> int:
    return int(np.count_nonzero(members))
