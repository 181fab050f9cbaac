"""A binary's seat in a close: its legs, and its pay worked out again from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from commissions.application.close.run_rows import Row, rows_of
from commissions.application.queries.close_part import RunReader
from commissions.domain.close.binary_caps import UNCAPPED, SeatPay, capped, money
from commissions.domain.close.binary_match import Flags, Volumes, first_pairs, matches
from commissions.domain.close.binary_rule import BinaryRule, binary_rule
from commissions.domain.close.pair_categories import categories
from commissions.domain.close.terms import Part, PlanTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class LegFigures:
    """Hundredths of a point."""

    brought: int
    """What was open as the period began."""
    came: int
    open: int
    """When matching began: without what was returned, has expired, or is above the leg's cap."""
    taken: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLegs:
    left: LegFigures
    right: LegFigures
    matched: int
    """Volume of the weaker side, or pairs (see `by_pairs`)."""
    by_pairs: bool
    first_pair: bool
    raw: int
    paid: int
    """After the caps of the binary."""
    limit: int | None
    """What the rank is paid at most; None for no limit."""
    raw_again: int
    paid_again: int
    taken_again: tuple[int, int]
    """Of the left and the right leg."""


def seat_legs(
    reader: RunReader, bonus: Part, terms: PlanTerms, places: Sequence[int], place: int
) -> SeatLegs | None:
    """`places`: of all positions of the member's owner, who may share a cap. None of who has no
    seat."""
    seats = _seats(reader, bonus, places)
    own = [number for number, each in enumerate(seats) if each["place"] == place]
    if not own:
        return None
    again, number = _Again(reader, bonus, terms, seats), own[0]
    seat, limit = seats[number], int(again.limits[number])
    taken = again.paid.taken[:, number]
    return SeatLegs(
        left=_figures(seat, "left"),
        right=_figures(seat, "right"),
        matched=seat["matched"],
        by_pairs=again.rule.match.mode == "pairs",
        first_pair=seat["first_pair"],
        raw=seat["raw"],
        paid=seat["paid"],
        limit=None if limit == UNCAPPED else limit,
        raw_again=int(again.pay.raw[number]),
        paid_again=int(again.paid.paid[number]),
        taken_again=(int(taken[0]), int(taken[1])),
    )


def paid_by_seat(reader: RunReader, bonus: Part, places: Sequence[int]) -> dict[int, int]:
    """By place, what the binary gave before the caps of bonus and person."""
    return {each["place"]: each["paid"] for each in _seats(reader, bonus, places)}


def _seats(reader: RunReader, bonus: Part, places: Sequence[int]) -> list[Row]:
    run = reader.run
    number, within = run.bonuses.index(bonus["id"]), ", ".join(map(str, places))
    asked = (
        f"select * from read_parquet('{run.legs}') legs "  # noqa: S608 - our own paths
        f"join read_parquet('{run.members}') members using (place) "
        f"where legs.bonus = {number} and legs.place in ({within}) order by place"
    )
    return rows_of(reader.database, asked)


def _figures(seat: Row, side: str) -> LegFigures:
    words = ("brought", "came", "open", "taken", "after")
    return LegFigures(**{word: seat[f"{word}_{side}"] for word in words})


@dataclass(frozen=True)
class _Again:
    reader: RunReader
    bonus: Part
    terms: PlanTerms
    seats: Sequence[Row]

    @cached_property
    def rule(self) -> BinaryRule:
        every = str(self.reader.run.told["period"]["every"])
        return binary_rule(self.terms.document, self.bonus, self.terms.rank_ids[1:], every)

    def _column(self, name: str) -> Any:
        return np.array([each[name] for each in self.seats])

    @cached_property
    def height(self) -> Volumes:
        by_title = self.terms.pays_by_title(self.bonus)
        found: Volumes = self._column("title" if by_title else "rank").astype(np.int64)
        return found if self.terms.ranks else np.zeros_like(found)

    @cached_property
    def limits(self) -> Volumes:
        limits = [UNCAPPED if each is None else each for each in self.rule.limits]
        return np.array(limits)[self.height]

    @property
    def paid_by(self) -> Volumes:
        unit = self.rule.match.paid_by
        if unit in {"", "rank"}:
            return self.height
        own: Volumes = self._column(f"own_{unit}") + self._column(f"customers_{unit}")
        return own

    @property
    def qualified(self) -> Flags:
        name = f"eligible_{self.reader.run.bonuses.index(self.bonus['id'])}"
        active: Flags = self._column("active")
        return active & self._column(name) if name in self.seats[0] else active

    @cached_property
    def pay(self) -> SeatPay:
        """A first pair that its cap undid is no more among what the seat matched."""
        first = self._column("first_pair")
        found = self._pay(first)
        undone = (found.raw != self._column("raw")) & ~first
        return self._pay(first | undone) if undone.any() else found

    def _pay(self, first: Flags) -> SeatPay:
        left, right, rule = self._column("open_left"), self._column("open_right"), self.rule
        takes_part, took = self.qualified, np.zeros((2, left.size), dtype=np.int64)
        if rule.first_pair is not None:
            enough, took = first_pairs(rule.first_pair, left, right)
            first = first & enough
            took = took * first
            takes_part = takes_part & (enough | (self._column("raw") != 0))
        open_left, open_right = np.stack([left, right]) * takes_part - took
        match = matches(rule.match, open_left, open_right, categories(rule.match, self.paid_by))
        raw = money(match, first, rule.first_pair, half_even=rule.half_even)
        return SeatPay(
            left=left, right=right, first=first, first_took=took, match=match, raw=raw, paid=raw
        )

    @cached_property
    def paid(self) -> SeatPay:
        owner = np.zeros(len(self.seats), dtype=np.int64)
        return capped(self.pay, self.rule, self.limits, owner, self._column("enrolment"))
