"""A WooCommerce refund, as its API answers it: a webhook tells only its id and its sum.

Of a line, units and money may be given back apart from each other. Where both agree, to the minor
unit, the units count, so that one of three takes back exactly a third. Where they do not, the money
does: that is what the buyer got. An edit of the order can change whether they agree, and a refund
itself never changes, so it tells both, and the fold decides. `amount` is what was given back in
all, and takes precedence: what it is more than the lines, their tax, the shipping and the fees make
up names no line, and stands in the goods' record, as it always did; what it is less is a record of
its own, and so is what is named besides the goods. Lines are given back at their full price: where
a discount that names no line is taken back with them, that is money short of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.platforms import refund_records
from commissions.platforms.payload import Field
from commissions.platforms.woocommerce import rounding
from commissions.platforms.woocommerce.amounts import FINER, Amounts
from commissions.platforms.woocommerce.lines import units
from commissions.platforms.woocommerce.times import gmt

LINE_KEY = "_refunded_item_id"
UNITS_DIFFER, LESS_THAN_LINES, UNNAMED_LINE = (
    "units_and_money_differ",
    "less_than_its_lines",
    "line_not_named",
)


def refunded(
    refund: Field, order: OrderPlaced, decimals: int | None = None
) -> tuple[OrderRefunded, ...]:
    """The records of a refund: its lines and what is more than they are, even of one that only
    gives back tax; what is less; and what it names besides. `decimals`: how many the shop shows,
    where that is known."""
    amounts = Amounts(order.currency)
    items, flags = _items(refund, order, amounts)
    shipping = _given_back(refund.get("shipping_lines"), "total", amounts)
    tax = _tax(refund, amounts)
    of_lines = _given_back(_named(refund), "total", amounts) + shipping + tax
    unnamed = _unnamed(refund, of_lines, order, amounts, decimals)
    discount = _discount_taken_back(refund, amounts)
    differs = (LESS_THAN_LINES,) if unnamed < 0 else ()
    goods = OrderRefunded(
        platform=order.platform,
        store_id=order.store_id,
        platform_order_id=order.platform_order_id,
        refund_id=refund["id"].identity(),
        refunded_at=gmt(refund["date_created_gmt"]),
        currency=order.currency,
        items=items,
        amount_only=max(0, unnamed),
        gross=unnamed > 0,
        shipping=shipping,
        tax=tax,
        flags=tuple(sorted({*flags, *differs, *((FINER,) if amounts.finer else ())})),
    )
    less, beside = min(0, unnamed) - discount, _beside(refund, goods, amounts)
    return (goods, *refund_records.amount(goods, less), *beside)


def _beside(refund: Field, goods: OrderRefunded, amounts: Amounts) -> tuple[OrderRefunded, ...]:
    """Shipping and fees with their tax, and tax of lines that came back without money."""
    bare = [line.value for line in _named(refund).each() if not amounts.read(line["total"])]
    tax = sum(
        _given_back(lines, "total_tax", amounts)
        for lines in (refund.get("shipping_lines"), Field(bare, refund.get("line_items").path))
    )
    fees = [fee for fee in _fees(refund, amounts) if fee.net < 0]
    return refund_records.beside(
        goods,
        shipping=goods.shipping,
        tax=tax + max(0, -sum(fee.tax for fee in fees)),
        other=-sum(fee.net for fee in fees),
    )


@dataclass(frozen=True, slots=True)
class _RefundedFee:
    """A fee of a refund: below 0 where it is given back, above where a discount is taken back."""

    net: int
    tax: int


def _fees(refund: Field, amounts: Amounts) -> list[_RefundedFee]:
    read = amounts.read_or_none
    return [
        _RefundedFee(read(fee.get("total")), read(fee.get("total_tax")))
        for fee in refund.get("fee_lines").each()
    ]


def _discount_taken_back(refund: Field, amounts: Amounts) -> int:
    """What a negative fee had taken off the goods that came back, with its tax: by so much less
    money went than they cost before it."""
    return sum(fee.net + fee.tax for fee in _fees(refund, amounts) if fee.net > 0)


def _items(
    refund: Field, order: OrderPlaced, amounts: Amounts
) -> tuple[tuple[RefundItem, ...], set[str]]:
    """What came back of each line, sorted and summed; and words for what is odd about it."""
    known = {item.line_id: item for item in order.items}
    back: dict[str, RefundItem] = {}
    flags: set[str] = set()
    for line in _named(refund).each():
        line_id = _line_id(line)
        qty, money = abs(units(line["quantity"])), abs(amounts.read(line["total"]))
        if qty and not _agree(qty, money, known.get(line_id)):
            flags.add(UNITS_DIFFER)
        if money:  # what came back without any takes nothing back
            back[line_id] = _with(back.get(line_id), line_id, qty, money)
    if any(not _line_id(line) for line in refund.get("line_items").each()):
        flags.add(UNNAMED_LINE)
    return tuple(back[each] for each in sorted(back)), flags


def _with(before: RefundItem | None, line_id: str, qty: Decimal, money: int) -> RefundItem:
    """The line once more: units with what was given back for them, or money alone."""
    back = before or RefundItem(line_id, Decimal(0))
    if not qty:
        return replace(back, amount=back.amount + money)
    return replace(back, qty=back.qty + qty, worth=(back.worth or 0) + money)


def _agree(qty: Decimal, money: int, of: Item | None) -> bool:
    """Whether units are worth the money, by the line as it is now."""
    if of is None or not of.qty:
        return True
    return abs(Fraction(of.net) * Fraction(qty) / Fraction(of.qty) - money) <= 1


def _named(refund: Field) -> Field:
    """The lines that say which line of the order they give back."""
    lines = [line.value for line in refund.get("line_items").each() if _line_id(line)]
    return Field(lines, refund.get("line_items").path)


def _line_id(line: Field) -> str:
    for entry in line.get("meta_data").extras():
        if entry.get("key").value == LINE_KEY:
            return entry["value"].identity()
    return ""


def _given_back(lines: Field, name: str, amounts: Amounts) -> int:
    """The sum of lines, each below zero; some plug-ins write them above."""
    return sum(abs(amounts.read_or_none(line.get(name))) for line in lines.each())


def _tax(refund: Field, amounts: Amounts) -> int:
    return sum(
        _given_back(lines, "total_tax", amounts)
        for lines in (_named(refund), refund.get("shipping_lines"))
    ) - amounts.total(refund.get("fee_lines"), "total_tax")


def _unnamed(
    refund: Field, of_lines: int, order: OrderPlaced, amounts: Amounts, decimals: int | None
) -> int:
    """What was given back for nothing in particular, below 0 where less than what is named was;
    0 for what rounding may have left over, in the shop's own unit.

    A fee keeps its sign: giving back a negative one takes money from the buyer.
    """
    of_fees = -amounts.total(refund.get("fee_lines"), "total")
    money = abs(amounts.read(refund["amount"]))
    unnamed = money - of_lines - of_fees
    parts = [
        amounts.read_or_none(line.get(name))
        for line in _parts(refund)
        for name in ("total", "total_tax")
    ]
    unit = rounding.unit_of_refund(money, parts, order, decimals)
    return 0 if abs(unnamed) * 2 <= len(parts) * unit else unnamed


def _parts(refund: Field) -> Iterator[Field]:
    for name in ("line_items", "shipping_lines", "fee_lines"):
        yield from refund.get(name).each()
