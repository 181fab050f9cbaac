"""Magento's values: one amount may be 200, 200.0 or "200.0000", and its times name no zone."""

import re
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from commissions.domain.currencies import exponent
from commissions.domain.money import rounded
from commissions.platforms.payload import Field, moment_of

NOTHING = Decimal(0)
STORED = Decimal("0.0001")
"""Magento keeps four digits; what comes after them is a float's noise."""
TEXT_CHARACTERS_MAX = 128

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,30})?", re.ASCII)
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", re.ASCII)


def decimal(field: Field) -> Decimal:
    """A number of any of the forms, to four digits; absent and null are 0."""
    value = field.value
    if value is None:
        return NOTHING
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise field.wrong("is not a number")
    text = value if isinstance(value, str) else f"{value:f}"
    if not _NUMBER.fullmatch(text):
        raise field.wrong("is not a number")
    return Decimal(text).quantize(STORED, ROUND_HALF_EVEN)


def minor(amount: Decimal, currency: str) -> int:
    """Whole minor units, rounded once."""
    return rounded(Fraction(amount) * 10 ** exponent(currency), "half_even")


def is_exact(amount: Decimal, currency: str) -> bool:
    return bool(minor(amount, currency) == Fraction(amount) * 10 ** exponent(currency))


def quantity(field: Field) -> Decimal:
    """A quantity, which may have a fraction, and reads the same however it is written."""
    if (found := decimal(field)) < 0:
        raise field.wrong("is below nothing")
    return found.normalize() + 0 if found else NOTHING


def moment(field: Field) -> datetime:
    """A time in UTC: as Magento writes it, without a zone, or as events do, with one."""
    if (found := moment_or_none(field)) is None:
        raise field.wrong("is not a time")
    return found


def moment_or_none(field: Field) -> datetime | None:
    value = field.value
    if not isinstance(value, str):
        return None
    return moment_of(f"{value}+00:00") if _MOMENT.fullmatch(value) else moment_of(value)


def is_id(field: Field) -> bool:
    """Whether an id is given: a guest's, and a parent that is none, are null or 0."""
    return field.value not in (None, 0, "0", "")


def sku_of(field: Field) -> str:
    """The SKU; one that no map could hold is as good as none, and never cut to another's name."""
    sku = Field(str(field.value), field.path).text() if type(field.value) is int else field.text()
    return sku if len(sku) <= TEXT_CHARACTERS_MAX and sku.isprintable() else ""
