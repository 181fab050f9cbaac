"""How one person stands as of now: the sum that the next batch goes by, and payouts of before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from commissions.domain.money import Money
from commissions.domain.payouts.left_out import left_out_by
from commissions.domain.payouts.payable import Payable
from commissions.domain.payouts.payee import Payee
from commissions.domain.payouts.payout import Payout
from commissions.pages.addresses import part_of
from commissions.pages.frame import Frame, page, sheet
from commissions.pages.member.payouts import TONES

TEMPLATE = "finance/payee.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingShown:
    """earned - held + moved = unpaid - debt; unpaid - offset - carried = taken; less fee and
    deductions it is what would be paid."""

    earned: Money
    held: Money
    moved: Money
    unpaid: Money
    debt: Money
    offset: Money
    carried: Money
    taken: Money
    kept: Money
    net: Money
    paid: Money
    reason: str
    next_free: datetime | None
    plan: str
    plan_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidLine:
    row_id: str
    batch: str
    state: str
    tone: str
    taken: Money
    paid: Money
    as_of: datetime
    why: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeView:
    member: str
    currency: str
    standing: StandingShown | None
    """None where no plan in force pays the currency."""
    payee: Payee | None
    """None of who is not registered."""
    debts: Sequence[tuple[datetime, Money]]
    """What they owe, the oldest first."""
    write_off: Money
    payouts: Sequence[PaidLine]
    may_act: bool
    once: str
    changed: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def seen(self) -> str:
        """Of what would be written off."""
        return str(self.write_off)

    @property
    def path(self) -> str:
        return f"/finance/payees/{part_of(self.member)}"

    @property
    def address(self) -> str:
        return f"{self.path}?currency={self.currency}"


def payee(  # noqa: PLR0913 - each is a part of it
    *,
    member: str,
    currency: str,
    found: Payable | None,
    registered: Payee | None,
    write_off: int,
    payouts: Sequence[Payout],
    may_act: bool,
    once: str,
) -> PayeeView:
    debts = found.standing.debts if found else ()
    return PayeeView(
        member=member,
        currency=currency,
        standing=_standing(found) if found else None,
        payee=registered,
        debts=[(each.since, Money(each.amount, currency)) for each in debts],
        write_off=Money(write_off, currency),
        payouts=[_paid(each) for each in payouts],
        may_act=may_act,
        once=once,
    )


def render(view: PayeeView, frame: Frame, *, in_sheet: bool) -> str:
    return (sheet if in_sheet else page)(TEMPLATE, frame, view=view)


def _standing(found: Payable) -> StandingShown:
    def of(minor: int) -> Money:
        return Money(minor, found.currency)

    at = found.standing
    return StandingShown(
        earned=of(at.earned),
        held=of(at.held),
        moved=of(at.moved),
        unpaid=of(at.unpaid),
        debt=of(at.debt),
        offset=of(found.offset),
        carried=of(found.carried),
        taken=of(found.taken),
        kept=of(found.taken - found.net),
        net=of(found.net),
        paid=Money(found.paid, found.paid_in),
        reason=left_out_by(found.why),
        next_free=at.next_free,
        plan=found.terms.plan,
        plan_version=found.terms.plan_version,
    )


def _paid(found: Payout) -> PaidLine:
    return PaidLine(
        row_id=f"paid-{found.batch}",
        batch=found.batch,
        state=found.state,
        tone=TONES[found.state],
        taken=Money(found.taken, found.currency),
        paid=Money(found.paid, found.paid_in),
        as_of=found.as_of,
        why=found.why,
        address=f"/finance/batches/{found.batch}/payouts/{part_of(found.payee)}",
    )
