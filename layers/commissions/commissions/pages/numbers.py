"""Numbers as a language writes them: its separators, and a minus that is as wide as a plus."""

from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"


def whole(number: int, language: str) -> str:
    """`1234567` as `1,234,567`."""
    return decimal(Decimal(number), 0, language)


def decimal(number: Decimal, places: int, language: str) -> str:
    """With exactly so many decimals, which the number has no more of."""
    written = _pattern(places).apply(abs(number), locale(language))
    return f"{MINUS}{written}" if number < 0 else written


@cache
def _pattern(places: int) -> NumberPattern:
    return parse_pattern("#,##0" + (f".{'0' * places}" if places else ""))


@cache
def locale(language: str) -> Locale:
    return Locale.parse(language)
