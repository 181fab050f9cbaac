"""The company's cap: over everything, and last. `floor(amount x C / T)`, and a minor unit each to
the largest remainders; of equal ones to the member who enrolled first, never by place in a tree."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, Reason
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.exact import Places, Whole, scaled
from commissions.domain.close.results import CompanyCap
from commissions.domain.close.terms import POINT
from commissions.domain.close.told import key_texts


def company_limit(close: ClosingPeriod) -> int:
    """`max_pct` of the period's company volume, less what stands of its order-time awards; never
    below 0."""
    cap = close.terms.document["caps"]["company"]
    volume = Fraction(max(0, close.volumes.company(cap["of"])), POINT)
    most = int(volume * Fraction(cap["max_pct"]) * close.terms.minor)
    return max(0, most - close.period.sales.earned_in_all)


def under_company_cap(
    awards: Sequence[AwardColumns], close: ClosingPeriod
) -> tuple[list[AwardColumns], CompanyCap]:
    """Awards below 0 are not scaled, and make room."""
    words = close.terms.document["caps"]["company"]
    taken_back = sum(_total(np.maximum(-each.amount, 0)) for each in awards)
    raw = sum(_total(np.maximum(each.amount, 0)) for each in awards)
    cap = CompanyCap(limit=company_limit(close) + taken_back, raw=raw)
    enforce = words.get("enforce") or "report"
    if raw <= cap.limit or enforce == "report":
        return list(awards), cap
    if enforce == "priority":
        return _by_priority(awards, cap.limit, words["priority"], close), cap
    return _scaled(awards, cap.limit, raw, close), cap


def _total(amounts: Whole) -> int:
    return sum(amounts.tolist()) if amounts.dtype == object else int(amounts.sum())


def _by_priority(
    awards: Sequence[AwardColumns], limit: int, order: Sequence[str], close: ClosingPeriod
) -> list[AwardColumns]:
    """Bonuses in the order of the cap are paid in full; the one for which it no longer suffices is
    scaled, and those after it get nothing."""
    left = {each.bonus: each for each in awards}
    for bonus in [each for each in order if each in left]:
        total = _total(np.maximum(left[bonus].amount, 0))
        if total > limit:
            [left[bonus]] = _scaled([left[bonus]], limit, total, close)
        limit -= min(limit, total)
    return [left[each.bonus] for each in awards]


def _scaled(
    awards: Sequence[AwardColumns], limit: int, total: int, close: ClosingPeriod
) -> list[AwardColumns]:
    amounts = np.concatenate([np.maximum(each.amount, 0) for each in awards])
    shares, rests = scaled(amounts, limit, total)
    lucky = _largest(rests, limit - _total(shares), awards, close)
    shares[lucky] += 1
    ends = np.cumsum([each.size for each in awards])[:-1]
    return [_cut(each, share) for each, share in zip(awards, np.split(shares, ends), strict=True)]


def _cut(awards: AwardColumns, share: Whole) -> AwardColumns:
    amount = np.where(awards.amount > 0, share, awards.amount)
    reason = np.where(amount < awards.amount, int(Reason.CUT_BY_COMPANY), awards.reason)
    return replace(awards, amount=amount, reason=reason)


def _largest(
    rests: Whole, units: int, awards: Sequence[AwardColumns], close: ClosingPeriod
) -> Places:
    """The rows that get a unit more: a partition finds the least remainder that still does, and
    only those who have just that one are sorted."""
    if not units:
        return np.zeros(0, dtype=np.int64)
    least = np.partition(rests, rests.size - units)[rests.size - units]
    above = np.flatnonzero(rests > least)
    equal = np.flatnonzero(rests == least)
    first = sorted(equal.tolist(), key=_ties(awards, close))[: units - above.size]
    return np.concatenate([above, np.array(first, dtype=np.int64)])


def _ties(
    awards: Sequence[AwardColumns], close: ClosingPeriod
) -> Callable[[int], tuple[int, str, int, str]]:
    """The order of equal remainders: who enrolled first, then by bonus, level and source."""
    begins = np.cumsum([0, *(each.size for each in awards)])
    texts = [key_texts(each, close) for each in awards]
    numbers = close.period.members.enrolment

    def place(row: int) -> tuple[int, str, int, str]:
        which = int(np.searchsorted(begins, row, side="right")) - 1
        own, those = row - int(begins[which]), awards[which]
        number = int(numbers[those.member[own]])
        return number, those.bonus, int(those.level[own]), texts[which](own)

    return place
