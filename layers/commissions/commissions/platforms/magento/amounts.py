"""Magento's amounts, of which one may be 200, 200.0 or "200.0000", and its quantities."""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from commissions.domain.currencies import exponent
from commissions.domain.money import rounded
from commissions.platforms.payload import Field

NOTHING = Decimal(0)
STORED = Decimal("0.0001")
"""Magento keeps four digits; what comes after them is a float's noise."""
TENDER = ("gift_cards_amount", "customer_balance_amount", "reward_currency_amount")
"""What a buyer paid with, or got back, and a grand total leaves out."""
WRAPPING = ("gw_price", "gw_items_price", "gw_card_price")
"""Of the order, of single items, and a printed card: fees, on no line."""

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,30})?", re.ASCII)


def decimal(field: Field) -> Decimal:
    """A number of any of the forms, to four digits; absent and null are 0, and so is whatever empty
    thing modules write for nothing (`"gw_price": ""`)."""
    value = field.value
    if field.is_empty:
        return NOTHING
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise field.wrong("is not a number")
    text = value if isinstance(value, str) else f"{value:f}"
    if not _NUMBER.fullmatch(text):
        raise field.wrong("is not a number")
    return Decimal(text).quantize(STORED, ROUND_HALF_EVEN)


def required(field: Field) -> Decimal:
    """A number that has to be there."""
    if field.is_empty:
        raise field.wrong("is not a number")
    return decimal(field)


def extended(thing: Field, name: str) -> Decimal:
    """An amount of a module, which REST shows among the extensions."""
    extension = thing.get("extension_attributes")
    own = extension.extra_field(name)
    return decimal(own if own.stated else thing.get(name))


def minor(amount: Decimal, currency: str) -> int:
    """Whole minor units, rounded once."""
    return rounded(Fraction(amount) * 10 ** exponent(currency), "half_even")


def is_exact(amount: Decimal, currency: str) -> bool:
    return bool(minor(amount, currency) == Fraction(amount) * 10 ** exponent(currency))


def quantity(field: Field, *, is_required: bool = False) -> Decimal:
    """A quantity, which may have a fraction, and reads the same however it is written."""
    if (found := required(field) if is_required else decimal(field)) < 0:
        raise field.wrong("is below nothing")
    return found.normalize() + 0 if found else NOTHING
