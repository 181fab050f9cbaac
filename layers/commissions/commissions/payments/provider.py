"""What every provider of payments is asked, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

ACCEPTED, PAID, REFUSED, CAME_BACK = "accepted", "settled", "failed", "returned"
"""On its way; with the payee; never left, or was turned down; was there, or on its way, and is
back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOrder:
    """One payment. `amount`: minor units of `currency`."""

    payout_id: str
    """The provider's key: the same order under the same id is paid once."""
    payee: str
    reference: str
    """Whom the provider knows the payee as."""
    currency: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentBatch:
    batch_id: str
    created_at: datetime
    """When it was first sent: the same however often it is sent again."""
    orders: tuple[PaymentOrder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentStatus:
    """What became of a payment, as far as the provider knows."""

    payout_id: str
    state: str
    on: date
    """The day of payment, refusal or return."""
    reference: str = ""
    """The provider's own name of the payment."""
    why: str = ""


class PaymentProvider(Protocol):
    """`send` again with the same orders pays nothing twice. What `status` leaves out, the provider
    does not know, or does not know yet."""

    @property
    def name(self) -> str: ...

    @property
    def answers(self) -> bool:
        """Whether it can be asked; what it does not answer, a person reads in."""
        ...

    def missing(self, orders: Sequence[PaymentOrder]) -> list[str]:
        """Why it could not pay these, a sentence each; nothing is sent by it."""
        ...

    def send(self, batch: PaymentBatch) -> str:
        """Says where it went, in words."""
        ...

    def status(self, payout_ids: Sequence[str]) -> list[PaymentStatus]: ...
