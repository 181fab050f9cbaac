"""Numbers as a language writes them: its separators, and a minus that is as wide as a plus."""

from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import format_decimal

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"


def whole(number: int, language: str) -> str:
    """`1234567` as `1,234,567`."""
    return decimal(Decimal(number), 0, language)


def decimal(number: Decimal, places: int, language: str) -> str:
    """With exactly so many decimals, which the number has no more of."""
    pattern = "#,##0" + (f".{'0' * places}" if places else "")
    written = format_decimal(abs(number), format=pattern, locale=locale(language))
    return f"{MINUS}{written}" if number < 0 else written


@cache
def locale(language: str) -> Locale:
    return Locale.parse(language)
