"""What an order, or an amount, brings to a member under a bonus; and awards, each rounded once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.close.sheet import CloseSheet, Words
from commissions.domain.close.results import PeriodAward

ORDER, SOURCE, LEVEL = "order", "source", "level"
TOO_SMALL = "less than the smallest unit"
NOT_ACTIVE = "does not qualify in this period"
NOT_PAID = "the rank of the period is not paid this level"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A base that came to a member, and at what rate it is paid; not paid with a reason."""

    member: str
    """Empty where nobody was found."""
    level: int
    order: str = ""
    source: str = ""
    """The member at whom the base entered the tree."""
    rank: str = ""
    base: int
    """Hundredths of a point; for a bonus on money, minor units."""
    rate: Fraction
    """Of the base in points, or in money, with all factors of the bonus."""
    exact: Fraction | None = None
    """Money of the base currency, where it is no rate of the base."""
    reason: str = ""

    def money(self, unit: int) -> Fraction:
        """Before its rounding; `unit`: how many of the base are one of what the rate is of."""
        return Fraction(self.base, unit) * self.rate if self.exact is None else self.exact


def awards(
    bonus: Words, flows: Iterable[Flow], sheet: CloseSheet, *, of_money: bool = False
) -> list[PeriodAward]:
    """One award for each order, each source or each level, as the bonus says; rounded once."""
    mode = bonus.get("award", ORDER)
    found: dict[tuple[str, int, str, str], list[Flow]] = {}
    for flow in flows:
        source = {ORDER: flow.order, SOURCE: flow.source, LEVEL: ""}[mode]
        found.setdefault((flow.member, flow.level, source, flow.reason), []).append(flow)
    unit = sheet.minor if of_money else 100
    return [_award(bonus, key, together, sheet, unit) for key, together in found.items()]


def _award(
    bonus: Words,
    key: tuple[str, int, str, str],
    flows: list[Flow],
    sheet: CloseSheet,
    unit: int,
) -> PeriodAward:
    member, level, source, reason = key
    exact = sum((flow.money(unit) for flow in flows), Fraction(0))
    amount = 0 if reason else sheet.money(exact)
    return PeriodAward(
        bonus=bonus["id"],
        kind=bonus["kind"],
        member=member,
        level=level,
        source=source,
        rank=flows[0].rank,
        base=sum(flow.base for flow in flows),
        rate=shown_rate({flow.rate for flow in flows if flow.exact is None}),
        raw=amount,
        amount=amount,
        reason=reason or ("" if amount else TOO_SMALL),
    )


def shown_rate(rates: set[Fraction]) -> str:
    """The one rate as a decimal; empty where several were mixed, or it has no end."""
    if len(rates) != 1:
        return ""
    [rate] = rates
    scaled = rate * 10**12
    if scaled.denominator != 1:
        return ""
    text = f"{int(scaled):013d}"
    return f"{text[:-12]}.{text[-12:]}".rstrip("0").rstrip(".")


def by_member(awards: Iterable[PeriodAward]) -> Mapping[str, int]:
    """What each was given, in minor units."""
    sums: dict[str, int] = {}
    for award in awards:
        if award.member:
            sums[award.member] = sums.get(award.member, 0) + award.amount
    return sums
