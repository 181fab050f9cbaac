"""The tellings of a refund: which of them counts, and which snapshots know of it."""

from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded

PARTS = ("-amount", "-beside")
"""Records of their own of a refund: its money beyond the goods, what it names beside them."""


def refund_of(record_id: str) -> str:
    """The refund that a record of it belongs to."""
    for part in PARTS:
        record_id = record_id.removesuffix(part)
    return record_id


def lists(order: OrderPlaced, record_id: str) -> bool:
    """Whether the snapshot names the refund, or the refund that this record belongs to."""
    ids = order.refund_ids or ()
    return record_id in ids or refund_of(record_id) in ids


def telling(tellings: list[OrderRefunded], accepted: list[str]) -> OrderRefunded:
    """What was told first, unless a person took another telling for the right one."""
    by_name = {f"{each.refund_id}~{each.digest}": each for each in tellings}
    taken = [by_name[name] for name in accepted if name in by_name]
    return taken[-1] if taken else tellings[0]


def stands(refund: OrderRefunded, order: OrderPlaced | None) -> bool:
    """Whether the snapshot that counts lists it, lists none at all, or is older than it."""
    if order is None or order.refund_ids is None:
        return True
    return refund.refunded_at > order.updated_at or lists(order, refund.refund_id)
