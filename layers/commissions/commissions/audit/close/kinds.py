"""The kinds of bonuses that a close computes: a module each."""

from collections.abc import Callable, Mapping

from commissions.audit.close.context import Close
from commissions.audit.close.levels import level_awards
from commissions.audit.close.sheet import Words
from commissions.domain.close.results import PeriodAward

KINDS: Mapping[str, Callable[[Words, Close], list[PeriodAward]]] = {
    "levels": level_awards,
}
"""A new kind is a module and a line here."""
