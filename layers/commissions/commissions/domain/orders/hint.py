"""A hint: something changed at the store, and what it is now has to be asked of the store."""

from dataclasses import dataclass
from datetime import datetime

from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.keys import order_key

ORDER, PRODUCT = "order", "product"
SUBJECTS = (ORDER, PRODUCT)
BY_SKU = "sku:"
"""How a product is hinted at whose id the message does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeHinted:
    """What changed, and why the store has to be asked; what it answers is the fact, not this."""

    platform: str
    store_id: str
    subject: str
    """One of SUBJECTS."""
    subject_id: str
    """The platform's id of the order or product; of an order, the id its facts are kept under."""
    hinted_at: datetime
    reason: str = ""
    """Why, in the store's or our words: a topic, `refunds`, `coarse amounts`."""

    def __post_init__(self) -> None:
        if self.subject not in SUBJECTS:
            raise ValueError(f"{self.subject!r} is none of {', '.join(SUBJECTS)}")

    @property
    def order_key(self) -> str:
        return order_key(self.platform, self.store_id, self.subject_id)

    @property
    def key(self) -> str:
        return f"{self.order_key}/{self.subject}-hint/{stamp(self.hinted_at)}"
