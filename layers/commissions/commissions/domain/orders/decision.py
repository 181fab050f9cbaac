"""What a person decided about an order, where its records leave the money open."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.keys import order_key
from commissions.domain.orders.refund import OrderRefunded

RETURN, GOODWILL, REFUND, DISPUTE, GONE = "return", "goodwill", "refund", "dispute", "gone"
RULE, LISTED, WHETHER_COPY = "rule", "listed", "copy"
ACCEPT, LOST, CANCELLED, STANDS = "accept", "lost", "cancelled", "stands"
REFOLDED, SEEN = "refolded", "seen"
IS_COPY, NO_COPY = "yes", "no"
ANSWERS = {
    RETURN: ("exchanged", "as_is"),
    GOODWILL: ("spread", "keep"),
    REFUND: (ACCEPT,),
    DISPUTE: (LOST, "won"),
    GONE: (CANCELLED, STANDS),
    RULE: (REFOLDED,),
    LISTED: (SEEN,),
    WHETHER_COPY: (IS_COPY, NO_COPY),
}
"""What may be answered, by what it is about. Of the rule: that the order follows today's; it
changes nothing of what is due, and says whose word a journal goes back to that no store caused. Of
what is listed of an order: that somebody has seen it; it changes nothing of what is due either. Of
an order that may be a copy of another one: whether it is."""
WITHDRAWN = ""
"""Takes back what was decided before."""


class NoSuchAnswer(ValueError):
    """A decision that answers what was not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDecided:
    """A decision is a fact of its order; of several about one subject, the latest by `(at,
    decision_id)` counts, and taking back is another."""

    platform: str
    store_id: str
    platform_order_id: str
    decision_id: str
    about: str
    """One of ANSWERS."""
    subject: str = ""
    """The refund or dispute that it is about; of a refund with the digest of the telling that is
    accepted: `93~<digest>`; of what is listed, why and with which figures."""
    answer: str
    amount: int = 0
    """Gross, in minor units of the order's currency: what a lost dispute took."""
    by: str
    approved_by: str = ""
    at: datetime
    why: str

    def __post_init__(self) -> None:
        if self.answer not in (*ANSWERS.get(self.about, ()), WITHDRAWN):
            raise NoSuchAnswer(f"{self.answer!r} is no answer about {self.about!r}")

    @property
    def order_key(self) -> str:
        return order_key(self.platform, self.store_id, self.platform_order_id)

    @property
    def telling(self) -> tuple[str, str]:
        """Of a decision about a refund: the refund's id, and the digest of one telling of it."""
        refund_id, _, digest = self.subject.rpartition("~")
        return refund_id, digest

    @property
    def digest(self) -> str:
        return hashlib.sha256(canonical(self).encode()).hexdigest()

    @property
    def key(self) -> str:
        return f"{self.order_key}/decision/{self.decision_id}"


def telling_of(refund: OrderRefunded) -> str:
    """The subject of a decision about one telling of a refund: `93~<digest>`."""
    return f"{refund.refund_id}~{refund.digest}"
