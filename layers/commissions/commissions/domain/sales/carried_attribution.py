"""What one order says of its customer, and carries to the customer's other orders.

An order speaks only of what its own referral named, never of what others told it: attributions are
carried one step, and nothing cascades. The latest that a source says counts, by the number of its
own facts: a number made of content, not of arrival.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime

from commissions.domain.orders.canonical import OMITTED, stamp
from commissions.domain.orders.keys import order_key
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.merged_histories import MergedHistory

CUSTOMER, CONTRACT, CONTINUED, NUMBERED = "customer", "contract", "original", "number"
"""Kinds of histories: a customer's of a store; of what orders are placed under; of one order, in
which those stand that go on with it; and of a shop's number, in which those stand that name an
order by it, and the order that has it says so."""
Seniority = tuple[datetime, str]
"""Of an order in a history: its time, and of one time its key."""
_WITH, _FROM = "/+", "+"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidAttribution:
    """What an order says in a history: whom its own referral named, or that it names nobody."""

    source: str
    """The key of the order that says it, or of what people decided with one: `decided_source`."""
    source_ts: datetime
    version: int
    """How many facts of its own the source had when it said so; the highest counts."""
    seller: str
    """Empty where it is taken back, or decided that they are nobody's."""
    carrier: str = ""
    code: str = ""
    forgeable: bool = False
    decided: bool = False
    """Whether the company decided it, whatever another referral may do by the store's policies."""
    ordered_at: datetime | None = None
    """When the order was placed with which it was decided, where it holds from a later moment."""
    through: MergedHistory | None = None
    """Where it was said in the history of a customer that was merged into this one."""

    @property
    def seniority(self) -> Seniority:
        return self.source_ts, self.source

    @property
    def stands(self) -> bool:
        return self.seller != "" or self.decided

    def is_as(self, before: "SaidAttribution") -> bool:
        """Whether it says nothing but what was said before, with other facts."""
        return replace(self, version=before.version, ordered_at=before.ordered_at) == before


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedAttribution:
    """What another order said, as a fact of the order that hears it."""

    platform: str
    store_id: str
    platform_order_id: str
    order_ts: datetime
    kind: str
    """CUSTOMER, CONTRACT or CONTINUED: in what history it was said."""
    history: str
    """A digest of which one."""
    source: str
    source_ts: datetime
    version: int
    seller: str
    carrier: str = field(default="", metadata=OMITTED)
    """What named the seller there."""
    code: str = field(default="", metadata=OMITTED)
    forgeable: bool = field(default=False, metadata=OMITTED)
    decided: bool = field(default=False, metadata=OMITTED)
    line: tuple[Ancestor, ...] = field(default=(), metadata=OMITTED)
    """The seller and who stands above, nearest first, as of the time of the order that hears."""
    merged: str = field(default="", metadata=OMITTED)
    """A digest of the merged customer's history in which it was said; empty for the order's own."""
    merged_at: datetime | None = field(default=None, metadata=OMITTED)
    """Of a merged customer's: from when on orders hear it."""

    @property
    def order_key(self) -> str:
        return order_key(self.platform, self.store_id, self.platform_order_id)

    @property
    def found_as(self) -> str:
        """What tells it from all others that its order heard."""
        through = f"|{self.merged}|{stamp(self.merged_at)}" if self.merged_at else ""
        return f"{self.source}|{self.version}|{self.history}{through}"

    def is_heard_at(self, moment: datetime) -> bool:
        """Whether it is heard by what was sold then: of merged customers, from the merge on."""
        return self.merged_at is None or self.merged_at <= moment

    @property
    def seniority(self) -> Seniority:
        return self.source_ts, self.source

    @property
    def stands(self) -> bool:
        """Whether it says something: what is decided says that somebody is nobody's, too."""
        return self.seller != "" or self.decided


@dataclass(frozen=True, slots=True)
class AttributionCarried:
    """That an order said something which a later order of its history has to hear."""

    carried: CarriedAttribution
    """Without a line, which is looked up where it is heard."""

    @property
    def order_key(self) -> str:
        return self.carried.order_key

    @property
    def key(self) -> str:
        told = self.carried
        through = f"/{told.merged}" if told.merged else ""
        return f"{told.order_key}/carried/{told.source}/{told.version}{through}"


def history_digest(history: str) -> str:
    """What facts name a history by: enough to tell it from others, and nothing to find it by."""
    return hashlib.sha256(f"attribution history|v1|{history}".encode()).hexdigest()[:32]


def kind_of(history: str) -> str:
    return history.partition("/")[0]


def customer_history(store_id: str, customer: str) -> str:
    """The key of a customer's history. `customer`: the keyed hash of the store's id."""
    return f"{CUSTOMER}/{store_id}/{customer}"


def contract_history(store_id: str, contract: str) -> str:
    """The key of the history of a subscription, which the store names."""
    name = hashlib.sha256(f"contract|v1|{store_id}|{contract}".encode()).hexdigest()[:32]
    return f"{CONTRACT}/{store_id}/{name}"


def decided_source(order_key: str, since: datetime | None) -> str:
    """The source of what people decided of a customer with an order, beside what the order itself
    says: from just after the order on, or from a moment on, before all orders of that moment."""
    return f"{_FROM}{order_key}/{stamp(since)}" if since else f"{order_key}{_WITH}"


def is_decided_source(source: str) -> bool:
    return source.startswith(_FROM) or source.endswith(_WITH)


def order_of_source(source: str) -> str:
    """The key of the order that said it, or with which it was decided."""
    if source.startswith(_FROM):
        return source.removeprefix(_FROM).rpartition("/")[0]
    return source.removesuffix(_WITH)


def named_source(source: str, day: str) -> str:
    """In words: `order 1001 of 2 Nov 2026`; of what holds from a day on `2 Nov 2026`."""
    if source.startswith(_FROM):
        return day
    return f"order {order_of_source(source).rpartition('/')[2]} of {day}"


def original_history(original: str) -> str:
    """The key of the history of an order that others go on with. `original`: the key of that."""
    return f"{CONTINUED}/{original}"


def number_history(store_id: str, number: str) -> str:
    """The key of the history of an order's number in its shop."""
    return f"{NUMBERED}/{store_id}/{number}"


def carried_to(
    order_key: str, order_ts: datetime, history: str, said: SaidAttribution
) -> CarriedAttribution:
    """What was said, as the fact of an order that hears it; without a line."""
    platform, store_id, platform_order_id = order_key.split("/", 2)
    return CarriedAttribution(
        platform=platform,
        store_id=store_id,
        platform_order_id=platform_order_id,
        order_ts=order_ts,
        kind=kind_of(history),
        history=history_digest(history),
        source=said.source,
        source_ts=said.source_ts,
        version=said.version,
        seller=said.seller,
        carrier=said.carrier,
        code=said.code,
        forgeable=said.forgeable,
        decided=said.decided,
        merged=said.through.history if said.through else "",
        merged_at=said.through.since if said.through else None,
    )
