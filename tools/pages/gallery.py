"""The gallery: each component of `ui` in a page of its own frame, with what it may have to bear."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from commissions.domain.money import Money
from commissions.pages import assets, frame, navigation, pseudo, rendering
from commissions.pages.charts import Column, meter, stacked
from commissions.pages.qr_codes import qr_code
from commissions.pages.text import LANGUAGES, Text

if TYPE_CHECKING:
    from jinja2 import Template

NOW = datetime(2026, 11, 28, 15, 41, tzinfo=UTC)
TEMPLATES = Path(__file__).parent
SHEETS = ("sheet", "confirm")
SHOWN_IN = (*LANGUAGES, *pseudo.LANGUAGES)

ENTRIES = tuple(
    navigation.Entry("app", each, "#", each, navigation.MEMBER)
    for each in ("home", "orders", "team", "money", "ranks", "links", "settings")
)
"""A full navigation: those of pages that are not built yet too."""

_TONES = {9: "bad", 21: "warn", 28: "plain", 29: "plain", 30: "plain"}
_BOTH_WAYS = (500, -300, 900, -1200, 0, 20)
_PER_DAY = [
    (day % 3 and day * 79 % 83 * 100, day % 4 and day * 47 % 29 * 100, 39_00 * (day in (4, 16)))
    for day in range(1, 31)
]
"""Of each day of the month so far, in minor units."""


def write(folder: Path) -> Path:
    """Writes the pages and what they need; the one to begin with."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    for name in ("inter.woff2", "look.css", "pages.js", "htmx.js", "icon.svg"):
        asset = assets.named(Path(assets.url("", name)).name)
        if asset:
            (folder / "assets" / asset.name).write_bytes(asset.body)
    for language in SHOWN_IN:
        for name in ("components", *SHEETS):
            (folder / f"{name}.{language}.html").write_text(rendered(name, language), "utf-8")
    return folder / f"components.{SHOWN_IN[0]}.html"


def rendered(name: str, language: str, say: Callable[[str], str] | None = None) -> str:
    """A page of the gallery, with addresses that work from a folder."""
    layout = "sheet.html" if name in SHEETS else "frame.html"
    context = _context(language, say) | {"layout": layout}
    return _template(name).render(context).replace("/app/assets/", "assets/")


def live_part(language: str) -> str:
    """What the page of components gets when it asks for news."""
    template = _template("components")
    context = template.new_context(_context(language))
    return "".join(template.blocks["live"](context))


def _template(name: str) -> "Template":
    return rendering.from_text((TEMPLATES / f"{name}.html").read_text("utf-8"))


def _context(language: str, say: Callable[[str], str] | None = None) -> dict[str, object]:
    shown = {"s": say or said(language), "language": language}
    return frame.surroundings(a_frame(language)) | samples() | shown


def a_frame(language: str) -> frame.Frame:
    return GalleryFrame(
        family="app",
        active="home",
        text=Text(language),
        zone="America/New_York",
        who="cara",
        roles=navigation.MEMBER,
        company="Harbour Tea",
        now=NOW,
        standing="Associate",
    )


class GalleryFrame(frame.Frame):
    """Leads to pages that are not there."""

    __slots__ = ()

    @property
    def entries(self) -> list[navigation.Entry]:
        return list(ENTRIES)


def said(language: str) -> Callable[[str], str]:
    """The samples' words, longer and with accents where that is what is looked at."""
    if language in pseudo.LANGUAGES:
        return lambda words: pseudo.disguised(words, language)
    return lambda words: words


def samples() -> dict[str, object]:
    return {
        "usd": lambda minor: Money(minor, "USD"),
        "now": NOW,
        "ago": lambda minutes: NOW - timedelta(minutes=minutes),
        "first": date(2026, 11, 1),
        "last": date(2026, 11, 30),
        "share": Fraction,
        "qr_code": qr_code("https://tea-us.example/?ref=CARA-7"),
        "per_day": stacked([_column(day, values) for day, values in enumerate(_PER_DAY, 1)]),
        "both_ways": stacked([_column(day, [value]) for day, value in enumerate(_BOTH_WAYS, 1)]),
        "meter": meter,
        "days": [(f"{day}", _TONES.get(day, "good"), f"{day} Nov", "#") for day in range(1, 31)],
    }


def _column(day: int, values: Sequence[int]) -> Column:
    return Column(f"{day} Nov", f"{day} Nov: {Money(sum(values), 'USD')}", values)
