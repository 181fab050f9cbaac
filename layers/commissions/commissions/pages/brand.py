"""A company's own colours: an accent for light and one for dark, if both can be read.

They are the only tokens that a company sets. What is made of them is worked out here: how the
accent looks as a soft ground, as a second series, and which text is readable on it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commissions.pages.contrast import Colour, contrast, mixed

_NAME = re.compile(r"brand\.([0-9a-f]{6})\.([0-9a-f]{6})\.css")
_COLOUR = re.compile(r"#[0-9a-f]{6}")

TEXT, GRAPHIC = 4.5, 3.0
"""What WCAG 2.2 asks of text and of what is no text."""


class Unreadable(ValueError):
    """A colour that is none, or one that people could not read."""


@dataclass(frozen=True, slots=True)
class Accent:
    """Colours as `#0c6a5a`. Raises Unreadable."""

    light: str
    dark: str

    def __str__(self) -> str:
        return f"{self.light},{self.dark}"

    def __post_init__(self) -> None:
        for theme, colour in (("light", self.light), ("dark", self.dark)):
            if not _COLOUR.fullmatch(colour):
                raise Unreadable(f"{theme}: {colour[:40]!r} is no colour like #0c6a5a")
        if problems := list(_problems(self)):
            raise Unreadable("; ".join(problems))


@dataclass(frozen=True, slots=True)
class Tokens:
    """What one theme makes of an accent."""

    accent: Colour
    on_accent: Colour
    accent_soft: Colour
    team: Colour


GROUNDS = {
    "light": ("#f5f7f5", "#ffffff", "#eef2ef"),
    "dark": ("#0d1412", "#141d1a", "#1b2622"),
}
"""bg, surface and sunk of each theme: what an accent stands on."""

_ON_ACCENT = {"light": "#ffffff", "dark": "#05231c"}
_SOFT_PERCENT = 14
_TEAM_PERCENTS = range(60, 101, 5)
"""How much of the accent the second series of a chart has; as little as can still be seen."""


def tokens(accent: Accent, theme: str) -> Tokens:
    colour = accent.light if theme == "light" else accent.dark
    surface = GROUNDS[theme][1]
    teams = (mixed(colour, surface, percent) for percent in _TEAM_PERCENTS)
    return Tokens(
        accent=colour,
        on_accent=_ON_ACCENT[theme],
        accent_soft=mixed(colour, surface, _SOFT_PERCENT),
        team=next((team for team in teams if contrast(team, surface) >= GRAPHIC), colour),
    )


def stated(setting: str) -> Accent | None:
    """Of a stack: `#7a1f5c,#f0a6d4`; None where nothing is set, or nothing that can be read."""
    light, _, dark = setting.partition(",")
    try:
        return Accent(light, dark)
    except Unreadable:
        return None


def sheet_name(accent: Accent) -> str:
    return f"brand.{accent.light[1:]}.{accent.dark[1:]}.css"


def of_sheet(name: str) -> Accent | None:
    """The accent that a sheet's name says, if it is one that may be used."""
    match = _NAME.fullmatch(name)
    return stated(f"#{match[1]},#{match[2]}") if match else None


def sheet(accent: Accent) -> str:
    """The style sheet that sets the tokens."""
    light, dark = (_declared(tokens(accent, theme)) for theme in ("light", "dark"))
    return (
        f":root{{{light}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
        f":root[data-theme=dark]{{{dark}}}"
    )


def _declared(made: Tokens) -> str:
    return f"--accent:{made.accent};--on-accent:{made.on_accent};--accent-soft:{made.accent_soft}"


def _problems(accent: Accent) -> Iterator[str]:
    for theme, grounds in GROUNDS.items():
        made = tokens(accent, theme)
        pairs = [(made.accent, ground, TEXT) for ground in grounds]
        pairs += [(made.on_accent, made.accent, TEXT), (made.accent, made.accent_soft, TEXT)]
        for ink, ground, wanted in pairs:
            if (found := contrast(ink, ground)) < wanted:
                yield (
                    f"{theme}: {ink} on {ground} has a contrast of {found:.1f}, "
                    f"and {wanted} is the least that can be read; choose a "
                    f"{'darker' if theme == 'light' else 'lighter'} accent"
                )
