"""What a plan asked of everybody, and what was counted: of activity, ranks and bonuses.

One column a figure, however many conditions look at it, by member; volumes in hundredths of a
point. A figure that only ranks look at is stored of those who are at such a rank or next to it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import NOT_GIVEN
from commissions.domain.close.conditions import singles
from commissions.domain.close.exact import Mask
from commissions.domain.close.figures import Figure, NotInColumns
from commissions.domain.close.ranks import rank_figure
from commissions.domain.close.terms import Part

ACTIVE, RANK, BONUS = "active", "rank", "bonus"
OF_WORDS = frozenset({"status", "rank"})
"""Metrics that are no figures: the member's own words are looked at."""
LARGEST_LEG = "leg_cap"
About = tuple[str, str, str]
"""Of what, its name, and the plan's word."""
NO_RANK: Part = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A single condition, and where its figure is stored."""

    of: str
    """`active`, `rank` or `bonus`."""
    name: str
    """The rank or the bonus; empty of activity."""
    word: str
    """The plan's: `active`, `require`, `maintain`, `leg_cap`, `eligibility` or `volume`."""
    condition: Part
    figure: str
    """The column; empty of a word, and of what another period's close counted."""
    unit: int
    """How many of the figure are one of what is asked for."""


@dataclass
class RequirementColumns:
    """`figures`: by name, with nobody's slot; `known`: of whom each is stored."""

    close: ClosingPeriod
    asked: list[Asked] = field(default_factory=list)
    figures: dict[str, Figure] = field(default_factory=dict)
    known: dict[str, Mask] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def column(self, name: str) -> Any:
        """Masked where it is not stored."""
        values, known = self.figures[name].values, self.known[name]
        column = np.asarray(values[:-1]).astype(np.int64)
        return column if known[:-1].all() else np.ma.masked_array(column, mask=~known[:-1])

    def take(self, about: About, condition: Part, who: Mask, rank: Part = NO_RANK) -> None:
        """`rank`: the one that asks, which may count legs in part."""
        of, name, word = about
        if not who[:-1].any():
            return
        for single in singles(condition):
            column = self._column(single, rank, who) if single["metric"] not in OF_WORDS else ""
            unit = self.figures[column].unit if column else 1
            self.asked.append(
                Asked(of=of, name=name, word=word, condition=single, figure=column, unit=unit)
            )

    def take_largest_leg(self, rank: Part, who: Mask) -> None:
        """A rank that admits no leg above so much."""
        cap = rank.get("leg_cap") or {}
        if cap.get("mode") == "gate":
            most = {"metric": "leg_gv", "op": "<=", "value": str(cap["max_leg"])}
            self.take((RANK, str(rank["id"]), LARGEST_LEG), most, who)

    def _column(self, single: Part, rank: Part, who: Mask) -> str:
        """Empty where the close itself was given what another period had counted."""
        key = _key(single, rank)
        if key not in self._names:
            try:
                figure = self._figure(single, rank)
            except NotInColumns:
                return ""
            self._names[key] = f"f{len(self._names)}"
            self.figures[self._names[key]] = figure
            self.known[self._names[key]] = np.zeros(who.size, dtype=bool)
        name = self._names[key]
        self.known[name] |= who
        return name

    def _figure(self, single: Part, rank: Part) -> Figure:
        judged = self.close.judged
        if single["metric"] in {"legs_with_rank", "pgv"}:
            return judged.figure(single)
        return rank_figure(judged.figures, single, rank)


def _key(single: Part, rank: Part) -> str:
    """What the figure hangs on: of capped legs on what is asked for, too."""
    cap = (rank.get("leg_cap") or {}) if single["metric"] == "gv" else {}
    capped = "pct" in cap
    words = {word: each for word, each in single.items() if capped or word not in {"op", "value"}}
    return json.dumps([words, dict(cap) if capped else {}], sort_keys=True)


def requirement_columns(close: ClosingPeriod) -> RequirementColumns:
    found = RequirementColumns(close)
    everybody = np.ones(close.nobody + 1, dtype=bool)
    status = close.terms.document.get("status")
    if status is not None:
        unjudged = close.period.members.judged_active == NOT_GIVEN
        found.take((ACTIVE, "", "active"), status["active"], everybody & unjudged)
    for rank, who in _near_ranks(close):
        for word in ("require", "maintain"):
            if rank.get(word):
                found.take((RANK, str(rank["id"]), word), rank[word], who, rank)
        found.take_largest_leg(rank, who)
    for bonus in close.terms.bonuses(close.period.every):
        for word, condition in _of_bonus(bonus):
            found.take((BONUS, str(bonus["id"]), word), condition, everybody)
    return found


def _near_ranks(close: ClosingPeriod) -> Iterator[tuple[Part, Mask]]:
    """Every rank, and who is of it, or next to it, and was judged."""
    heights, given = close.judged.paid_as, close.period.members.judged_rank
    judged = given.codes == NOT_GIVEN
    for height, rank in enumerate(close.terms.ranks, 1):
        yield rank, judged & ((heights == height) | (heights == height - 1))


def _of_bonus(bonus: Part) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if bonus.get("eligibility"):
        yield "eligibility", bonus["eligibility"]
    if bonus["kind"] == "rank_advance" and bonus.get("volume"):
        yield "volume", {"op": ">=", **bonus["volume"]}
