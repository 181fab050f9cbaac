"""What a recorded sequence would lead to, order by order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.ledger.order_balance import OrderBalance
from commissions.domain.ledger.target import Standing
from commissions.domain.orders.continues import Continues


@dataclass(frozen=True, slots=True)
class UnreadPayload:
    step: int
    """The first one is 1."""
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A payload that can be read, and earns nothing."""

    step: int
    reason: str


@dataclass(frozen=True, slots=True)
class StillWaiting:
    reason: str
    detail: str
    holds: bool
    """Whether the order does not go on before it is settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPreview:
    order_key: str
    seller: str
    """Empty where it is nobody's, or not known yet."""
    paid: bool
    currency: str
    net: int
    """Of the lines of the latest snapshot, before refunds; minor units."""
    balance: OrderBalance | None
    plan_currency: str
    stands: Mapping[str, int]
    """What stands for each earner who has money, in minor units of the plan's currency."""
    standings: tuple[Standing, ...]
    parked: tuple[StillWaiting, ...]
    continues: Continues | None
    """By its latest snapshot."""
    contract: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SequencePreview:
    at: datetime
    orders: tuple[OrderPreview, ...]
    unread: tuple[UnreadPayload, ...]
    passed_over: tuple[PassedOver, ...]
