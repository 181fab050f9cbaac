"""What an order that pays a part of another one's goods needs of that other order.

The ledger's rules are imported where they are asked: of a thousand orders not one may be a part of
another, and the others shall not start slower for it.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from commissions.domain.catalogue.sku_values import UNITS, OrderMapped, is_share
from commissions.domain.orders.continues import INSTALMENT
from commissions.domain.orders.instalment import WholeLine
from commissions.domain.orders.keys import order_key
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.parking import Waits, WaitsFor

if TYPE_CHECKING:
    from commissions.domain.ledger.facts import Fact

REASON = "instalment"
FactsOf = Callable[[str], "Sequence[Fact]"]
"""All that the ledger knows of an order, by its key."""


def nothing_known(_: str) -> "Sequence[Fact]":
    return ()


def wholes_of(mapped: OrderMapped, facts_of: FactsOf) -> tuple[WholeLine, ...]:
    """Of an instalment what each line costs in all of which it pays a part. Raises Waits until that
    is known, and the order looked up that sold the units."""
    order = mapped.order
    _check_own_deposits(mapped)
    if order.continues is None or order.continues.as_ != INSTALMENT:
        return ()
    from commissions.domain.ledger.sorted_facts import sorted_out

    read = cache(facts_of)
    known = sorted_out(read(order.continues.order))
    if known is None or known.verdict is None:
        raise _waits_for_original(order.continues.order, is_known=bool(read(order.continues.order)))
    return tuple(_wholes(mapped, read))


def is_sold_in_parts(order: OrderPlaced) -> bool:
    """Whether other orders may wait for this one: it tells what a line costs in all."""
    return any(item.full is not None for item in order.items)


def _check_own_deposits(mapped: OrderMapped) -> None:
    """A part of an unknown whole may be any number of points."""
    for item in mapped.order.items:
        if item.full == 0 and _in_points(item, mapped):
            detail = f"line {item.line_id} is a deposit, and the store does not say of how much"
            raise Waits(REASON, detail, WaitsFor.operator(mapped.order_key))


def _wholes(mapped: OrderMapped, facts_of: FactsOf) -> Iterator[WholeLine]:
    order = mapped.order
    for item in order.items:
        if item.part_of:
            original_id, _, line_id = item.part_of.partition("/")
            original = order_key(order.platform, order.store_id, original_id)
            if whole := _whole(item, line_id, order.currency, facts_of(original)):
                yield whole
            elif _in_points(item, mapped):
                detail = f"order {original_id} does not say what line {item.line_id} costs in all"
                raise Waits(REASON, detail, WaitsFor.order(original))


def _whole(item: Item, line_id: str, currency: str, original: "Sequence[Fact]") -> WholeLine | None:
    """By the snapshot that was looked up first, and where that does not say by the earliest that
    does: what happens to the order later changes nothing of what was sold."""
    from commissions.domain.ledger.snapshots import by_age
    from commissions.domain.ledger.sorted_facts import sorted_out

    known = sorted_out(original)
    locks = known.locks if known else ()
    snapshots, looked_up = by_age(original), {lock.order_version for lock in locks[:1]}
    first = [each for each in snapshots if each.version in looked_up]
    for snapshot in (*first, *snapshots):
        lines = [each for each in snapshot.items if _is_deposit_of(item, line_id, each)]
        if lines and snapshot.currency == currency:
            return WholeLine(
                line_id=item.line_id,
                full=sum(each.full or 0 for each in lines),
                qty=sum((each.qty for each in lines[1:]), lines[0].qty),
                paid_before=sum(each.net for each in lines),
            )
    return None


def _is_deposit_of(item: Item, line_id: str, sold: Item) -> bool:
    """Whether a line was sold that the other one pays on for: that of the id where one is told,
    else those of its variant, or of its SKU."""
    if not sold.full or sold.qty <= 0:
        return False
    if line_id:
        return sold.line_id == line_id
    if item.variant_id and sold.variant_id:
        return sold.variant_id == item.variant_id
    return bool(item.platform_sku) and sold.platform_sku == item.platform_sku


def _in_points(item: Item, mapped: OrderMapped) -> bool:
    """Whether the line is worth points: shares of its net need no more than that."""
    value = mapped.by_line.get(item.line_id)
    return value is not None and not all(is_share(value.volume(unit)) for unit in UNITS)


def _waits_for_original(key: str, *, is_known: bool) -> Waits:
    state = "is not paid" if is_known else "is not known"
    detail = f"it pays a part of what order {key} sold, which {state} yet"
    return Waits(REASON, detail, WaitsFor.order(key))
