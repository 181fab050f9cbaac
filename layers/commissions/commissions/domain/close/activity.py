"""Who is active: which no rank decides."""

import numpy as np

from commissions.domain.close.columns import NOT_GIVEN
from commissions.domain.close.conditions import compared, met, singles, wanted_words
from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.figures import OF_RANKS, MemberFigures, NotInColumns
from commissions.domain.close.terms import Part


def active_members(figures: MemberFigures) -> Mask:
    """By the plan, or as the facts say; nobody is not."""
    members = figures.period.members
    given = members.judged_active
    status = figures.terms.document.get("status")
    if status is None:
        judged = np.ones(given.size, dtype=bool)
    else:
        unjudged = (given[:-1] == NOT_GIVEN).any()
        if unjudged:
            check_window(status, status["active"], figures, "who is active (judged_active)")
        judged = by_condition(status["active"], figures) | kept_by_grace(figures)
    active = np.where(given == NOT_GIVEN, judged, given == 1)
    active[members.house] = False
    return active


def kept_by_grace(figures: MemberFigures) -> Mask:
    """Who was active, and stays so without the figures of the period: a status is not forgiven."""
    status = figures.terms.document.get("status") or {}
    grace, before = int(status.get("grace_periods") or 0), figures.period.members.periods_missed
    if not grace:
        return np.zeros(before.size, dtype=bool)

    def forgiven(condition: Part) -> Mask:
        if condition["metric"] == "status":
            return figures.period.members.status.among(wanted_words(condition))
        return np.ones(before.size, dtype=bool)

    may = met(status["active"], forgiven)
    return np.asarray((before != NOT_GIVEN) & (before < grace) & may)


def periods_missed(figures: MemberFigures) -> Places:
    """With this period; as it was where activity was given, or the plan asks for none."""
    members, status = figures.period.members, figures.terms.document.get("status")
    before, given = members.periods_missed, members.judged_active
    if status is None or (given[:-1] != NOT_GIVEN).all():
        return before
    more = np.where(before == NOT_GIVEN, NOT_GIVEN, before + 1)
    missed = np.where(by_condition(status["active"], figures), 0, more)
    return np.where(given == NOT_GIVEN, missed, before)


def lapsing(active: Mask, missed: Places, grace: int) -> Mask:
    """Who is active by grace alone, and by the period's end has none left. `missed`: for how many
    periods in a row, with this one; 0 of who has met it, NOT_GIVEN of who never was active."""
    return np.asarray(active & (missed > 0) & (missed >= grace) & (grace > 0))


def by_condition(condition: Part, figures: MemberFigures) -> Mask:
    """Who meets a condition that looks at no rank. Raises NotInColumns where it does."""

    def single(condition: Part) -> Mask:
        if condition["metric"] == "status":
            return figures.period.members.status.among(wanted_words(condition))
        if condition["metric"] in OF_RANKS:
            raise NotInColumns(f"{condition['metric']}: who is active cannot hang on ranks")
        return compared(figures.of(condition), condition)

    everybody = np.ones(figures.period.members.house + 1, dtype=bool)
    return everybody & met(condition, single)


def check_window(words: Part, condition: Part, figures: MemberFigures, given: str) -> None:
    """Raises NotInColumns where figures are of another period than the one that closes."""
    window, every = words.get("window"), figures.period.every
    asked = [each["metric"] for each in singles(condition)]
    of_period = [metric for metric in asked if metric not in {"status", "rank"}]
    if window not in (None, every) and of_period:
        raise NotInColumns(
            f"{of_period[0]} is of a {window}, and this is the close of a {every}: the facts have "
            f"to say {given}"
        )
