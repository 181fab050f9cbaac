"""What a page may cost whoever opens it for the first time."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Windows
from tests.browser.looks import PHONE_DARK, Look
from tests.browser.selling import buys
from tests.browser.window import Window
from tests.journey.stores import Stores
from tools.browser.vitals import Vitals, load, watched

PAGES = {
    "cara": ("/app/home", "/app/orders"),
}


@pytest.fixture
def look() -> Look:
    return PHONE_DARK


def first_visit(chromium: Browser, signed_in: Window, path: str) -> Vitals:
    """By the same person, in a browser that has seen nothing yet."""
    context = chromium.new_context(
        storage_state=signed_in.context.storage_state(),
        viewport={"width": PHONE_DARK.width, "height": PHONE_DARK.height},
    )
    try:
        return load(watched(context), signed_in.address(path))
    finally:
        context.close()


def over(found: Vitals) -> list[str]:
    """Which budgets it is over, and by what."""
    limits = {"html_bytes": 15_000, "all_bytes": 100_000, "layout_shift": 0.05}
    return [
        f"{name} {value}"
        for name, limit in limits.items()
        if (value := getattr(found, name)) > limit
    ]


@pytest.mark.parametrize("who", PAGES)
def test_a_first_visit_keeps_to_its_budgets(
    chromium: Browser, windows: Windows, stores: Stores, who: str
) -> None:
    buys(stores, "CARA-7")
    window = windows()
    window.signs_in(who, to="/")

    found = {path: first_visit(chromium, window, path) for path in PAGES[who]}

    assert {each.status for each in found.values()} == {200}
    assert {path: over(each) for path, each in found.items() if over(each)} == {}
