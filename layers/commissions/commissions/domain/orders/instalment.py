"""One unit that several orders pay for: which stretch of it each of them pays.

A stretch begins where what was paid before ends, so that the rounded points of a deposit and of its
balance add up to those of one order (docs/decisions.md).
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_ALL = Fraction(1)


@dataclass(frozen=True, slots=True)
class WholeLine:
    """What a line costs in all of which an order pays a part, as the order says that sold it."""

    line_id: str
    """Of the line that pays the part."""
    full: int
    """Net of the whole line, in minor units; more than 0."""
    qty: Decimal
    """Units that the whole line has."""
    paid_before: int
    """Net that was paid with the order that sold it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Of so many units the stretch that a line pays for, as shares of them."""

    qty: Fraction
    begin: Fraction
    end: Fraction


def stretch_of(net: int, whole: WholeLine) -> Stretch:
    """Never beyond the whole: an instalment above the full price adds no points to it."""
    begin = min(_ALL, Fraction(whole.paid_before, whole.full))
    end = min(_ALL, begin + Fraction(net, whole.full))
    return Stretch(Fraction(whole.qty), begin, end)
