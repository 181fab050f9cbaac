"""A batch of payouts: what is planned together, agreed to by two people, and sent as one.

draft -> proposed -> approved or rejected; approved -> sent -> settled. What is approved and not
sent can still be rejected: then what it reserved is payable again.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from commissions.domain.payouts.payout import Payout

DRAFT, PROPOSED, APPROVED_BATCH = "draft", "proposed", "approved"
REJECTED_BATCH, SENT_BATCH, SETTLED_BATCH = "rejected", "sent", "settled"
STEPS: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({PROPOSED, REJECTED_BATCH}),
    PROPOSED: frozenset({APPROVED_BATCH, REJECTED_BATCH}),
    APPROVED_BATCH: frozenset({SENT_BATCH, REJECTED_BATCH, SETTLED_BATCH}),
    SENT_BATCH: frozenset({SETTLED_BATCH}),
    REJECTED_BATCH: frozenset(),
    SETTLED_BATCH: frozenset(),
}
OPEN_BATCH = frozenset({DRAFT, PROPOSED, APPROVED_BATCH, SENT_BATCH})
PLAN_HOLDS = timedelta(days=7)
"""For how long what was planned can be agreed to: refunds come meanwhile."""


class NotTheNextStep(ValueError):
    """A batch cannot become that from where it stands."""

    def __init__(self, batch: "Batch", state: str) -> None:
        super().__init__(f"Batch {batch.batch_id} is {batch.state}, and cannot become {state}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    batch_id: str
    currency: str
    """What was earned in."""
    plan: str
    plan_version: int
    provider: str
    as_of: datetime
    payouts: int
    taken: int
    """Of all payouts, minor units of `currency`."""
    paid: Mapping[str, int]
    """By currency in which it is paid, minor units."""
    digest: str
    """Of all that is paid to whom, and why."""
    state: str = DRAFT
    why: str = ""
    """Why it was rejected."""
    approved_by: tuple[str, ...] = ()
    """Who proposed and who approved it."""
    approved_at: datetime | None = None
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    carried: Mapping[str, int] = field(default_factory=dict)
    """Why people are paid nothing by it, each with how many there are."""
    version: int = 0

    def becomes(self, state: str) -> "Batch":
        """Raises NotTheNextStep."""
        if state not in STEPS[self.state]:
            raise NotTheNextStep(self, state)
        return replace(self, state=state)

    def is_stale(self, now: datetime) -> bool:
        return now >= self.as_of + PLAN_HOLDS


def digest_of_payouts(payouts: Iterable[Payout]) -> str:
    """The same whatever their order, and however far they have come."""
    hashed = hashlib.sha256()
    for each in sorted(payouts, key=lambda payout: payout.payee):
        hashed.update(each.planned_text.encode() + b"\n")
    return hashed.hexdigest()


def paid_by_currency(payouts: Iterable[Payout]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for each in payouts:
        sums[each.paid_in] += each.paid
    return dict(sorted(sums.items()))
