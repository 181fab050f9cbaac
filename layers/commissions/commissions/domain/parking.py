"""Parked: a record that cannot go on, why, what it waits for, and what a person can do."""

from dataclasses import dataclass
from typing import Protocol

from commissions.domain.waits_for import AwaitedKind, WaitsFor

ADVICE = {
    "unmapped_sku": "Add the SKU with its volumes to skus.csv and load it; the order then goes on.",
    "does_not_reconcile": (
        "Compare the order with the store. If the store's figures stand, "
        "release it with --accept; if not, correct it there: the store sends it again."
    ),
    "unknown_referrer": (
        "Add the distributor or the referral code and load it; the order then goes on."
    ),
    "no_referrer": "Say whose order it is: put the referral into the store's order and save it.",
    "no_rate": "Add the exchange rate of that day to rates.csv and load it.",
    "no_plan": "Publish a plan that is in force at the order's time.",
    "no_order": "The refund waits for its order; if it does not come, replay the order's webhooks.",
    "unknown_line": (
        "The refund names a line, or a currency, that the order does not have: "
        "it waits for the edited order."
    ),
    "amount_only_refund": (
        "Refund by lines in the store, or dismiss it here: then the commissions stay."
    ),
    "other_currency": (
        "Money went back in a currency that the order was not in: refund by lines in the store, "
        "or dismiss it here: then the commissions stay."
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
    "conflict": "The store told the same fact with two contents: compare both with the store.",
}


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


def park(record: Parkable, reason: str, detail: str, *, waits_for: WaitsFor) -> OrderParked:
    return OrderParked(
        record_key=record.key,
        order_key=record.order_key,
        reason=reason,
        detail=detail,
        waits_for=str(waits_for),
        advice=ADVICE[reason],
    )
