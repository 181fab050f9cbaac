"""Amounts as BigCommerce writes them: texts of four decimals in V2, numbers in V3."""

from decimal import Decimal

from commissions.domain.currencies import exponent
from tools.fake_store.toolkit import Line, Shop


def text(minor: int | Decimal, currency: str) -> str:
    return f"{Decimal(minor).scaleb(-exponent(currency)):.4f}"


def figure(minor: int, currency: str) -> Decimal:
    places = exponent(currency)
    return Decimal(minor).scaleb(-places).quantize(Decimal(1).scaleb(-places))


def tax_included(shop: Shop) -> bool:
    return bool(shop.extra.get("tax_included"))


class Priced:
    """A line as its buyer saw it: with or without tax, as the shop enters its prices."""

    def __init__(self, shop: Shop, line: Line) -> None:
        rate = Decimal(line.tax) / line.net if line.net else Decimal(0)
        self.qty, self.paid = line.qty, line.net + line.tax
        self.ex, self.discount = Decimal(line.price * line.qty), Decimal(line.discount)
        self.inc, self.entered = self.ex * (1 + rate), self.ex
        if tax_included(shop):
            self.discount = (self.discount * (1 + rate)).quantize(Decimal(1))
            self.inc = self.entered = self.paid + self.discount
