"""Parked: a record that cannot go on, why, what it waits for, and what a person can do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

DISPUTE_OPEN, DISPUTE_AMOUNT = "dispute_open", "dispute_amount_unknown"
DISPUTE_CURRENCY, DISPUTE_DIFFERS = "dispute_other_currency", "dispute_differs"
OF_DISPUTES = frozenset({DISPUTE_OPEN, DISPUTE_AMOUNT, DISPUTE_CURRENCY, DISPUTE_DIFFERS})
"""Reasons for which an entry is listed until a dispute has ended, or a person has said how."""
_DECIDE = "`commissions decide ORDER --dispute DISPUTE lost --amount AMOUNT`"

ADVICE = {
    "unmapped_sku": "Add the SKU with its volumes to skus.csv and load it; the order then goes on.",
    "does_not_reconcile": (
        "Compare the order with the store. If the store's figures stand, "
        "release it with --accept; if not, correct it there: the store sends it again."
    ),
    "negative_line": (
        "A line takes money off and does not say of what. Correct the order in the store, or "
        "release it with --accept: then it is a discount of everything."
    ),
    "unknown_referrer": (
        "Add the distributor or the referral code and load it; the order then goes on."
    ),
    "no_referrer": "Say whose order it is: put the referral into the store's order and save it.",
    "no_rate": "Add the exchange rate of that day to rates.csv and load it.",
    "no_plan": "Publish a plan that is in force at the order's time.",
    "no_order": "It waits for its order; if that does not come, replay the order's webhooks.",
    "instalment": (
        "The order pays a part of units that another order sold: it goes on when that one is known "
        "and paid, and the store is asked for it. If it is not to be had, see to the deposit in "
        "the store, or dismiss this here: then the instalment earns nothing."
    ),
    "unknown_line": (
        "The refund names a line that the order does not have: it waits for the edited order."
    ),
    "amount_only_refund": (
        "Refund by lines in the store, or decide here with `commissions decide ORDER --goodwill "
        "spread|keep`; dismissed, the commissions stay."
    ),
    "return_without_money": (
        "Nothing waits for it. Say what became of the money: `commissions decide ORDER --return "
        "exchanged|as_is --why TEXT`; dismissed, it is as it is. It goes by itself when the money "
        "goes, or the goods are in the order again."
    ),
    "partial_payment": (
        "Nothing waits for it but the order's own commissions: ask the store whether the rest is "
        "still to come. It goes by itself when the order is paid or called off."
    ),
    "more_back_than_came": (
        "All of it is taken back. Compare the refunds and the payments with the store; dismissed, "
        "it is listed again if the figures change."
    ),
    "other_currency": (
        "Money went back in a currency that the order was not in: refund by lines in the store, "
        "or dismiss it here: then the commissions stay."
    ),
    "currency_changed": (
        "The order was paid in another currency than it is in now, and earns nothing until the "
        "store tells it as paid: compare it with the store, and release it; dismissed, it stays so."
    ),
    "payments_unknown": (
        "What came in is needed and not known. Give the store's account access to its payments "
        "(BigCommerce: store_v2_transactions_read_only) and set it with `commissions store access "
        "STORE`; it then goes on. Released with --accept amounts, what was paid first counts, and "
        "what was added since does not."
    ),
    "due_though_done": (
        "The store calls the order done, and money is still due. If it came in, record the payment "
        "in the store: it sends the order again. Released with --accept amounts, it never came."
    ),
    "received_short": (
        "The status says paid, and less came in than it comes to. Correct one of them in the "
        "store: it sends the order again. Released with --accept amounts, what came in counts."
    ),
    "refunded_without_refund": (
        "The status says refunded, and no refund says how much. Record the refund in the store. "
        "Released with --accept amounts, nothing went back until a refund says so."
    ),
    "refund_missing": (
        "The store says that more went back than its refunds do. The order goes on; look for the "
        "refund in the store, or let it be told again. Dismissed, it is nobody's question."
    ),
    "order_gone": (
        "The store has the order no more. If it was deleted rightly, release it with "
        "--accept gone: then it counts as cancelled; if not, restore it there."
    ),
    "store_unavailable": (
        "The store's API does not answer: look at the store. It is asked again by itself."
    ),
    "bad_answer": (
        "The store's API answers what its documentation does not promise: look at the store, "
        "and at its address in stores.yaml. It is asked again by itself."
    ),
    "no_access": (
        "Give access to the store's API with `commissions store access STORE`; it then goes on."
    ),
    "conflict": (
        "The store told the same fact with two contents: compare both with the store. Of a refund, "
        "`commissions decide ORDER --refund REFUND accept` takes the one that waits; dismissed, "
        f"the first one stands. Of a dispute, say what it took: {_DECIDE}."
    ),
    DISPUTE_OPEN: (
        "The commissions stand until it has ended. The entry goes when the store says how; where "
        f"the store tells no amounts, say it here when it is lost: {_DECIDE}, or won."
    ),
    DISPUTE_AMOUNT: (
        f"See in the store what it took, and say it here: {_DECIDE}. Until then nothing is taken "
        "back. With the scope read_shopify_payments_disputes Shopify says it itself."
    ),
    DISPUTE_CURRENCY: (
        f"Say what it took in the order's currency: {_DECIDE}. Until then nothing is taken back."
    ),
    DISPUTE_DIFFERS: (
        "Compare both with the store. What was decided counts; `commissions decide ORDER --dispute "
        "DISPUTE lost|won --withdraw` lets the store's word count instead."
    ),
}


_OF_ORDER = ("return_without_money", "partial_payment", "more_back_than_came")
LISTED = (*_OF_ORDER, DISPUTE_OPEN)
"""Why an order may be listed for somebody while it goes on: it holds nothing up."""
OF_ORDER = (*_OF_ORDER, "amount_only_refund")
"""Why one entry of an order is listed, whichever of its records led to it: for as long as its facts
make it so."""


class AwaitedKind(StrEnum):
    SKU = "sku"
    RATE = "rate"
    PLAN = "plan"
    REFERRER = "referrer"
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
