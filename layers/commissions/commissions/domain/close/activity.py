"""Who is active: which no rank decides."""

import numpy as np

from commissions.domain.close.columns import NOT_GIVEN
from commissions.domain.close.conditions import compared, met, singles, wanted_words
from commissions.domain.close.exact import Mask
from commissions.domain.close.figures import OF_RANKS, Figures, NotInColumns
from commissions.domain.close.terms import Part


def active_members(figures: Figures) -> Mask:
    """By the plan, or as the facts say; nobody is not."""
    members = figures.period.members
    given = members.judged_active
    status = figures.terms.document.get("status")
    if status is None:
        judged = np.ones(given.size, dtype=bool)
    else:
        _check_window(status, figures)
        judged = by_condition(status["active"], figures)
    active = np.where(given == NOT_GIVEN, judged, given == 1)
    active[members.house] = False
    return active


def by_condition(condition: Part, figures: Figures) -> Mask:
    """Who meets a condition that looks at no rank. Raises NotInColumns where it does."""

    def single(condition: Part) -> Mask:
        if condition["metric"] == "status":
            return figures.period.members.status.among(wanted_words(condition))
        if condition["metric"] in OF_RANKS:
            raise NotInColumns(f"{condition['metric']}: who is active cannot hang on ranks")
        return compared(figures.of(condition), condition)

    everybody = np.ones(figures.period.members.house + 1, dtype=bool)
    return everybody & met(condition, single)


def _check_window(status: Part, figures: Figures) -> None:
    window, every = status.get("window"), figures.period.every
    asked = [each["metric"] for each in singles(status["active"]) if each["metric"] != "status"]
    given = figures.period.members.judged_active[:-1]
    if window not in (None, every) and asked and (given == NOT_GIVEN).any():
        raise NotInColumns(
            f"{asked[0]} is of a {window}, and this is the close of a {every}: the facts have to "
            "say who is active (judged_active)"
        )
