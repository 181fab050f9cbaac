"""A refund as a store told it: what came back, and the money that went."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from commissions.domain.orders.canonical import LATER, OMITTED, UNHASHED, digest_of
from commissions.domain.orders.keys import order_key

AMOUNT, BESIDE = "-amount", "-beside"
"""End the ids of what a refund tells in records of their own: money more or less than what it
names is worth, and what it names besides the goods."""


@dataclass(frozen=True, slots=True)
class RefundItem:
    """What came back of one line: units, or an amount of its net, or both."""

    line_id: str
    qty: Decimal
    amount: int = 0
    """Of the net, besides the units: where the units say it all, 0."""
    worth: int | None = field(default=None, metadata=LATER)
    """The net that was given back for the units, where the store lets that be another than theirs:
    then it counts, and the units do not. Which it is, the lines decide as they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefunded:
    """A refund as the store told it; its id is the store's, so told twice it is one refund."""

    platform: str
    store_id: str
    platform_order_id: str
    refund_id: str
    refunded_at: datetime
    currency: str
    items: tuple[RefundItem, ...]
    amount_only: int = 0
    """Money given back beyond what the refund names; below 0: less than that is worth."""
    shipping: int = 0
    tax: int = 0
    flags: tuple[str, ...] = ()
    gross: bool = field(default=False, metadata=OMITTED)
    """Whether `amount_only` is with tax; where not, it is spread over the lines' net."""
    other: int = field(default=0, metadata=OMITTED)
    """Fees, duties, tips and handling given back by name."""
    money: int | None = field(default=None, metadata=OMITTED)
    """Gross, what was given back for all that the refund names, where its platform does not say
    what that is worth: the lines do, and an edit may change them later. So the difference between
    the two is the ledger's to find, and the record stays the same."""
    taxes_all: bool = field(default=False, metadata=UNHASHED)
    """Whether `tax` is that of all that the refund names, its units and its shipping: how much of
    it is whose, the order's lines say."""

    @property
    def order_key(self) -> str:
        return order_key(self.platform, self.store_id, self.platform_order_id)

    @property
    def source_id(self) -> str:
        """The store's own id of the refund, of which there may be several records."""
        return self.refund_id.removesuffix(AMOUNT).removesuffix(BESIDE)

    @property
    def digest(self) -> str:
        """Of what decides money: the same goods may be told with or without the rest.

        `gross` is how an amount is read, not what the store told: an amount that is stored as
        before tax is told again with tax, and is no other refund for that.
        """
        if self.refund_id.endswith(BESIDE):
            return digest_of(replace(self, flags=(), gross=False))
        return digest_of(replace(self, shipping=0, tax=0, flags=(), gross=False))

    @property
    def key(self) -> str:
        return f"{self.order_key}/refund/{self.refund_id}"
