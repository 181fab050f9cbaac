"""Parked: a record that cannot go on, why, what it waits for, and what a person can do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from commissions.domain.orders.parking_reasons import ADVICE


class AwaitedKind(StrEnum):
    SKU = "sku"
    RATE = "rate"
    PLAN = "plan"
    REFERRER = "referrer"
    COUPON = "coupon"
    ORDER = "order"
    STORE = "store"
    ACCESS = "access"
    OPERATOR = "operator"
    CLOCK = "clock"
    UNKNOWN = ""
    """Of a text that another version of ours wrote: nothing here brings what it names."""


@dataclass(frozen=True, slots=True)
class WaitsFor:
    """The one thing whose arrival lets a record go on.

    Its text, `<kind>/<name>`, is the key under which the parked table lists the record, and what
    `order.parked` says on the bus. Who parks and who releases have to mean the same text, so that
    it is written and read here alone.
    """

    kind: AwaitedKind
    name: str
    """Of a SKU `<store_id>/<key of the SKU map>`; of an unknown kind the whole text."""

    @classmethod
    def sku(cls, store_id: str, key: str) -> "WaitsFor":
        """A value in the SKU map, by the key of a store's SKU or of an id."""
        return cls(AwaitedKind.SKU, f"{store_id}/{key}")

    @classmethod
    def rate(cls, pair: str) -> "WaitsFor":
        """An exchange rate; the pair as its table has it, `EUR/USD`."""
        return cls(AwaitedKind.RATE, pair)

    @classmethod
    def plan(cls, plan_id: str) -> "WaitsFor":
        """A version of the plan that is in force."""
        return cls(AwaitedKind.PLAN, plan_id)

    @classmethod
    def referrer(cls, code_key: str) -> "WaitsFor":
        """A member, or a referral code; as `member.code_key` writes them."""
        return cls(AwaitedKind.REFERRER, code_key)

    @classmethod
    def coupon(cls, code_key: str) -> "WaitsFor":
        """That a coupon, which is nobody's, becomes somebody's: the order goes on without."""
        return cls(AwaitedKind.COUPON, code_key)

    @classmethod
    def order(cls, order_key: str) -> "WaitsFor":
        """The order, or an edit of it, that a refund came before."""
        return cls(AwaitedKind.ORDER, order_key)

    @classmethod
    def store(cls, store_id: str) -> "WaitsFor":
        """That the store's API answers."""
        return cls(AwaitedKind.STORE, store_id)

    @classmethod
    def access(cls, store_id: str) -> "WaitsFor":
        """Credentials that the store's API takes."""
        return cls(AwaitedKind.ACCESS, store_id)

    @classmethod
    def operator(cls, order_key: str) -> "WaitsFor":
        """What a person decides about the order; nothing else lets it go on."""
        return cls(AwaitedKind.OPERATOR, order_key)

    @classmethod
    def clock(cls) -> "WaitsFor":
        """That a day comes on which an order is looked at again: the day stands in the record's
        key."""
        return cls(AwaitedKind.CLOCK, "")

    @classmethod
    def parse(cls, text: str) -> "WaitsFor":
        """What `str` made a text of. A text nobody knows is kept whole, as UNKNOWN: what an older
        version meets after a newer one must not stop the sweeper."""
        kind, slash, name = text.partition("/")
        if kind and slash and kind in AwaitedKind:
            return cls(AwaitedKind(kind), name)
        return cls(AwaitedKind.UNKNOWN, text)

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}" if self.kind else self.name


class Waits(Exception):
    """The record cannot go on before something arrives."""

    def __init__(self, reason: str, detail: str, waits_for: WaitsFor) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.waits_for = waits_for


class UnknownWait(ValueError):
    """A record was to be parked under something that nobody brings."""


class Parkable(Protocol):
    """A record of an order, as the bus brings it."""

    @property
    def key(self) -> str: ...

    @property
    def order_key(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderParked:
    """A record that waits; it goes on by itself when what it waits for arrives.

    Raises UnknownWait.
    """

    record_key: str
    order_key: str
    reason: str
    detail: str
    waits_for: str
    """A WaitsFor in its text form."""
    advice: str

    def __post_init__(self) -> None:
        if WaitsFor.parse(self.waits_for).kind is AwaitedKind.UNKNOWN:
            raise UnknownWait(f"{self.record_key} would wait for {self.waits_for!r} in vain")

    @property
    def key(self) -> str:
        return f"{self.record_key}/parked/{self.reason}"

    @property
    def is_of_order(self) -> bool:
        """Whether it is listed of the order as such: no record of it waits."""
        return self.record_key == listing_key(self.order_key, self.reason)


def listing_key(order_key: str, reason: str) -> str:
    """The key of the one entry of an order that is listed for a reason."""
    return f"{order_key}/listed/{reason}"


def park_order(order_key: str, reason: str, detail: str) -> OrderParked:
    """Lists an order as such for a person."""
    return OrderParked(
        record_key=listing_key(order_key, reason),
        order_key=order_key,
        reason=reason,
        detail=detail,
        waits_for=str(WaitsFor.operator(order_key)),
        advice=ADVICE[reason],
    )


def park(record: Parkable, reason: str, detail: str, *, waits_for: WaitsFor) -> OrderParked:
    return OrderParked(
        record_key=record.key,
        order_key=record.order_key,
        reason=reason,
        detail=detail,
        waits_for=str(waits_for),
        advice=ADVICE[reason],
    )


def note(record: Parkable, what: WaitsFor) -> OrderParked:
    """Notes a record that has gone on, to be looked at again should something come."""
    detail = f"{what.name} was nobody's"
    return OrderParked(
        record_key=record.key,
        order_key=record.order_key,
        reason="coupon_of_nobody",
        detail=detail,
        waits_for=str(what),
        advice="",
    )


def registered_word(what: WaitsFor) -> OrderParked:
    """That what notes are for has come, for those that are written later."""
    return OrderParked(
        record_key="registered",
        order_key="",
        reason="registered",
        detail="",
        waits_for=str(what),
        advice="",
    )
