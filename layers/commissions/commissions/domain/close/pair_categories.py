"""Which of its amounts a pair pays: alike to all, by height of rank, or by an own volume."""

from bisect import bisect_right

import numpy as np

from commissions.domain.close.binary_rule import EVERYBODY, MatchRule
from commissions.domain.close.exact import Places


def categories(rule: MatchRule, paid_by: Places) -> Places:
    """`paid_by`: by member, the height of rank, or the own volume in hundredths."""
    if not rule.paid_by:
        return np.full_like(paid_by, EVERYBODY)
    if rule.paid_by == "rank":
        return paid_by
    return np.searchsorted(np.array(rule.figures), paid_by, side="right")


def category_of(rule: MatchRule, paid_by: int) -> int:
    """The same for one member."""
    if not rule.paid_by:
        return EVERYBODY
    return paid_by if rule.paid_by == "rank" else bisect_right(rule.figures, paid_by)
