"""The company's cap, over everything and last; and the factors that it leaves behind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from commissions.audit.close.caps import NO_MORE
from commissions.audit.close.context import Close
from commissions.domain.close.facts import AwardKey, CloseFactors
from commissions.domain.close.results import CompanyCap, PeriodAward

IN_FULL = (1, 1)


@dataclass(frozen=True, slots=True)
class _SharedOut:
    """Bonuses that are scaled together, and what there is for them."""

    bonuses: list[str]
    awards: list[PeriodAward]
    limit: int

    @property
    def total(self) -> int:
        return _total(self.awards)


def company_limit(close: Close) -> int:
    """`max_pct` of the period's company volume, less what stands of its order-time awards; never
    below 0."""
    cap = close.sheet.document["caps"]["company"]
    volume = Fraction(max(0, close.volumes.company(cap["of"])), 100)
    most = int(volume * Fraction(cap["max_pct"]) * close.sheet.minor)
    earned = sum(amount for sale in close.facts.sales for amount in sale.earned.values())
    return max(0, most - earned)


def company_cap(awards: list[PeriodAward], close: Close) -> CompanyCap:
    """What the close may pay, and what it would. Awards below 0 make room."""
    taken_back = -sum(each.amount for each in awards if each.amount < 0)
    return CompanyCap(limit=company_limit(close) + taken_back, raw=_total(awards))


def under_company_cap(
    awards: list[PeriodAward], cap: CompanyCap, close: Close
) -> list[PeriodAward]:
    """Awards below 0 are not scaled. Where the factors of an earlier close are kept, each award is
    paid by those, and the rest is the company's."""
    if close.facts.kept is not None:
        return [_by_kept(each, close.facts.kept) for each in awards]
    steps = _steps(awards, cap, close)
    return [each for step in steps for each in _scaled(step.awards, step.limit, close)]


def company_factors(
    awards: list[PeriodAward], paid: list[PeriodAward], cap: CompanyCap, close: Close
) -> CloseFactors:
    """C and T of each bonus of the close, and which awards got a unit more than `amount x C // T`.
    `awards`: before the company's cap, `paid`: under it."""
    if close.facts.kept is not None:
        return close.facts.kept
    factors: dict[str, tuple[int, int]] = {}
    used_up = False
    for step in _steps(awards, cap, close):
        used_up = used_up or step.total > step.limit
        factor = (step.limit, max(1, step.total)) if used_up else IN_FULL
        factors |= dict.fromkeys(step.bonuses, factor)
    return CloseFactors(company=factors, extra=_extra(awards, paid, factors), pools=close.pools)


def _extra(
    awards: list[PeriodAward], paid: list[PeriodAward], factors: Mapping[str, tuple[int, int]]
) -> frozenset[AwardKey]:
    before = {each.key: each.amount for each in awards if each.amount > 0}
    return frozenset(
        each.key
        for each in paid
        if each.amount > 0 and each.amount > _share(before[each.key], factors[each.bonus])
    )


def _share(amount: int, factor: tuple[int, int]) -> int:
    return amount * factor[0] // factor[1]


def _by_kept(award: PeriodAward, kept: CloseFactors) -> PeriodAward:
    if award.amount <= 0:
        return award
    amount = _share(award.amount, kept.company[award.bonus]) + (award.key in kept.extra)
    return _less(award, min(award.amount, amount))


def _steps(awards: list[PeriodAward], cap: CompanyCap, close: Close) -> Iterator[_SharedOut]:
    """All bonuses of the close at once; or, by `priority`, one after the other, each in full until
    it no longer suffices. A bonus that the plan's order leaves out is the last."""
    words = close.sheet.document["caps"]["company"]
    bonuses = [str(each["id"]) for each in close.sheet.bonuses(close.facts.every)]
    enforce = words.get("enforce", "report")
    if enforce != "priority":
        yield _SharedOut(bonuses, awards, cap.limit if enforce == "pro_rata" else cap.raw)
        return
    limit = cap.limit
    for bonus in dict.fromkeys([*words["priority"], *bonuses]):
        if bonus in bonuses:
            step = _SharedOut([bonus], [each for each in awards if each.bonus == bonus], limit)
            yield step
            limit -= min(limit, step.total)


def _total(awards: list[PeriodAward]) -> int:
    return sum(each.amount for each in awards if each.amount > 0)


def _scaled(awards: list[PeriodAward], limit: int, close: Close) -> list[PeriodAward]:
    """`floor(amount x limit / all)`, and a minor unit each to the largest remainders; of equal ones
    to the member who enrolled first, then by bonus and level."""
    positive = [each for each in awards if each.amount > 0]
    total = sum(each.amount for each in positive)
    if total <= limit:
        return awards

    def rank(award: PeriodAward) -> tuple[int, int, tuple[object, ...]]:
        key = (award.bonus, award.level, award.source)
        return -(award.amount * limit % total), close.people.numbers[award.member], key

    left = limit - sum(_share(each.amount, (limit, total)) for each in positive)
    lucky = {each.key for each in sorted(positive, key=rank)[:left]}
    return [
        _less(each, _share(each.amount, (limit, total)) + (each.key in lucky))
        if each.amount > 0
        else each
        for each in awards
    ]


def _less(award: PeriodAward, amount: int) -> PeriodAward:
    reason = NO_MORE.format(of="company") if amount < award.amount else award.reason
    return replace(award, amount=amount, reason=reason)
