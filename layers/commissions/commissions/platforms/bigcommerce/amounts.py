"""BigCommerce's amounts: texts of four decimals in V2, JSON numbers in V3; rounded once, here."""

from fractions import Fraction

from commissions.domain.currencies import exponent
from commissions.domain.money import MINOR_MAX, NotAnAmount, number, rounded
from commissions.platforms.payload import Field

NOTHING = Fraction(0)


def exact(field: Field, currency: str) -> Fraction:
    """Minor units as they were written, with what is finer than one of them."""
    try:
        written = Fraction(number(field.value).scaleb(exponent(currency)))
    except NotAnAmount:
        raise field.wrong(f"is not an amount of {currency}") from None
    if abs(written) >= MINOR_MAX:
        raise field.wrong(f"is not an amount of {currency}")
    return written


def exact_or_none(field: Field, currency: str) -> Fraction:
    """The same; 0 where the field is missing, null or empty."""
    return NOTHING if field.is_empty else exact(field, currency)


def minor(amount: Fraction) -> int:
    return rounded(amount, "half_even")


def without_tax(holder: Field, name: str, currency: str, *, tax_included: bool) -> Fraction:
    """A cost such as `shipping_cost`, before tax, by whichever of its fields is not estimated."""
    if tax_included:
        inclusive = exact_or_none(holder.get(f"{name}_inc_tax"), currency)
        return inclusive - exact_or_none(holder.get(f"{name}_tax"), currency)
    return exact_or_none(holder.get(f"{name}_ex_tax"), currency)
