"""How soon a page is painted, against an empty one of the same function, in turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, BrowserContext, ViewportSize

from tools.browser.vitals import Vitals, load, watched

PHONE = ViewportSize(width=390, height=844)
SESSION = "__Host-session"
EMPTY = "none"
"""No page has this address: what comes is the frame, and one sentence."""


@dataclass(frozen=True, slots=True)
class Painted:
    """Loads of a page and of the empty one, a pair each, the browser's cache empty."""

    page: Sequence[Vitals]
    empty: Sequence[Vitals]

    @property
    def lcp_ratio(self) -> float:
        pairs = zip(self.page, self.empty, strict=True)
        return median(ours.lcp_ms / bare.lcp_ms for ours, bare in pairs)


def in_turn(chromium: Browser, pages_url: str, path: str, cookie: str, *, pairs: int) -> Painted:
    family = path.split("/")[1]
    addresses = {"page": f"{pages_url}{path[1:]}", "empty": f"{pages_url}{family}/{EMPTY}"}
    found: dict[str, list[Vitals]] = {name: [] for name in addresses}
    for number in range(pairs):
        for name in addresses if number % 2 else reversed(addresses):
            found[name].append(first_visit(chromium, addresses[name], pages_url, cookie))
    return Painted(found["page"], found["empty"])


def first_visit(chromium: Browser, address: str, pages_url: str, cookie: str) -> Vitals:
    """By somebody who has just signed in, on a phone, whose browser has seen nothing yet."""
    context = chromium.new_context(viewport=PHONE)
    try:
        _give(context, pages_url, cookie)
        return load(watched(context), address)
    finally:
        context.close()


def _give(context: BrowserContext, pages_url: str, cookie: str) -> None:
    context.add_cookies(
        [
            {
                "name": SESSION,
                "value": cookie,
                "url": pages_url,
                "secure": True,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )
