"""Where things stand in a picture, and how figures are written in it: exact to the last digit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.wording import amount
from commissions.domain.money import rounded
from commissions.pages.rendering import render_template

TICKS_MAX = 6
MINUS = "\N{MINUS SIGN}"
_STEPS = (1, 2, 5)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may have."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Values on a line of the picture, from `low` at `begin` to `high` at `end`, in pixels."""

    low: Fraction
    high: Fraction
    begin: Fraction
    end: Fraction

    def at(self, value: Fraction) -> Fraction:
        share = (value - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)


def ticks(low: Fraction, high: Fraction) -> list[Fraction]:
    """Round values, 0 among them, that reach from `low` to `high`: at most about six.

    Both are in the order of their size and not the same.
    """
    step = next(each for each in _steps(high - low) if (high - low) / each <= TICKS_MAX - 1)
    first, last = low // step, -(-high // step)
    return [each * step for each in range(first, last + 1)]


def _steps(span: Fraction) -> Iterator[Fraction]:
    """1, 2, 5, 10, 20 … from one that is surely too fine."""
    power = Fraction(1)
    while power * TICKS_MAX * 10 > span:
        power /= 10
    while True:
        yield from (power * each for each in _STEPS)
        power *= 10


def px(value: Fraction | int) -> str:
    """A coordinate: tenths of a pixel are fine enough."""
    tenths = rounded(Fraction(value) * 10, "half_even")
    sign, (whole, rest) = "-" * (tenths < 0), divmod(abs(tenths), 10)
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def percent(share: Fraction, places: int = 1) -> str:
    """A share of 1 as `38.2 %`."""
    return f"{decimal(share * 100, places)} %"


def money(minor: int, currency: str) -> str:
    return amount(minor, currency).replace("-", MINUS)


def decimal(value: Fraction, places: int) -> str:
    """So many decimals, thousands set apart; what rounds to 0 has no sign."""
    scaled = rounded(value * 10**places, "half_even")
    whole, rest = divmod(abs(scaled), 10**places)
    sign = MINUS * (scaled < 0)
    return f"{sign}{whole:,}.{rest:0{places}}" if places else f"{sign}{whole:,}"


def places_of(step: Fraction) -> int:
    """The decimals that a value of this step needs in percent."""
    places = 0
    while (step * 100 * 10**places).denominator != 1:
        places += 1
    return places


def readable(text: str, most: int = 60) -> str:
    """A name as a picture has room for it."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def draw(template: str, **values: object) -> str:
    """A picture of a template, without characters that would make it no XML."""
    return _NO_XML.sub("\ufffd", render_template(template, **values))
