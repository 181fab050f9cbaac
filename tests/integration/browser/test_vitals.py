"""What is measured of a page is what it does."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tools.browser.vitals import load, watched

PLACE = "http://pages.test/"
STYLE = "p { font-size: 40px }"
STILL = """<!doctype html>
    <link rel="icon" href="data:,"><link rel="stylesheet" href="s.css"><p>Orders</p>"""
MOVES = f"""{STILL}
    <script>setTimeout(() => document.body.prepend(document.createElement("hr")), 100)</script>"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield watched(context)
    context.close()


def shown(page: Page, html: str) -> Page:
    page.route(PLACE, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route(f"{PLACE}s.css", lambda route: route.fulfill(body=STYLE, content_type="text/css"))
    return page


def test_bytes_are_counted_of_the_page_and_of_all_that_it_fetches(page: Page) -> None:
    found = load(shown(page, STILL), PLACE)

    assert (found.html_bytes, found.all_bytes) == (len(STILL), len(STILL) + len(STYLE))
    assert found.requests == 2


def test_a_page_that_stands_still_does_not_shift_and_is_painted(page: Page) -> None:
    found = load(shown(page, STILL), PLACE)

    assert found.layout_shift == 0
    assert found.lcp_ms > 0


def test_what_moves_while_it_loads_is_counted(page: Page) -> None:
    assert load(shown(page, MOVES), PLACE).layout_shift > 0
