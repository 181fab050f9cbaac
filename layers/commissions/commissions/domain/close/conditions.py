"""Who meets a condition of a plan, everybody at once."""

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from math import ceil, floor
from operator import and_, or_

import numpy as np

from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.figures import Figure
from commissions.domain.close.terms import Part

Single = Callable[[Part], Mask]
"""Who meets a condition that is not made of others."""


def met(condition: Part, single: Single) -> Mask:
    """By single conditions. Every one of none is met by all, and any of none by nobody: the plan's
    schema refuses the second."""
    if "all" in condition:
        return _together(
            and_, [np.asarray(True), *(met(each, single) for each in condition["all"])]
        )
    if "any" in condition:
        return _together(or_, [met(each, single) for each in condition["any"]])
    return single(condition)


def _together(operator: Callable[[Mask, Mask], Mask], masks: list[Mask]) -> Mask:
    return np.asarray(reduce(operator, masks))


def compared(figure: Figure, condition: Part, rows: Places | slice = slice(None)) -> Mask:
    """Whether the figures of some rows reach what is asked for, exactly."""
    values = figure.values[rows]
    if condition["op"] == "between":
        low, high = (Fraction(each) * figure.unit for each in condition["value"])
        return (values >= ceil(low)) & (values <= floor(high))
    return _compared(values, condition["op"], Fraction(condition["value"]) * figure.unit)


def _compared(values: Whole, operator: str, asked: Fraction) -> Mask:
    if operator == ">=":
        return np.asarray(values >= ceil(asked))
    if operator == ">":
        return np.asarray(values > floor(asked))
    if asked.denominator != 1:
        return np.zeros(values.shape, dtype=bool)
    return np.asarray(values == int(asked))


def singles(condition: Part) -> list[Part]:
    """The single conditions of one that is made of others."""
    for word in ("all", "any"):
        if word in condition:
            return [single for each in condition[word] for single in singles(each)]
    return [condition]


def wanted_words(condition: Part) -> list[str]:
    """The words that a condition of status or rank accepts."""
    value = condition["value"]
    return list(value) if condition["op"] == "in" else [value]
