"""Styles, scripts and the font that pages need: packed once, under names made of their content.

A name never changes its content, so a browser keeps it for good (`CACHE`). Style sheets refer to
the font by name, from the same folder.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from commissions.pages import brand

STATIC = Path(__file__).parent / "static"
CACHE = "public, max-age=31536000, immutable"
_FONT = "inter.woff2"
_LAYOUT = re.compile(r"/\*.*?\*/|\s+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent; `packed` is its gzip, empty where packing gains nothing."""

    name: str
    content_type: str
    body: bytes
    packed: bytes


def url(prefix: str, name: str) -> str:
    """Where a family has it: `url("/app", "look.css")` is `/app/assets/look.0f3a….css`."""
    return f"{prefix}/assets/{_by_plain_name()[name].name}"


def brand_url(prefix: str, accent: "brand.Accent") -> str:
    """Where a company's own colours are: their name says them, so nothing is kept."""
    return f"{prefix}/assets/{brand.sheet_name(accent)}"


def named(name: str) -> Asset | None:
    """What is sent under a name with its content's hash, or a company's colours."""
    found = _by_hashed_name().get(name)
    if found or not (accent := brand.of_sheet(name)):
        return found
    return _asset(name, "text/css; charset=utf-8", brand.sheet(accent).encode())


@cache
def _by_hashed_name() -> dict[str, Asset]:
    return {asset.name: asset for asset in _by_plain_name().values()}


@cache
def _by_plain_name() -> dict[str, Asset]:
    font = _hashed(_FONT, "font/woff2", (STATIC / _FONT).read_bytes())
    look = _sheet().replace(_FONT, font.name)
    script = "text/javascript; charset=utf-8"
    return {
        _FONT: font,
        "look.css": _hashed("look.css", "text/css; charset=utf-8", look.encode()),
        "pages.js": _hashed("pages.js", script, (STATIC / "pages.js").read_bytes()),
        "htmx.js": _hashed("htmx.js", script, (STATIC / "htmx.min.js").read_bytes()),
        "icon.svg": _hashed("icon.svg", "image/svg+xml", (STATIC / "icon.svg").read_bytes()),
    }


def _sheet() -> str:
    """All style sheets in the order of their names, without comments and layout."""
    sheets = (file.read_text("utf-8") for file in sorted((STATIC / "css").glob("*.css")))
    return _LAYOUT.sub(" ", "\n".join(sheets)).strip()


def _hashed(name: str, content_type: str, body: bytes) -> Asset:
    stem, _, ending = name.rpartition(".")
    digest = hashlib.sha256(body).hexdigest()[:12]
    return _asset(f"{stem}.{digest}.{ending}", content_type, body)


def _asset(name: str, content_type: str, body: bytes) -> Asset:
    packed = gzip.compress(body, 9, mtime=0)
    return Asset(name, content_type, body, packed if len(packed) < len(body) * 9 // 10 else b"")
