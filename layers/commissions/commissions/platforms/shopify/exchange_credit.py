"""What an app takes off an exchange order for goods that came back: to Shopify a discount, and to
the shop a way of paying."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissions.platforms.payload import Field
from commissions.platforms.referrals import word
from commissions.platforms.shopify.amounts import amount

NAMES = ("title", "code", "description")


@dataclass(frozen=True, slots=True)
class ExchangeCredit:
    """What paid a part of a line, or of an order, gross where its prices are."""

    amount: int = 0
    tax: int = 0
    """How much of that is tax, where prices include it: Shopify takes it off beside."""


@dataclass(frozen=True, slots=True)
class CreditReader:
    """Reads what of the discounts of one order is a credit."""

    currency: str
    tax_included: bool
    named: frozenset[int]
    """The places of its discounts that are one, in the order's list of them."""

    def of(self, holder: Field) -> ExchangeCredit:
        """Of a line of goods or shipping."""
        if not self.named:
            return ExchangeCredit()
        found = sum(
            amount(each, "amount", self.currency)
            for each in holder.get("discount_allocations").each()
            if _place(each) in self.named
        )
        if not (found and self.tax_included):
            return ExchangeCredit(found)
        rate = sum(map(_rate, holder.get("tax_lines").each()), Fraction(0))
        return ExchangeCredit(found, round(found * rate / (1 + rate)))

    def of_order(self, order: Field) -> ExchangeCredit:
        found = [self.of(each) for each in _priced(order)]
        return ExchangeCredit(sum(it.amount for it in found), sum(it.tax for it in found))


def credit_reader(
    order: Field, names: Iterable[str], currency: str, *, tax_included: bool
) -> CreditReader:
    """`names`: what the store calls such discounts."""
    wanted = {each.casefold() for each in names}
    discounts = order.get("discount_applications").each() if wanted else ()
    named = {
        place
        for place, each in enumerate(discounts)
        if any(word(each.get(name)).casefold() in wanted for name in NAMES)
    }
    return CreditReader(currency, tax_included, frozenset(named))


def _priced(order: Field) -> Iterator[Field]:
    """All that costs something: no line of no units, and no shipping that was taken off."""
    yield from (each for each in order["line_items"].each() if each["quantity"].value)
    freight = order.get("shipping_lines").each()
    yield from (each for each in freight if not each.get("is_removed").boolean())


def _place(allocation: Field) -> int:
    place = allocation.get("discount_application_index").value
    return place if type(place) is int else -1


def _rate(tax: Field) -> Fraction:
    """What is no rate is none: the credit is all net then."""
    rate = tax.get("rate").value
    return Fraction(rate) if type(rate) in (int, Decimal) and 0 <= rate <= 1 else Fraction(0)
