"""The lines of a BigCommerce order, and what each of them is.

What was paid for a line is `discounted_total_inc_tax`, and its `total_tax` is of that too. Every
other total of a line is from before the discounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from commissions.domain.orders.negative_lines import NEGATIVE_NET, flags_of_negative_lines
from commissions.domain.orders.order import CUSTOM, GIFT_CARD, PRODUCT, Item
from commissions.platforms.bigcommerce.amounts import exact, exact_or_none, minor
from commissions.platforms.bigcommerce.bundles import bundle_ids
from commissions.platforms.payload import Field

SKU_CHARACTERS_MAX = 128

# Flags
COMPUTED, DISCOUNTS_DIFFER = "net_computed", "discounts_differ"


@dataclass(frozen=True, slots=True)
class ParsedLines:
    items: tuple[Item, ...]
    flags: tuple[str, ...]


def lines_of(products: Field, currency: str, *, tax_included: bool) -> ParsedLines:
    bundles = bundle_ids(products.each())
    lines = [_PricedLine(line, currency, tax_included) for line in products.rows()]
    plain = (line.item() for line in lines)
    items = tuple(replace(item, bundle_id=bundles.get(item.line_id, "")) for item in plain)
    if len({item.line_id for item in items}) < len(items):
        raise products.wrong("names a line twice")
    flags = {flag for line in lines for flag in line.flags()} | flags_of_negative_lines(items)
    return ParsedLines(items, tuple(sorted(flags)))


class _PricedLine:
    """A line with its amounts as they were written, in minor units and fractions of them."""

    def __init__(self, line: Field, currency: str, tax_included: bool) -> None:
        self._line, self._included = line, tax_included
        self._qty = line["quantity"].integer()
        mode = "inc_tax" if tax_included else "ex_tax"
        self._price = exact(line[f"price_{mode}"], currency)
        self._discount = sum(
            (exact(each["amount"], currency) for each in line.get("applied_discounts").each()),
            start=Fraction(0),
        )
        self._tax = exact_or_none(line["total_tax"], currency)
        entered = line.get(f"total_{mode}")
        before = exact(entered, currency) if entered.stated else self._price * self._qty
        self._entered = before - self._discount
        """What is left after the discounts, with or without tax as prices are entered."""
        paid = line.get("discounted_total_inc_tax")
        self._paid = exact(paid, currency) if paid.stated else None

    @property
    def net(self) -> Fraction:
        if self._paid is not None:
            return self._paid - self._tax
        return self._entered - (self._tax if self._included else 0)

    def item(self) -> Item:
        line = self._line
        return Item(
            line_id=line["id"].identity(),
            platform_sku=_sku(line),
            variant_id=_id_or_none(line, "variant_id"),
            qty=Decimal(self._qty),
            unit_price=minor(self._price),
            discount=minor(self._discount),
            tax=minor(self._tax),
            net=minor(self.net),
            kind=_kind(line),
        )

    def flags(self) -> Sequence[str]:
        """What a person may want to know of this line."""
        found = []
        if self._paid is None:
            found.append(COMPUTED)
        elif abs(self._paid - self._entered - (0 if self._included else self._tax)) > 1:
            found.append(DISCOUNTS_DIFFER)
        if self.net < 0:
            found.append(NEGATIVE_NET)
        if _sku(self._line) != self._line.get("sku").text_or_number():
            found.append("sku_unusable")
        return found


def _kind(line: Field) -> str:
    if line.get("type").text() == "giftcertificate":
        return GIFT_CARD
    # Children of a bundle are lines of the catalogue too, mostly at no price of their own.
    return PRODUCT if _id_or_none(line, "product_id") else CUSTOM


def _sku(line: Field) -> str:
    """The SKU; one that no map could hold is as good as none, and never cut to another's name."""
    sku = line.get("sku").text_or_number()
    return sku if len(sku) <= SKU_CHARACTERS_MAX and sku.isprintable() else ""


def _id_or_none(line: Field, name: str) -> str:
    """Lines that are not of the catalogue have 0 there, or nothing."""
    field = line.get(name)
    return field.identity() if field.is_id else ""
