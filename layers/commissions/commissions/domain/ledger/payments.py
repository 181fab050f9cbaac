"""Whether what came in for an order is known well enough for what its store says of it.

A payment's word vouches for the total that it was first said of. Where an order costs more by now,
or its platform shows that a line may have gone before we read it, only the payments themselves say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.snapshots import by_age
from commissions.domain.ledger.target import Target
from commissions.domain.money import shown
from commissions.domain.orders.order import OfOrder, OrderPlaced
from commissions.domain.orders.parking_reasons import PAYMENTS_UNKNOWN
from commissions.domain.orders.payment_doubts import ROUNDING, SAYS_PAID
from commissions.domain.orders.refund import AMOUNT, OrderRefunded


@dataclass(frozen=True, slots=True)
class WithoutPayments:
    """A snapshot that cannot be judged before its payments are known."""

    order: OrderPlaced
    detail: str


def without_payments(
    records: Iterable[OfOrder], known: Sequence[Fact], *, left_out: bool
) -> WithoutPayments | None:
    """The snapshot among an answer's records of one order, if its payments are needed and not told.

    `left_out`: they were not asked for, as the order by itself did not show that they are needed.
    """
    told, snapshots = tuple(records), by_age(known)
    names_nothing = _names_nothing((*told, *(each.content for each in known)))
    for order in (each for each in told if isinstance(each, OrderPlaced)):
        is_unread = PAYMENTS_UNKNOWN in order.flags
        may_hide = _rose(order, snapshots) or (is_unread and names_nothing)
        if (is_unread or left_out) and may_hide:
            return WithoutPayments(order, _detail(order, snapshots))
    return None


def unvouched(order: OrderPlaced, target: Target) -> str:
    """Of the snapshot that counts, what nobody has said was paid, with what was; empty where there
    is nothing of the kind. Its payments were read, and there are none: it was paid beside them."""
    balance = target.balance
    if balance is None or order.word or not order.has_word_of_payment or order.received is not None:
        return ""
    was_accepted = PAYMENTS_UNKNOWN in order.flags
    if was_accepted or order.status not in SAYS_PAID or balance.unpaid <= ROUNDING:
        return ""
    came_in, added = (
        shown(round(each), order.currency) for each in (balance.received, balance.unpaid)
    )
    return (
        f"{came_in} came in by the payment's first word; nothing says that {added} added since did"
    )


def missing_refund(order: OrderPlaced, target: Target) -> str:
    """How much more went back by the store's sum than by the refunds that we know, if it did."""
    if order.refunded_total is None or target.balance is None:
        return ""
    known = round(target.balance.given_back)
    if order.refunded_total - known <= ROUNDING:
        return ""
    theirs, ours = (shown(each, order.currency) for each in (order.refunded_total, known))
    return f"{theirs} went back by the store's sum, {ours} by its refunds"


def _names_nothing(records: Iterable[object]) -> bool:
    """Whether money went back for the order as such: as goodwill, or for a line that was gone
    before we first read the order."""
    refunds = (each for each in records if isinstance(each, OrderRefunded))
    return any(each.amount_only > 0 and not each.refund_id.endswith(AMOUNT) for each in refunds)


def _rose(order: OrderPlaced, known: Sequence[OrderPlaced]) -> bool:
    return _costs(order) - _came_in(known, default=_costs(order)) > ROUNDING


def _came_in(known: Sequence[OrderPlaced], default: int) -> int:
    """By the payment's first word, and by what has been told since."""
    words = [_costs(each) for each in known if each.status in SAYS_PAID]
    told = [each.received for each in known if each.received is not None]
    return max([*words[:1], *told], default=default)


def _costs(order: OrderPlaced) -> int:
    return order.total + order.tender


def _detail(order: OrderPlaced, known: Sequence[OrderPlaced]) -> str:
    costs = shown(_costs(order), order.currency)
    came_in = _came_in(known, default=0)
    if not came_in:
        return f"the order comes to {costs}, and what came in for it is not known"
    return (
        f"the order comes to {costs}, {shown(came_in, order.currency)} came in by what was told "
        "first, and what came in since is not known"
    )
