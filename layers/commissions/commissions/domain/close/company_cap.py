"""The company's cap: over everything, and last. `floor(amount x C / T)`, and a minor unit each to
the largest remainders; of equal ones to the member who enrolled first, never by place in a tree."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, Reason
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.exact import Places, Whole, narrowed, plus, product, scaled
from commissions.domain.close.facts import CloseFactors
from commissions.domain.close.results import CompanyCap
from commissions.domain.close.terms import POINT, Part
from commissions.domain.close.told import key_texts, with_keys


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
    if close.period.kept is not None:
        return [_by_kept(each, close.period.kept, close) for each in awards], cap
    left = {each.bonus: each for each in awards}
    for step in cap_steps(awards, cap, words):
        those = [left[bonus] for bonus in step.bonuses]
        if step.total > step.limit:
            found = _scaled(those, step.limit, step.total, close)
            left |= {each.bonus: each for each in found}
    return [left[each.bonus] for each in awards], cap


def _by_kept(awards: AwardColumns, kept: CloseFactors, close: ClosingPeriod) -> AwardColumns:
    """Every award by the factor of an earlier close; what that leaves is the company's."""
    limit, total = kept.company[awards.bonus]
    full = np.maximum(awards.amount, 0)
    shares = plus(narrowed(product(full, limit) // total), with_keys(awards, kept.extra, close))
    return _cut(awards, np.minimum(full, shares))


@dataclass(frozen=True, slots=True)
class CapStep:
    """Bonuses that are scaled together, what they come to, and what there is for them."""

    bonuses: Sequence[str]
    total: int
    limit: int


def cap_steps(awards: Sequence[AwardColumns], cap: CompanyCap, words: Part) -> Iterator[CapStep]:
    """All at once, or one after the other as the plan's `priority` has them: in full, until it no
    longer suffices. A bonus that it leaves out is the last."""
    enforce = words.get("enforce") or "report"
    bonuses = [each.bonus for each in awards]
    if enforce != "priority":
        yield CapStep(bonuses, cap.raw, cap.limit if enforce == "pro_rata" else cap.raw)
        return
    totals = {each.bonus: _total(np.maximum(each.amount, 0)) for each in awards}
    limit = cap.limit
    for bonus in dict.fromkeys([*words["priority"], *bonuses]):
        if bonus in totals:
            yield CapStep([bonus], totals[bonus], limit)
            limit -= min(limit, totals[bonus])


def _total(amounts: Whole) -> int:
    return sum(amounts.tolist()) if amounts.dtype == object else int(amounts.sum())


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
