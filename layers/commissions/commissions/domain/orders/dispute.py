"""A dispute about a payment of an order: the buyer has asked the bank to take the money back."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from commissions.domain.orders.canonical import digest_of, stamp
from commissions.domain.orders.keys import order_key

LOST, ACCEPTED = "lost", "accepted"
GIVES_BACK = frozenset({LOST, ACCEPTED})
"""How a dispute ends that takes money. One that ended as `charge_refunded` is a refund already."""
FINAL = GIVES_BACK | {"won", "charge_refunded", "prevented"}
"""Every other status is that of an open one, also a status that we do not know."""
NO_TIME = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDisputed:
    """A telling of a dispute, as it stood then; of several of one dispute, one counts."""

    platform: str
    store_id: str
    platform_order_id: str
    dispute_id: str
    status: str
    """The store's word in lower case: `needs_response`, `under_review`, or one of FINAL."""
    amount: int | None = None
    """Gross, in minor units of `currency`; None where the telling does not say."""
    currency: str = ""
    opened_at: datetime
    finalized_on: datetime | None = None
    """When it ended; None of an open one, or where the telling does not say."""

    @property
    def order_key(self) -> str:
        return order_key(self.platform, self.store_id, self.platform_order_id)

    @property
    def is_final(self) -> bool:
        return self.status in FINAL

    @property
    def gives_back(self) -> bool:
        return self.status in GIVES_BACK

    @property
    def at(self) -> datetime:
        """When it came to stand as it is told, as far as that is known."""
        return self.finalized_on or self.opened_at

    @property
    def telling_id(self) -> str:
        """Made of dispute, status and end, so that lost after open, or won after lost, is no
        conflict. Nor is a telling without the amount, or of money that nobody has taken."""
        parts = [self.dispute_id, self.status]
        parts += [stamp(self.finalized_on)] if self.finalized_on else []
        if self.amount is None:
            parts.append("untold")
        elif not self.gives_back:
            parts.append(f"{self.amount}-{self.currency}")
        return "/".join(parts)

    @property
    def digest(self) -> str:
        """Of what decides money: when it was opened does not."""
        return digest_of(replace(self, opened_at=NO_TIME))

    @property
    def key(self) -> str:
        return f"{self.order_key}/dispute/{self.telling_id}"


def telling_of_dispute(dispute: OrderDisputed) -> str:
    """What one telling of a dispute is called beside another that has the same id."""
    return f"{dispute.telling_id}~{dispute.digest}"
