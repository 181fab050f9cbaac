"""What a page costs whoever opens it: bytes on the wire, when its largest part is there, and how
much of it moves while it loads."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

SETTLES_MS = 400
"""What is painted after the page has loaded, is so within this time."""
WATCH = Path(__file__).with_name("vitals.js").read_text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """Of one load."""

    status: int
    lcp_ms: float
    layout_shift: float
    html_bytes: int
    """Of the page itself, as packed on the wire, without headers."""
    all_bytes: int
    """Of everything that was fetched for it and was not in the browser's cache; headers are left
    out, and so is the icon of the tab, of which browsers tell nothing."""
    requests: int


def watched(context: BrowserContext) -> Page:
    """A window whose loads can be measured."""
    context.add_init_script(WATCH)
    return context.new_page()


def load(page: Page, address: str) -> Vitals:
    """Opens an address in a window that is `watched`."""
    answer = page.goto(address, wait_until="load")
    page.wait_for_timeout(SETTLES_MS)
    found = page.evaluate("() => ({ ...window.vitals, sizes: window.fetchedBytes() })")
    sizes: list[int] = found["sizes"]
    return Vitals(
        status=answer.status if answer else 0,
        lcp_ms=found["lcp"],
        layout_shift=found["shift"],
        html_bytes=sizes[0],
        all_bytes=sum(sizes),
        requests=len(sizes),
    )
