"""What a lock says that lines cost in all of which its order pays a part, against what the order
that sold them tells."""

from collections.abc import Callable, Iterator, Sequence

from commissions.audit.lock_mismatch import TERMS, Mismatch
from commissions.audit.order_record import OrderRecord
from commissions.domain.orders.instalment import WholeLine
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.sales.attribution import Lock


def wrong_wholes(
    lock: Lock, order: OrderPlaced, order_of: Callable[[str], OrderRecord]
) -> Iterator[Mismatch]:
    """By any snapshot of that other order: which one counted then, nobody asks."""
    items = {item.line_id: item for item in order.items}
    for whole in lock.wholes:
        item = items.get(whole.line_id)
        told = [*_told(item, order, order_of)] if item else []
        if whole not in told:
            due = _shown(told[0]) if told else "none that another order sold"
            others = tuple(each for each in lock.wholes if each is not whole)
            fields = {"wholes": (*others, *told[:1])}
            yield Mismatch(kind=TERMS, says=f"a {_shown(whole)}", due=due, fields=fields)


def _told(
    item: Item, order: OrderPlaced, order_of: Callable[[str], OrderRecord]
) -> Iterator[WholeLine]:
    sold_in, _, line_id = item.part_of.partition("/")
    if not sold_in:
        return
    record = order_of(f"{order.platform}/{order.store_id}/{sold_in}")
    for snapshot in record.history.snapshots_by_time:
        lines = [each for each in snapshot.items if _is_sold(each, item, line_id)]
        if lines and snapshot.currency == order.currency:
            yield _whole(item.line_id, lines)


def _is_sold(sold: Item, item: Item, line_id: str) -> bool:
    if not sold.full or sold.qty <= 0:
        return False
    if line_id:
        return sold.line_id == line_id
    both = (sold.variant_id, item.variant_id), (sold.platform_sku, item.platform_sku)
    names = both[0] if all(both[0]) else both[1]
    return names[0] == names[1] != ""


def _whole(line_id: str, lines: Sequence[Item]) -> WholeLine:
    qty = lines[0].qty
    for each in lines[1:]:
        qty += each.qty
    full, paid = sum(each.full or 0 for each in lines), sum(each.net for each in lines)
    return WholeLine(line_id=line_id, full=full, qty=qty, paid_before=paid)


def _shown(whole: WholeLine) -> str:
    return f"line {whole.line_id} of {whole.qty:f} that cost {whole.full} in all"
