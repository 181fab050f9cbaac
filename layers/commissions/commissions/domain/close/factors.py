"""What a close leaves behind of what ties all its awards together: for what comes late."""

from collections.abc import Iterator, Sequence

import numpy as np

from commissions.domain.close.award_columns import AwardColumns
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.company_cap import cap_steps
from commissions.domain.close.exact import product
from commissions.domain.close.facts import AwardKey, CloseFactors
from commissions.domain.close.results import CompanyCap
from commissions.domain.close.told import key_texts

IN_FULL = (1, 1)


def told_factors(
    close: ClosingPeriod, paid: Sequence[AwardColumns], cap: CompanyCap
) -> CloseFactors:
    """`paid`: the awards of the close under the company's cap."""
    if close.period.kept is not None:
        return close.period.kept
    company = company_factors(close, cap)
    pairs = zip(close.awarded, paid, strict=True)
    extra = (key for each in pairs for key in _extra(*each, company[each[0].bonus], close))
    return CloseFactors(company=company, extra=frozenset(extra), pools=close.pools)


def company_factors(close: ClosingPeriod, cap: CompanyCap) -> dict[str, tuple[int, int]]:
    """By bonus, the C and T that its awards are scaled by; IN_FULL where they are not."""
    words = close.terms.document["caps"]["company"]
    company: dict[str, tuple[int, int]] = {}
    used_up = False
    for step in cap_steps(close.awarded, cap, words):
        used_up = used_up or step.total > step.limit
        factor = (step.limit, max(1, step.total)) if used_up else IN_FULL
        company |= dict.fromkeys(step.bonuses, factor)
    return company


def _extra(
    full: AwardColumns, paid: AwardColumns, factor: tuple[int, int], close: ClosingPeriod
) -> Iterator[AwardKey]:
    """Awards that were paid a unit more than their share rounded down."""
    if factor == IN_FULL:
        return
    shares = product(np.maximum(full.amount, 0), factor[0]) // factor[1]
    members, texts = close.period.members.ids, key_texts(full, close)
    for row in np.flatnonzero(paid.amount > shares).tolist():
        yield members[full.member[row]], full.bonus, int(full.level[row]), texts(row)
