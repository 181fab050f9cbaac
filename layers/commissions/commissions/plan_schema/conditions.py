"""Who qualifies: `{all: [...]}`, `{any: [...]}` or `{metric, op, value}`, without any code."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator

from commissions.plan_schema.words import (
    BY_SHAPE,
    Figure,
    Name,
    PeriodName,
    PlanWords,
    RankName,
    refused,
)

Unit = Literal["pv", "bv", "cv", "qv"]
PlainMetric = Literal[
    "gv",
    "pgv",
    "leg_gv",
    "active_legs",
    "customers",
    "retail_volume",
    "order_in_period",
    "days_since_enrol",
    "months_since_enrol",
]
AT_ORDER = frozenset({"status", "rank"})
"""The metrics that are known when an order is paid; the others are known at the close."""
VOLUMES = frozenset({*get_args(Unit), "gv", "pgv", "leg_gv", "retail_volume", "binary_leg"})
"""The metrics that nobody reaches without products being sold."""


class SeveralPeriods(PlanWords):
    """Several periods: any of them reaches the figure, or all together do."""

    periods: Annotated[int, Field(strict=True, ge=1, le=36)]
    of: Literal["any", "sum"]


ConditionWindow = Annotated[
    Annotated[PeriodName, Tag("text")] | Annotated[SeveralPeriods, Tag("map")], BY_SHAPE
]


class _FigureCondition(PlanWords):
    op: Literal[">=", ">", "=", "between"]
    value: Annotated[
        Annotated[Figure, Tag("text")] | Annotated[tuple[Figure, Figure], Tag("list")], BY_SHAPE
    ]
    """Two of them with `between`, both within."""
    window: ConditionWindow | None = None

    @field_validator("value")
    @classmethod
    def _as_many(cls, value: object, info: ValidationInfo) -> object:
        return _as_many(value, info.data.get("op"), several="between", what="two numbers")


class OwnVolume(_FigureCondition):
    metric: Unit


class PlainFigure(_FigureCondition):
    metric: PlainMetric


class LegsWithRank(_FigureCondition):
    """Legs that have somebody of a rank; with `min_leg_gv` only legs of that volume."""

    metric: Literal["legs_with_rank"]
    rank: RankName
    search: Literal["front_line", "any_level"]
    min_leg_gv: Figure | None = None


class EnrolledActive(_FigureCondition):
    """Personally enrolled distributors who are active; `each`: on each side of the binary."""

    metric: Literal["enrolled_active"]
    side: Literal["each", "left", "right"] | None = None


class BinaryLeg(_FigureCondition):
    metric: Literal["binary_leg"]
    side: Literal["left", "right", "weak", "strong"]


class StatusIs(PlanWords):
    metric: Literal["status"]
    op: Literal["in", "="]
    value: Annotated[
        Annotated[Name, Tag("text")] | Annotated[tuple[Name, ...], Tag("list")], BY_SHAPE
    ]
    """A list with `in`."""

    @field_validator("value")
    @classmethod
    def _as_many(cls, value: object, info: ValidationInfo) -> object:
        return _as_many(value, info.data.get("op"), several="in", what="a list")


class RankIs(PlanWords):
    metric: Literal["rank"]
    op: Literal["in", "=", ">="]
    value: Annotated[
        Annotated[RankName, Tag("text")] | Annotated[tuple[RankName, ...], Tag("list")], BY_SHAPE
    ]

    @field_validator("value")
    @classmethod
    def _as_many(cls, value: object, info: ValidationInfo) -> object:
        return _as_many(value, info.data.get("op"), several="in", what="a list")


class EveryCondition(PlanWords):
    all: "tuple[ConditionWords, ...]"


class AnyCondition(PlanWords):
    any: "tuple[ConditionWords, ...]"

    @field_validator("any")
    @classmethod
    def _of_something(cls, value: "tuple[ConditionWords, ...]") -> "tuple[ConditionWords, ...]":
        if not value:
            raise refused("any of nothing qualifies nobody")
        return value


Single = OwnVolume | PlainFigure | LegsWithRank | EnrolledActive | BinaryLeg | StatusIs | RankIs
"""A condition that is not made of others."""


def _as_many(value: object, op: object, *, several: str, what: str) -> object:
    """Holds a value to its operator: several with one, a single with the others."""
    if op == several and not isinstance(value, tuple):
        raise refused(f"has to be {what} with op: {several}")
    if op not in (several, None) and isinstance(value, tuple):
        raise refused(f"has to be a single value with op: {op}")
    return value


_FORMS: dict[str, type[PlanWords]] = {
    **dict.fromkeys(get_args(Unit), OwnVolume),
    **dict.fromkeys(get_args(PlainMetric), PlainFigure),
    "legs_with_rank": LegsWithRank,
    "enrolled_active": EnrolledActive,
    "binary_leg": BinaryLeg,
    "status": StatusIs,
    "rank": RankIs,
}
METRICS = tuple(_FORMS)


def _form(value: Any) -> str:
    """Which form of a condition a part of a document is meant to be."""
    if not isinstance(value, dict):
        return "PlainFigure"
    for word, form in (("all", EveryCondition), ("any", AnyCondition)):
        if word in value:
            return form.__name__
    return _FORMS.get(str(value.get("metric")), PlainFigure).__name__


type ConditionWords = Annotated[
    Annotated[EveryCondition, Tag("EveryCondition")]
    | Annotated[AnyCondition, Tag("AnyCondition")]
    | Annotated[OwnVolume, Tag("OwnVolume")]
    | Annotated[PlainFigure, Tag("PlainFigure")]
    | Annotated[LegsWithRank, Tag("LegsWithRank")]
    | Annotated[EnrolledActive, Tag("EnrolledActive")]
    | Annotated[BinaryLeg, Tag("BinaryLeg")]
    | Annotated[StatusIs, Tag("StatusIs")]
    | Annotated[RankIs, Tag("RankIs")],
    Discriminator(_form),
]


def parts(condition: ConditionWords) -> Iterator[tuple[str, Single]]:
    """The single conditions that one is made of, each with the path to it."""
    if not isinstance(condition, EveryCondition | AnyCondition):
        yield "", condition
        return
    word = "all" if isinstance(condition, EveryCondition) else "any"
    for place, each in enumerate(getattr(condition, word)):
        for path, single in parts(each):
            yield f".{word}[{place}]{path}", single


def metrics(condition: ConditionWords | None) -> frozenset[str]:
    """Everything that a condition looks at."""
    found = parts(condition) if condition else ()
    return frozenset(single.metric for _, single in found)


def needs_volume(condition: ConditionWords) -> bool:
    """Whether nobody meets a condition without products being sold."""
    match condition:
        case EveryCondition():
            return any(map(needs_volume, condition.all))
        case AnyCondition():
            return all(map(needs_volume, condition.any))
        case StatusIs() | RankIs():
            return False
    least = condition.value[0] if isinstance(condition.value, tuple) else condition.value
    above_nothing = bool(Decimal(least)) or condition.op == ">"
    return condition.metric in VOLUMES and above_nothing
