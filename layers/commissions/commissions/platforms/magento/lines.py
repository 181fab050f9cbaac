"""The lines of a Magento order: which of its items carry the money, and what each is worth.

A configurable product is two items, of which the parent has the money. A bundle is one item and
one for each part: the money is on the parts where the price is dynamic (and on the parent, once
more), else on the parent alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from commissions.domain.currencies import exponent
from commissions.domain.orders.order import GIFT_CARD, PRODUCT, Item
from commissions.platforms.magento.amounts import (
    NOTHING,
    decimal,
    is_exact,
    minor,
    quantity,
    required,
)
from commissions.platforms.payload import Field

SKU_CHARACTERS_MAX = 128
BUNDLE, CONFIGURABLE, GIFT = "bundle", "configurable", "giftcard"


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """An item that counts, and the product that was really bought."""

    item: Field
    bought: Field
    bundle: Field | None = None
    """The item that it is a part of, where it has the money of it."""

    @property
    def bundle_id(self) -> str:
        return self.bundle["item_id"].identity() if self.bundle else ""

    @property
    def qty(self) -> Decimal:
        return quantity(self.item["qty_ordered"], is_required=True)

    @property
    def gross(self) -> Decimal:
        """Before discounts, without tax. Never `row_total`: it means another thing each time."""
        return required(self.item["price"]) * self.qty

    @property
    def compensation(self) -> Decimal:
        """The tax that a discount on prices with tax has taken off, and that is not ours."""
        return decimal(self.item.get("discount_tax_compensation_amount"))

    @property
    def discount(self) -> Decimal:
        """Without tax."""
        return decimal(self.item.get("discount_amount")) - self.compensation

    @property
    def tax(self) -> Decimal:
        return decimal(self.item.get("tax_amount"))


def lines_of(order: Field) -> list[MoneyLine]:
    """The items that count, in the order's own order."""
    items = list(order["items"].rows())
    parts: defaultdict[str, list[Field]] = defaultdict(list)
    for item in items:
        if item.get("parent_item_id").is_id:
            parts[item["parent_item_id"].identity()].append(item)
    tops = {
        item["item_id"].identity(): item for item in items if not item.get("parent_item_id").is_id
    }
    if not tops.keys() >= parts.keys():
        raise order["items"].wrong("has a part whose whole is not there")
    return [line for name, top in tops.items() for line in _counted(top, parts[name])]


def items_of(order: Field, currency: str, *, cancelled: bool) -> tuple[Item, ...]:
    lines = lines_of(order)
    if len({line.item["item_id"].identity() for line in lines}) < len(lines):
        raise order["items"].wrong("names a line twice")
    worth = zip(lines, _grosses(order, lines, currency), strict=True)
    return tuple(_item(line, gross, currency, cancelled=cancelled) for line, gross in worth)


def is_rounded(order: Field, currency: str) -> bool:
    """Whether an amount was finer than the currency's minor unit."""
    return not all(
        is_exact(amount, currency)
        for line in lines_of(order)
        for amount in (line.gross, line.discount, line.tax)
    )


def sku_of(field: Field) -> str:
    """The SKU; one that no map could hold is as good as none, and never cut to another's name."""
    sku = field.text_or_number()
    return sku if len(sku) <= SKU_CHARACTERS_MAX and sku.isprintable() else ""


def has_unusable_sku(order: Field) -> bool:
    return any(not sku_of(line.item.get("sku")) for line in lines_of(order))


def _counted(top: Field, parts: Sequence[Field]) -> list[MoneyLine]:
    if parts and _is_sold_in_parts(top, parts):
        return [MoneyLine(part, part, top) for part in parts]
    is_variant = top.get("product_type").text() == CONFIGURABLE and len(parts) == 1
    return [MoneyLine(top, parts[0] if is_variant else top)]


def _is_sold_in_parts(top: Field, parts: Sequence[Field]) -> bool:
    """Whether a bundle's money is on its parts. It may be shown on both, so the values decide."""
    if top.get("product_type").text() not in (BUNDLE, "") or not any(map(_has_money, parts)):
        return False
    discounts = [decimal(part.get("discount_amount")) for part in parts]
    return any(discounts) or not decimal(top.get("discount_amount"))


def _has_money(part: Field) -> bool:
    """A price that was not asked for stands beside a row of nothing."""
    if not decimal(part["price"]):
        return False
    rows = [part.get(name) for name in ("row_total", "row_total_incl_tax", "discount_amount")]
    given = [row for row in rows if row.stated]
    return not given or any(map(decimal, given))


def _grosses(order: Field, lines: Sequence[MoneyLine], currency: str) -> list[Decimal]:
    """Price times quantity; where prices are entered with tax, a unit's net price is rounded and
    says too much or too little by its quantity: then what the whole row says, if the order's
    subtotal proves it."""
    plain = [line.gross for line in lines]
    if not order.get("subtotal").stated:
        return plain
    subtotal = minor(decimal(order["subtotal"]), currency)
    rows = [_row(line, currency) for line in lines]
    proved = _sum(rows, currency) == subtotal != _sum(plain, currency)
    return rows if proved else plain


def _row(line: MoneyLine, currency: str) -> Decimal:
    """The row without tax, by the row with tax; price times quantity where they are far apart."""
    with_tax = line.item.get("row_total_incl_tax")
    row = decimal(with_tax) - line.tax - line.compensation
    unit = Decimal(1).scaleb(-exponent(currency))
    near = abs(row - line.gross) <= unit * (line.qty / 2 + 1)
    return row if with_tax.stated and near else line.gross


def _sum(amounts: Sequence[Decimal], currency: str) -> int:
    return sum(minor(amount, currency) for amount in amounts)


def _item(line: MoneyLine, gross: Decimal, currency: str, *, cancelled: bool) -> Item:
    item, qty = line.item, line.qty
    gone = NOTHING if cancelled else quantity(item.get("qty_canceled"))
    return Item(
        line_id=item["item_id"].identity(),
        platform_sku=sku_of(item.get("sku")),
        variant_id=product_of(line.bought),
        qty=qty,
        unit_price=minor(required(item["price"]), currency),
        discount=minor(line.discount, currency),
        tax=minor(line.tax, currency),
        net=minor(gross - line.discount, currency),
        kind=GIFT_CARD if item.get("product_type").text() == GIFT else PRODUCT,
        removed=min(gone, qty),
        bundle_id=line.bundle_id,
    )


def product_of(bought: Field) -> str:
    """The product that was bought: of a configurable one, the variant."""
    product = bought.get("product_id")
    return product.identity() if product.is_id else ""
