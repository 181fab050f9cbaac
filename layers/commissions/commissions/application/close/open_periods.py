"""Which open periods of a plan can be estimated: of each kind the next one to be closed."""

from commissions.application.close.calendar import ClosingSpan, after, closing_span
from commissions.domain.periods.record import CLOSED, INCOMPLETE
from commissions.tables import periods

LOOKED_AHEAD = 40
"""More periods than the shortest kind has before the longest one ends."""


class NotToBeEstimated(ValueError):
    """A period that no estimate is made of; says why, and of which there is one."""


def oldest_open(plan: str) -> ClosingSpan | None:
    """The period that the plan closes next; nothing before the first one, which a person says, and
    while one is being closed, from which the next goes on."""
    records = periods.of_plan(plan)
    if not records:
        return None
    last = records[-1]
    if last.state == CLOSED:
        return after(closing_span(last.period))
    return closing_span(last.period) if last.state == INCOMPLETE else None


def check_open(closing: ClosingSpan) -> None:
    """Of each kind of period the next one to be closed. Raises NotToBeEstimated."""
    plan = closing.plan.plan_id
    records = periods.of_plan(plan)
    if not records:
        return
    first = oldest_open(plan)
    if first is None:
        raise NotToBeEstimated(
            f"{records[-1].period} is {records[-1].state}: what follows it is estimated once it is "
            "closed"
        )
    following = {each.span.every: each for each in next_of_each_kind(first)}
    found = following.get(closing.span.every)
    if found is None or found.period != closing.period:
        those = ", ".join(str(each.period) for each in following.values())
        raise NotToBeEstimated(
            f"{closing.period} is not the next to be closed: estimates are made of {those}"
        )


def next_of_each_kind(first: ClosingSpan) -> list[ClosingSpan]:
    """Of each kind of period that a plan closes the next one, `first` among them."""
    found: dict[str, ClosingSpan] = {}
    following: ClosingSpan | None = first
    for _ in range(LOOKED_AHEAD):
        if following is None:
            break
        found.setdefault(following.span.every, following)
        following = after(following)
    return list(found.values())
