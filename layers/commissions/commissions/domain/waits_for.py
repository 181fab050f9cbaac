"""What a parked record waits for: the one thing whose arrival lets it go on.

Its text, `<kind>/<name>`, is the key under which the parked table lists the record, and what
`order.parked` says on the bus. Whoever parks and whoever releases have to mean the same text, so
that it is written and read here alone.
"""

from dataclasses import dataclass
from enum import StrEnum


class AwaitedKind(StrEnum):
    SKU = "sku"
    RATE = "rate"
    PLAN = "plan"
    REFERRER = "referrer"
    ORDER = "order"
    STORE = "store"
    ACCESS = "access"
    OPERATOR = "operator"
    UNKNOWN = ""
    """Of a text that another version of ours wrote: nothing here brings what it names."""


@dataclass(frozen=True, slots=True)
class WaitsFor:
    kind: AwaitedKind
    name: str
    """Of a SKU `<store_id>/<sku or variant id>`; of an unknown kind the whole text."""

    @classmethod
    def sku(cls, store_id: str, sku: str) -> "WaitsFor":
        """A value of a store's SKU, or variant id, in the SKU map."""
        return cls(AwaitedKind.SKU, f"{store_id}/{sku}")

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
    def parse(cls, text: str) -> "WaitsFor":
        """What `str` made a text of. A text nobody knows is kept whole, as UNKNOWN: what an older
        version meets after a newer one must not stop the sweeper."""
        kind, slash, name = text.partition("/")
        if kind and slash and kind in AwaitedKind:
            return cls(AwaitedKind(kind), name)
        return cls(AwaitedKind.UNKNOWN, text)

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}" if self.kind else self.name
