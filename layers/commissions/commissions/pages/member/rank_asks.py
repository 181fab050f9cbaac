"""What a rank asks for beside what there is of it: figures and how far they are reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.periods.rank_standing import RankRequirement, RankStanding
from commissions.pages.charts import WHOLE, Meter, meter

UNITS = frozenset({"pv", "bv", "cv", "qv"})
VOLUMES = UNITS | {"gv", "pgv", "leg_gv", "retail_volume", "binary_leg"}
WORDS = frozenset({"status", "rank"})
POINT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFigure:
    """One thing that is asked for; volumes in hundredths of a point, all else in whole numbers."""

    told: RankRequirement
    is_volume: bool
    unit: str
    need: int
    need_most: int
    """With `between` the upper end; 0 without one."""
    have: int
    is_counted: bool
    """Whether anything says what there is of it."""
    real: int
    """Before a leg is cut off at what of it counts."""
    min_leg: int
    """What a leg has to have to be counted at all; 0 where any is."""
    chart: Meter

    @property
    def is_word(self) -> bool:
        return self.told.metric in WORDS

    @property
    def metric(self) -> str:
        """The id of its words."""
        return "own" if self.told.metric in UNITS else self.told.metric

    @property
    def missing(self) -> int:
        return max(0, self.need - self.have)

    @property
    def is_cut(self) -> bool:
        return self.is_counted and self.real > self.have

    @property
    def share(self) -> int:
        """In thousandths, at most all of it."""
        if self.is_word or not self.is_counted:
            return WHOLE if self.told.met else 0
        return max(0, min(WHOLE, self.have * WHOLE // self.need)) if self.need > 0 else WHOLE


def asks(standing: RankStanding | None, told: Sequence[RankRequirement]) -> tuple[AskedFigure, ...]:
    return tuple(_asked(each, standing) for each in told)


def _asked(told: RankRequirement, standing: RankStanding | None) -> AskedFigure:
    is_volume = told.metric in VOLUMES
    needs = (
        []
        if told.metric in WORDS
        else [whole(each, is_volume=is_volume) for each in _numbers(told)]
    )
    is_counted = bool(told.counted) and told.metric not in WORDS
    have = whole(told.counted, is_volume=is_volume) if is_counted else 0
    real = standing.group if standing and told.metric == "gv" and is_counted else have
    need = needs[0] if needs else 0
    return AskedFigure(
        told=told,
        is_volume=is_volume,
        unit=_unit(told, standing) if is_volume else "",
        need=need,
        need_most=needs[1] if len(needs) > 1 else 0,
        have=have,
        is_counted=is_counted,
        real=max(real, have),
        min_leg=whole(told.of.get("min_leg_gv", "0"), is_volume=True),
        chart=meter(max(real, have), need, counted=have),
    )


def _numbers(told: RankRequirement) -> list[str]:
    return told.wanted.split(", ")


def whole(text: str, *, is_volume: bool) -> int:
    return int(Fraction(text) * (POINT if is_volume else 1))


def _unit(told: RankRequirement, standing: RankStanding | None) -> str:
    if told.metric in UNITS:
        return told.metric
    return standing.unit if standing else ""
