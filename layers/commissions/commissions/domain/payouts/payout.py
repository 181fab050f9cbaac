"""A payout of a batch, and how far it has come.

PLANNED -> APPROVED -> SENT -> SETTLED, FAILED or RETURNED; what was settled may come back later.
One whose batch is rejected, or whose money another batch took first, is FAILED without being sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from commissions.domain.orders.canonical import canonical
from commissions.domain.payouts.ids import payout_id
from commissions.domain.payouts.locked_rate import LockedRate
from commissions.domain.payouts.payable import Deducted, Payable

PLANNED, APPROVED, SENT = "planned", "approved", "sent"
SETTLED, FAILED, RETURNED = "settled", "failed", "returned"
FOLLOWS: Mapping[str, frozenset[str]] = {
    PLANNED: frozenset({APPROVED, FAILED}),
    APPROVED: frozenset({SENT, FAILED}),
    SENT: frozenset({SETTLED, FAILED, RETURNED}),
    SETTLED: frozenset({RETURNED}),
    FAILED: frozenset(),
    RETURNED: frozenset(),
}
ENDED = frozenset({SETTLED, FAILED, RETURNED})
"""In which a batch waits for it no more."""
RESERVING = frozenset({APPROVED, SENT})
"""In which its money lies in clearing."""


class NotTheNextState(ValueError):
    """A payout cannot become that from where it stands."""

    def __init__(self, payout: "Payout", state: str) -> None:
        super().__init__(f"Payout {payout.payout_id} is {payout.state}, and cannot become {state}")
        self.payout = payout
        self.wanted = state


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """Amounts in minor units of what was earned in (`currency`), but for `paid`."""

    batch: str
    payee: str
    reference: str
    """Whom the provider knows the payee as."""
    provider: str
    as_of: datetime
    currency: str
    paid_in: str
    plan: str
    plan_version: int
    plan_digest: str
    earned: int
    held: int
    moved: int
    """What payouts of before took and brought back."""
    unpaid: int
    debt: int
    offset: int
    minimum: int
    taken: int
    fee: int
    deducted: tuple[Deducted, ...]
    net: int
    paid: int
    rate: Decimal
    rate_day: str
    """Empty where both currencies are one."""
    rate_source: str
    account_version: int
    """Of the payee's account when it was planned: where it moved since, nothing is reserved."""
    state: str = PLANNED
    reserved: bool = False
    """Whether its money ever lay in clearing."""
    why: str = ""
    """Why it failed, or was returned."""
    sent_at: datetime | None = None
    settled_on: date | None = None
    """By what the provider says: the day of payment."""
    returned_on: date | None = None
    provider_reference: str = ""
    """The provider's own name of the payment; no two payouts have one."""
    version: int = 0
    """Of the item, as it was read."""

    @property
    def payout_id(self) -> str:
        return payout_id(self.batch, self.payee)

    @property
    def carried(self) -> int:
        return self.unpaid - self.offset - self.taken

    @property
    def locked_rate(self) -> LockedRate:
        return LockedRate(
            paid_in=self.paid_in,
            earned_in=self.currency,
            rate=self.rate,
            day=self.rate_day,
            source=self.rate_source,
        )

    def becomes(self, state: str) -> "Payout":
        """Raises NotTheNextState."""
        if state not in FOLLOWS[self.state]:
            raise NotTheNextState(self, state)
        return replace(self, state=state)

    @property
    def planned_text(self) -> str:
        """What two people agree to, as one text: how it came to the amount and whom it goes to."""
        plain = replace(
            self,
            state=PLANNED,
            reserved=False,
            why="",
            sent_at=None,
            settled_on=None,
            returned_on=None,
            provider_reference="",
            version=0,
        )
        return canonical(plain)


def planned(
    batch: str, found: Payable, *, reference: str, provider: str, account_version: int
) -> Payout:
    """What a batch would pay of what is payable; only where something is."""
    if found.why or found.rate is None:
        raise ValueError(f"{found.payee} is paid nothing: {found.why}")
    at, terms, rate = found.standing, found.terms, found.rate
    return Payout(
        batch=batch,
        payee=found.payee,
        reference=reference,
        provider=provider,
        as_of=at.as_of,
        currency=terms.currency,
        paid_in=rate.paid_in,
        plan=terms.plan,
        plan_version=terms.plan_version,
        plan_digest=terms.plan_digest,
        earned=at.earned,
        held=at.held,
        moved=at.moved,
        unpaid=at.unpaid,
        debt=at.debt,
        offset=found.offset,
        minimum=found.minimum,
        taken=found.taken,
        fee=found.fee,
        deducted=found.deducted,
        net=found.net,
        paid=found.paid,
        rate=rate.rate,
        rate_day=rate.day,
        rate_source=rate.source,
        account_version=account_version,
    )
