"""The engine that worked examples are run through."""

from collections.abc import Sequence
from typing import Any

from commissions.audit.close import corrections as late
from commissions.audit.close import engine
from commissions.audit.close.context import Close, close_of
from commissions.domain.close import corrections as after_close
from commissions.domain.close import engine as columns
from commissions.domain.close.facts import LateReturn, PeriodFacts
from commissions.domain.close.results import CloseResult, PeriodAward


class EnginesDiffer(ValueError):
    """The close in columns pays otherwise than the naive one."""


def closed(document: dict[str, Any], facts: PeriodFacts) -> CloseResult:
    """What a period comes to, by the close in columns; the naive one has to agree. Raises as the
    engines do, or EnginesDiffer."""
    found, check = columns.closed(document, facts), engine.closed(document, facts)
    if _paid(found) != _paid(check):
        raise EnginesDiffer("the close in columns and the naive close do not pay the same")
    return found


def _paid(result: CloseResult) -> list[PeriodAward]:
    return [award for award in result.awards if award.amount]


def corrections(
    document: dict[str, Any], facts: PeriodFacts, returns: Sequence[LateReturn]
) -> list[PeriodAward]:
    """What comes back of a closed period, as lines of the next run; both engines have to agree."""
    found = after_close.corrections(
        document, facts, after_close.sales_now(document, facts, returns)
    )
    if found != late.corrections(document, facts, returns):
        raise EnginesDiffer("the corrections in columns and the naive ones are not the same")
    return found


def figures(document: dict[str, Any], facts: PeriodFacts) -> Close:
    """The figures that awards and ranks are judged by, where an example is about these."""
    return close_of(document, facts)


class NotComputed(Exception):
    """An example, or a part of one, that is no plan's computation; the reason is its text."""
