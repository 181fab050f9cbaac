"""A condition as people say it: `pv at least 100 and 2 active legs or more`."""

from collections.abc import Mapping

from commissions.plan_schema.conditions import (
    AnyCondition,
    BinaryLeg,
    ConditionWords,
    EnrolledActive,
    EveryCondition,
    LegsWithRank,
    OwnVolume,
    PlainFigure,
    RankIs,
    SeveralPeriods,
    Single,
    StatusIs,
)

NAMES: Mapping[str, str] = {
    "gv": "group volume",
    "pgv": "group volume up to the next leaders, by the lines of the period's end,",
    "leg_gv": "the largest leg's volume",
    "active_legs": "active legs",
    "customers": "customers who bought",
    "retail_volume": "volume of customers",
    "order_in_period": "orders in the period",
    "days_since_enrol": "days since enrolment",
    "months_since_enrol": "full months since enrolment",
}
_OPS = {">=": "at least", ">": "more than", "=": "exactly"}


def condition_text(condition: ConditionWords) -> str:
    match condition:
        case EveryCondition():
            return _joined(condition.all, " and ") or "everybody"
        case AnyCondition():
            return _joined(condition.any, " or ")
    return _single(condition)


def _joined(conditions: tuple[ConditionWords, ...], word: str) -> str:
    nested = EveryCondition | AnyCondition
    found = [
        f"({condition_text(each)})" if isinstance(each, nested) else condition_text(each)
        for each in conditions
    ]
    return word.join(found)


def _single(condition: Single) -> str:
    match condition:
        case StatusIs() | RankIs():
            return _named(condition)
        case LegsWithRank():
            where = "anywhere in them" if condition.search == "any_level" else "at their head"
            least = f" and {condition.min_leg_gv} volume" if condition.min_leg_gv else ""
            return f"legs with {condition.rank} {where}{least} {_figure(condition)}"
        case EnrolledActive():
            side = {"each": " on each side", None: ""}.get(
                condition.side, f" on the {condition.side}"
            )
            return f"personally enrolled active ones{side} {_figure(condition)}"
        case BinaryLeg():
            return f"the {condition.side} leg {_figure(condition)}"
    return f"{NAMES.get(condition.metric, condition.metric)} {_figure(condition)}"


def _named(condition: StatusIs | RankIs) -> str:
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    words = " or ".join(values)
    return f"{condition.metric} {words}" + (" or higher" if condition.op == ">=" else "")


def _figure(
    condition: OwnVolume | PlainFigure | LegsWithRank | EnrolledActive | BinaryLeg,
) -> str:
    window = condition.window
    over = ""
    if isinstance(window, SeveralPeriods):
        how = "in any of" if window.of == "any" else "in all of"
        over = f" {how} {window.periods} periods"
    if isinstance(condition.value, tuple):
        return f"from {condition.value[0]} to {condition.value[1]}{over}"
    return f"{_OPS[condition.op]} {condition.value}{over}"
