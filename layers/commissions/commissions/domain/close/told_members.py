"""How a period judged its members, as records, with what keeps each from the next rank."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import NOT_GIVEN
from commissions.domain.close.conditions import compared, singles
from commissions.domain.close.figures import Figure
from commissions.domain.close.ranks import rank_figure
from commissions.domain.close.results import JudgedMember, Requirement
from commissions.domain.close.terms import POINT, Part
from commissions.domain.close.told import rank_texts

_NO_FIGURES = frozenset({"status", "rank"})


def told_members(close: ClosingPeriod) -> dict[str, JudgedMember]:
    missing = _Missing(close)
    judged, ranks = close.judged, rank_texts(close)
    return {
        member: JudgedMember(
            member=member,
            active=bool(judged.active[number]),
            paid_as=ranks(number, judged.paid_as[number]),
            title=ranks(number, judged.title[number]),
            periods_below=int(judged.periods_below[number]),
            periods_missed=_missed(int(judged.periods_missed[number])),
            missing=tuple(missing.of(number)),
        )
        for number, member in enumerate(close.period.members.ids[:-1])
    }


def _missed(periods: int) -> int | None:
    return None if periods == NOT_GIVEN else periods


@dataclass(frozen=True)
class _Missing:
    close: ClosingPeriod
    _figures: dict[tuple[int, int], Figure] = field(default_factory=dict)

    def of(self, number: int) -> Iterator[Requirement]:
        """Of the next rank above the paid one; nothing where the rank was given."""
        height = int(self.close.judged.paid_as[number])
        ranks = self.close.terms.ranks
        given = self.close.period.members.judged_rank.codes[number] != NOT_GIVEN
        if given or height == len(ranks):
            return
        rank = ranks[height]
        yield from self._too_large_leg(number, rank)
        for each in singles(self._asked(number, rank, height + 1)):
            if each["metric"] not in _NO_FIGURES:
                yield from self._short(number, each, rank)

    def _asked(self, number: int, rank: Part, height: int) -> Part:
        has_it = self.close.judged.before[number] >= height
        asked: Part = (rank.get("maintain") if has_it else None) or rank["require"]
        return asked

    def _too_large_leg(self, number: int, rank: Part) -> Iterator[Requirement]:
        cap = rank.get("leg_cap") or {}
        if cap.get("mode") != "gate":
            return
        largest = Fraction(int(self.close.judged.figures.largest_leg()[number]), POINT)
        if largest > Fraction(cap["max_leg"]):
            yield Requirement(
                metric="leg_gv", wanted=str(cap["max_leg"]), counted=_shown(largest), met=False
            )

    def _short(self, number: int, condition: Part, rank: Part) -> Iterator[Requirement]:
        key = id(condition), id(rank)
        if key not in self._figures:
            self._figures[key] = self._figure(condition, rank)
        figure = self._figures[key]
        one = Figure(figure.values[number : number + 1], figure.unit)
        if not compared(one, condition)[0]:
            yield Requirement(
                metric=condition["metric"],
                wanted=str(condition["value"]),
                counted=_shown(Fraction(int(one.values[0]), figure.unit)),
                met=False,
            )

    def _figure(self, condition: Part, rank: Part) -> Figure:
        if condition["metric"] in {"legs_with_rank", "pgv"}:
            return self.close.judged.figure(condition)
        return rank_figure(self.close.judged.figures, condition, rank)


def _shown(figure: Fraction) -> str:
    """Of at most two decimals, as text."""
    whole, part = divmod(abs(int(figure * POINT)), POINT)
    text = f"{whole}.{part:02}".rstrip("0").rstrip(".")
    return f"-{text}" if figure < 0 and text != "0" else text
