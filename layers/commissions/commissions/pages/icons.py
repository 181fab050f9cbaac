"""The icons that pages draw in: one symbol a line of `static/icons.svg`."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

_SHEET = Path(__file__).parent / "static/icons.svg"
_SYMBOL = re.compile(r'<symbol id="([a-z-]+)">(.*)</symbol>')


def drawn(name: str) -> Markup:
    """What stands inside the icon's `svg`. Raises KeyError for an icon that there is not."""
    return _symbols()[name]


@cache
def _symbols() -> dict[str, Markup]:
    # Markup for sure: the file is ours, and no value of anybody's ever comes into it.
    return {name: Markup(shapes) for name, shapes in _SYMBOL.findall(_SHEET.read_text())}  # noqa: S704
