"""How a close judged somebody: activity, rank, and what a bonus asks, with what was counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

import numpy as np

from commissions.application.close.run_requirements import LARGEST_LEG, OF_WORDS, Asked
from commissions.application.close.run_rows import Row, rows_of
from commissions.application.close.stored_run import StoredRun
from commissions.application.queries.close_part import RunReader
from commissions.domain.close.conditions import compared, wanted_words
from commissions.domain.close.figures import Figure
from commissions.domain.close.terms import POINT, Part, PlanTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedFigure:
    """One thing that was asked for, and what there was of it. `met`: None where it was counted by
    the close of another period."""

    word: str
    """The plan's: `active`, `require`, `maintain`, `leg_cap`, `eligibility`, `volume`."""
    metric: str
    op: str
    wanted: str
    counted: str
    met: bool | None
    of: tuple[tuple[str, str], ...] = ()
    """What else the condition says: `rank`, `side`, `window`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A condition: what it asks for, and whether all of it is met as the plan joins it."""

    counted: tuple[CountedFigure, ...] = ()
    met: bool | None = None
    either: bool = False
    """Whether some of it is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAs:
    status: str
    is_active: bool
    active_given: bool
    """Whether that was judged elsewhere: by another period, or kept from an earlier close."""
    active: Asking
    rank: str
    rank_given: bool
    own: Asking
    """Of the rank."""
    next_rank: str
    """Empty of who has the highest one, or was given theirs."""
    next: Asking
    title: str
    title_before: str
    periods_below: int
    eligible: Asking | None
    """Of the bonus's own condition; None where it has none."""
    is_eligible: bool


@dataclass(frozen=True)
class JudgedReader:
    reader: RunReader
    terms: PlanTerms
    place: int

    def standing(self, bonus: Part | None = None) -> JudgedAs:
        run = self.reader.run
        return judged_as(
            run, self.terms, self._row(run.members), self._row(run.requirements), bonus
        )

    def _row(self, file: Any) -> Row:
        asked = f"select * from read_parquet('{file}') where place = {self.place}"  # noqa: S608
        return rows_of(self.reader.database, asked)[0]


def judged_as(
    run: StoredRun, terms: PlanTerms, stored: Row, figures: Row, bonus: Part | None = None
) -> JudgedAs:
    """`stored`, `figures`: a member's rows of `members` and of `requirements`. Without a bonus
    there is no condition of one."""
    stored = {**stored, "status": run.status(stored["status"])}
    words = _Words(run.asked, stored, figures, terms, run.ranks)
    height = stored["rank"] if terms.ranks and not stored["rank_given"] else None
    own, following = _ranks(terms, height)
    before = stored["title_before"]
    status = run.document.get("status") or {}
    given = stored["active_given"] or not status
    condition = bonus.get("eligibility") if bonus else None
    flag = f"eligible_{run.bonuses.index(bonus['id'])}" if bonus else ""
    return JudgedAs(
        status=stored["status"],
        is_active=stored["active"],
        active_given=stored["active_given"],
        active=Asking() if given else words.asking("active", "", "active", status["active"]),
        rank=run.ranks[stored["rank"]],
        rank_given=stored["rank_given"],
        own=words.of_rank(own, before),
        next_rank=str(following["id"]) if following else "",
        next=words.of_rank(following, before),
        title=terms.rank_ids[stored["title"]],
        title_before=terms.rank_ids[before],
        periods_below=stored["periods_below"],
        eligible=words.asking("bonus", bonus["id"], "eligibility", condition)
        if bonus and condition
        else None,
        is_eligible=bool(stored.get(flag, True)),
    )


def leg_cap(terms: PlanTerms, standing: JudgedAs) -> int | None:
    """What the next rank counts of one leg at most, by the share of what it asks for; in hundredths
    of a point."""
    words = [each for each in terms.ranks if each["id"] == standing.next_rank]
    share = (words[0].get("leg_cap") or {}).get("pct") if words else None
    asked = [each.wanted for each in standing.next.counted if each.metric == "gv"]
    if share is None or not asked:
        return None
    return floor(Fraction(str(share)) * max(map(Fraction, asked)) * POINT)


def _ranks(terms: PlanTerms, height: int | None) -> tuple[Part | None, Part | None]:
    """The one that was reached, and the next."""
    if height is None:
        return None, None
    own = terms.ranks[height - 1] if height else None
    return own, terms.ranks[height] if height < len(terms.ranks) else None


@dataclass(frozen=True, slots=True)
class _Words:
    """The conditions of a run with one member's figures."""

    asked: list[Asked]
    stored: Row
    figures: Row
    terms: PlanTerms
    ranks: list[str]

    def of_rank(self, rank: Part | None, before: int) -> Asking:
        """By what it asks of one who has it already, where the plan says so."""
        if rank is None:
            return Asking()
        name = str(rank["id"])
        has_it = before >= self.terms.height(name)
        word = "maintain" if has_it and rank.get("maintain") else "require"
        asking = self.asking("rank", name, word, rank[word])
        leg = [self._counted(each) for each in self._told("rank", name, LARGEST_LEG)]
        met = [asking.met, *(each.met for each in leg)]
        whole = None if None in met else all(met)
        return Asking(counted=(*asking.counted, *leg), met=whole, either=asking.either)

    def asking(self, of: str, name: str, word: str, condition: Part) -> Asking:
        counted = [self._counted(each) for each in self._told(of, name, word)]
        either = "any" in _joins(condition)
        return Asking(counted=tuple(counted), met=_joined(condition, iter(counted)), either=either)

    def _told(self, of: str, name: str, word: str) -> list[Asked]:
        """In the order of the condition's single ones."""
        wanted = of, name, word
        return [each for each in self.asked if (each.of, each.name, each.word) == wanted]

    def _counted(self, asked: Asked) -> CountedFigure:
        single = asked.condition
        counted, met = self._by_word(single) if not asked.figure else self._by_figure(asked)
        value = single["value"]
        return CountedFigure(
            word=asked.word,
            metric=single["metric"],
            op=single["op"],
            wanted=", ".join(map(str, value)) if isinstance(value, list) else str(value),
            counted=counted,
            met=met,
            of=tuple((word, _text(single[word])) for word in _ELSE if single.get(word)),
        )

    def _by_word(self, single: Part) -> tuple[str, bool | None]:
        if single["metric"] not in OF_WORDS:
            return "", None
        if single["metric"] == "status":
            return self.stored["status"], self.stored["status"] in wanted_words(single)
        own = self.ranks[self.stored["rank"]]
        if single["op"] == ">=":
            return own, self.terms.height(own) >= self.terms.height(single["value"])
        return own, own in wanted_words(single)

    def _by_figure(self, asked: Asked) -> tuple[str, bool | None]:
        value = self.figures[asked.figure]
        if value is None:
            return "", None
        exact = Fraction(int(value), asked.unit)
        if asked.condition["op"] == "<=":
            return shown(exact), exact <= Fraction(asked.condition["value"])
        figure = Figure(np.array([int(value)]), asked.unit)
        return shown(exact), bool(compared(figure, asked.condition)[0])


_ELSE = ("rank", "search", "side", "min_leg_gv", "window")


def _joins(condition: Part) -> Iterator[str]:
    for word in ("all", "any"):
        if word in condition:
            yield word
            for each in condition[word]:
                yield from _joins(each)


def _joined(condition: Part, counted: Iterator[CountedFigure]) -> bool | None:
    """Whether a condition is met, by its single ones in their order."""
    for word, together in (("all", all), ("any", any)):
        if word in condition:
            parts = [_joined(each, counted) for each in condition[word]]
            known = [each for each in parts if each is not None]
            decided = together(known) if known or not parts else None
            settles = decided is (word == "any")
            return decided if settles or None not in parts else None
    return next(counted).met


def _text(value: object) -> str:
    if isinstance(value, dict):
        return f"{value['of']} of {value['periods']} periods"
    return str(value)


def shown(figure: Fraction) -> str:
    """Of at most two decimals, as text."""
    whole, part = divmod(abs(int(figure * POINT)), POINT)
    text = f"{whole}.{part:02}".rstrip("0").rstrip(".")
    return f"-{text}" if figure < 0 and text != "0" else text
