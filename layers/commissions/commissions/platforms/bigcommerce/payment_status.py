"""What BigCommerce's two statuses, the order's and the payment's, say about the money.

The order's status is set by people as well; the payment's is set by BigCommerce, and is empty where
it knows of no payment. So the payment decides, and a store may add by `paid_when` what counts as
paid besides: "10/pending" is a completed order whose money BigCommerce does not see, "11/" an order
that awaits fulfillment and has no payment status, and `*` stands for any status.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commissions.domain.orders.order import DISPUTED
from commissions.domain.orders.parking_reasons import REFUNDED_WITHOUT_REFUND
from commissions.domain.stores.store import Store
from commissions.platforms.payload import Field

INCOMPLETE, REFUNDED, CANCELLED, DECLINED, IN_DISPUTE, PARTIALLY_REFUNDED = 0, 4, 5, 6, 13, 14
EARLY = (1, 7)
"""Pending, and awaiting payment: nobody says that such an order is paid."""
STILL_EDITED = frozenset({1, 3, 7, 8, 9, 11, 12, 14})
"""Statuses in which staff edit orders: neither shipped, completed, nor off."""
STATUS_IDS = range(15)
PAYMENTS = {
    "": "pending",
    "pending": "pending",
    "held for review": "pending",
    "authorized": "authorized",
    "capture pending": "authorized",
    "captured": "paid",
    "paid": "paid",
    "partially refunded": "partially_refunded",
    "refunded": "refunded",
    "declined": "voided",
    "void": "voided",
    "void pending": "voided",
}
UNDECIDED = ("pending", "authorized")
BY_PAYMENT = frozenset({"paid", "partially_refunded", "refunded"})
"""What the payment's own word says of money that came in."""
GAVE_BACK = ("partially_refunded", "refunded")

# Flags
BY_HAND = REFUNDED_WITHOUT_REFUND
UNKNOWN = "payment_unknown"


@dataclass(frozen=True, slots=True)
class PaymentState:
    """How an order stands: its canonical status, whether it is off, and what is odd about it."""

    status: str
    cancelled: bool = False
    flags: tuple[str, ...] = ()


def payment_state(order: Field, store: Store, *, refunds: int) -> PaymentState:
    """`refunds`: how many there are by the refunds API; the statuses alone tell no amounts."""
    status_id, payment = _status_id(order["status_id"]), _payment(order["payment_status"])
    if status_id == INCOMPLETE:  # a checkout that was never finished: nothing of it counts yet
        return PaymentState("pending", flags=("incomplete",))
    if status_id == DECLINED:
        return PaymentState("voided")
    status = _counted(status_id, payment, store)
    if status_id == CANCELLED:
        return PaymentState("voided" if status in UNDECIDED else status, cancelled=True)
    if refunds:
        status = _with_refunds(status, status_id)
    elif status_id in (REFUNDED, PARTIALLY_REFUNDED) or status in GAVE_BACK:
        return _by_hand(status, status_id)
    return PaymentState(status, flags=tuple(_flags(status, status_id, payment)))


def is_word_of_payment(order: Field) -> bool:
    """Whether the payment itself says that money came in, and no rule of the store's."""
    return PAYMENTS[_payment(order["payment_status"])] in BY_PAYMENT


def is_refunded_by_hand(state: PaymentState) -> bool:
    """Whether all of it went back by a status alone."""
    return BY_HAND in state.flags and state.status == "refunded"


def is_still_edited(order: Field) -> bool:
    return order["status_id"].value in STILL_EDITED


def _flags(status: str, status_id: int, payment: str) -> Iterator[str]:
    if status_id == IN_DISPUTE:
        yield DISPUTED
    if status == "pending" and not payment and status_id not in EARLY:
        yield UNKNOWN


def _counted(status_id: int, payment: str, store: Store) -> str:
    status = PAYMENTS[payment]
    by_rule = status in UNDECIDED and _is_named(store.paid_when, str(status_id), payment)
    return "paid" if by_rule else status


def _is_named(patterns: Iterable[str], status_id: str, payment: str) -> bool:
    named = [pattern.lower().partition("/") for pattern in patterns]
    return any(first in ("*", status_id) and last in ("*", payment) for first, _, last in named)


def _with_refunds(status: str, status_id: int) -> str:
    """BigCommerce refunds nothing that was not paid, whatever the payment's status says."""
    if status == "voided":
        return status
    whole = status == "refunded" or status_id == REFUNDED
    return "refunded" if whole else "partially_refunded"


def _by_hand(status: str, status_id: int) -> PaymentState:
    """A person set the status, or the money went back beside BigCommerce: no refund says how much.

    All of it is all of it, and counts as a cancellation. A part of it is nobody's guess: the order
    stands, flagged, until there is a refund, or a correction.
    """
    if status_id == REFUNDED or status == "refunded":
        return PaymentState("refunded", cancelled=True, flags=(BY_HAND,))
    return PaymentState(status, flags=(BY_HAND,))


def _status_id(field: Field) -> int:
    if (status_id := field.integer()) not in STATUS_IDS:
        raise field.wrong("is not a status that we know")
    return status_id


def _payment(field: Field) -> str:
    if (payment := field.text().lower()) not in PAYMENTS:
        raise field.wrong("is not a payment status that we know")
    return payment


def check_rules(patterns: Sequence[str]) -> list[str]:
    """What of a store's `paid_when` is no pattern of `<status id>/<payment status>`."""
    return [pattern for pattern in patterns if not _is_rule(pattern)]


def _is_rule(pattern: str) -> bool:
    first, slash, last = pattern.lower().partition("/")
    known = first == "*" or (first.isdecimal() and int(first) in STATUS_IDS)
    return bool(slash) and known and (last == "*" or last in PAYMENTS)
