"""Who qualifies: `{all: [...]}`, `{any: [...]}` or `{metric, op, value}`, without any code."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from commissions.plan_schema.words import Figure, Name, PlanWords

NumberOp = Literal[">=", ">", "=", "between"]


class Window(PlanWords):
    """Several periods: any of them reaches the figure, or all together do."""

    periods: Annotated[int, Field(ge=1, le=36)]
    of: Literal["any", "sum"]


class _Figures(PlanWords):
    op: NumberOp
    value: Figure | tuple[Figure, Figure]
    """Two of them with `between`, both within."""
    window: Name | Window | None = None


class OwnVolume(_Figures):
    metric: Literal["pv", "bv", "cv", "qv"]


class PlainFigure(_Figures):
    metric: Literal[
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


class LegsWithRank(_Figures):
    """Legs that have somebody of a rank; with `min_leg_gv` only legs of that volume."""

    metric: Literal["legs_with_rank"]
    rank: Name
    search: Literal["front_line", "any_level"]
    min_leg_gv: Figure | None = None


class EnrolledActive(_Figures):
    """Personally enrolled distributors who are active; `each`: on each side of the binary."""

    metric: Literal["enrolled_active"]
    side: Literal["each", "left", "right"] | None = None


class BinaryLeg(_Figures):
    metric: Literal["binary_leg"]
    side: Literal["left", "right", "weak", "strong"]


class StatusIs(PlanWords):
    metric: Literal["status"]
    op: Literal["in", "="]
    value: Name | tuple[Name, ...]


class RankIs(PlanWords):
    metric: Literal["rank"]
    op: Literal["in", "=", ">="]
    value: Name | tuple[Name, ...]


class AllOf(PlanWords):
    all: "tuple[Condition, ...]"


class AnyOf(PlanWords):
    any: "Annotated[tuple[Condition, ...], Field(min_length=1)]"


def _form(value: Any) -> str | None:
    """Which form of a condition a part of a document is meant to be."""
    if not isinstance(value, dict):
        return type(value).__name__ if isinstance(value, PlanWords) else None
    for word, form in (("all", "AllOf"), ("any", "AnyOf")):
        if word in value:
            return form
    return _FORMS.get(str(value.get("metric")), "PlainFigure")


_FORMS = {
    **dict.fromkeys(("pv", "bv", "cv", "qv"), "OwnVolume"),
    "legs_with_rank": "LegsWithRank",
    "enrolled_active": "EnrolledActive",
    "binary_leg": "BinaryLeg",
    "status": "StatusIs",
    "rank": "RankIs",
}

Condition = Annotated[
    Annotated[AllOf, Tag("AllOf")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[OwnVolume, Tag("OwnVolume")]
    | Annotated[PlainFigure, Tag("PlainFigure")]
    | Annotated[LegsWithRank, Tag("LegsWithRank")]
    | Annotated[EnrolledActive, Tag("EnrolledActive")]
    | Annotated[BinaryLeg, Tag("BinaryLeg")]
    | Annotated[StatusIs, Tag("StatusIs")]
    | Annotated[RankIs, Tag("RankIs")],
    Discriminator(_form),
]
