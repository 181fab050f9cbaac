"""Payouts: each with how far it has come, and how it came to what is paid."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from commissions.domain.money import Money
from commissions.domain.payouts.payout import (
    APPROVED,
    FAILED,
    PLANNED,
    RETURNED,
    SENT,
    SETTLED,
    Payout,
)
from commissions.pages.addresses import part_of
from commissions.pages.frame import Frame, page, sheet
from commissions.pages.numbers import decimal

TEMPLATE, ONE = "member/payouts.html", "member/payout.html"
TONES = {
    PLANNED: "plain",
    APPROVED: "plain",
    SENT: "warn",
    SETTLED: "good",
    FAILED: "bad",
    RETURNED: "bad",
}
_CAME = (PLANNED, APPROVED, SENT, SETTLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A fee or a deduction; below zero."""

    name: str
    """Empty of the fee."""
    share: Decimal
    """Of what was taken; 0 of the fee."""
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutShown:
    batch: str
    address: str
    as_of: datetime
    state: str
    tone: str
    why: str
    earned: Money
    held: Money
    moved: Money
    unpaid: Money
    debt: Money
    offset: Money
    carried: Money
    taken: Money
    kept: tuple[Kept, ...]
    net: Money
    paid: Money
    rate: Decimal | None
    """How much of what was earned one unit of the payee's currency costs; None where both are
    one."""
    rate_day: date | None
    rate_source: str
    steps: tuple[tuple[str, date | datetime | None, bool], ...]
    """State, when if it is known, and whether it is where the payout stands."""

    @property
    def is_over(self) -> bool:
        """Whether nothing of it was paid, or all of it came back."""
        return self.state in {FAILED, RETURNED}


@dataclass(frozen=True, slots=True)
class PayoutsView:
    payouts: tuple[PayoutShown, ...]


def payouts(found: Iterable[Payout]) -> PayoutsView:
    return PayoutsView(tuple(map(payout, found)))


def payout(found: Payout) -> PayoutShown:
    def of(minor: int) -> Money:
        return Money(minor, found.currency)

    return PayoutShown(
        batch=found.batch,
        address=f"/app/money/payouts/{part_of(found.batch)}",
        as_of=found.as_of,
        state=found.state,
        tone=TONES[found.state],
        why=found.why,
        earned=of(found.earned),
        held=of(found.held),
        moved=of(found.moved),
        unpaid=of(found.unpaid),
        debt=of(found.debt),
        offset=of(found.offset),
        carried=of(found.carried),
        taken=of(found.taken),
        kept=tuple(_kept(found)),
        net=of(found.net),
        paid=Money(found.paid, found.paid_in),
        rate=found.rate if found.rate_day else None,
        rate_day=date.fromisoformat(found.rate_day) if found.rate_day else None,
        rate_source=found.rate_source,
        steps=tuple(_steps(found)),
    )


def render(view: PayoutsView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view)


def render_one(view: PayoutShown, frame: Frame, *, in_sheet: bool) -> str:
    rate, goes_to = rate_text(view, frame), frame.text("money.paid-out")
    return (sheet if in_sheet else page)(ONE, frame, view=view, rate=rate, goes_to=goes_to)


def rate_text(view: PayoutShown, frame: Frame) -> str:
    """Empty where it is paid in what was earned in."""
    return _written(view.rate, frame.text.written) if view.rate is not None else ""


def _written(rate: Decimal, language: str) -> str:
    """With all its digits."""
    exact = Decimal(f"{rate.normalize():f}")
    places = -int(exact.as_tuple().exponent)
    return decimal(exact, places, language)


def _kept(found: Payout) -> Iterator[Kept]:
    yield Kept(name="", share=Decimal(0), amount=Money(-found.fee, found.currency))
    for each in found.deducted:
        yield Kept(
            name=each.name, share=Decimal(each.pct), amount=Money(-each.amount, found.currency)
        )


def _steps(found: Payout) -> Iterator[tuple[str, date | datetime | None, bool]]:
    """Those that it took, as far as it says, and where it stands."""
    whens = {PLANNED: found.as_of, SENT: found.sent_at, SETTLED: found.settled_on}
    for state in _CAME:
        is_known = state == PLANNED or whens.get(state) is not None
        if is_known or state == found.state or (state == APPROVED and found.reserved):
            yield state, whens.get(state), state == found.state
    if found.state in {FAILED, RETURNED}:
        yield found.state, found.returned_on, True
