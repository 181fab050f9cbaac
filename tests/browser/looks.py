"""How wide a page is looked at, and by day or by night."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Literal

import pytest

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

WHOLE_GRID = any(os.environ.get(name) for name in ("COMMISSIONS_PROOF", "COMMISSIONS_GRID"))
"""Every journey at every width by day and by night, in place of once."""


@dataclass(frozen=True, slots=True)
class Look:
    width: int
    height: int
    scheme: Scheme

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


WIDTHS = {320: 568, 390: 844, 768: 1024, 1280: 800}
"""CSS pixels, with the height that such a screen has."""
DESK_LIGHT = Look(1280, WIDTHS[1280], "light")
PHONE_DARK = Look(390, WIDTHS[390], "dark")
PHONE_UP_TO = 480
GRID = tuple(
    Look(width, height, scheme) for (width, height), scheme in product(WIDTHS.items(), SCHEMES)
)


def journey(usual: Look) -> pytest.MarkDecorator:
    """A journey that is gone in its usual look, and in the whole grid in every one."""
    return pytest.mark.parametrize("look", GRID if WHOLE_GRID else [usual], ids=str)


def looked_at(own: Look) -> Iterable[Look]:
    """In which looks each station of a journey is held against what a page must be."""
    return [own] if WHOLE_GRID else dict.fromkeys([own, DESK_LIGHT, PHONE_DARK])
