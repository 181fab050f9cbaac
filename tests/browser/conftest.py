"""The pages of the journeys' stack, in one Chromium; each person has a window of their own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.looks import Look
from tests.browser.window import Window
from tests.journey.workers import Staff
from tools.stack import Stack

Windows = Callable[..., Window]


@pytest.fixture(scope="session")
def emails(company: Any, workers: Staff) -> dict[str, str]:
    """By which everybody of the demo company signs in."""
    opened: dict[str, str] = workers.do("pages.open_demo_accounts")
    german = {"who": "fay", "member_id": "fay", "language": "de", "zone": "Europe/Berlin"}
    return opened | {"fay": workers.do("pages.open_account", **german)}


@pytest.fixture
def windows(
    chromium: Browser, stack: Stack, emails: dict[str, str], look: Look
) -> Iterator[Windows]:
    """Opens a window in the look of the journey: `windows()`, `windows(script=False)`."""
    with ExitStack() as open_ones:

        def one_more(**browser: Any) -> Window:
            window = Window(chromium, look, pages_url=stack.pages_url, emails=emails, **browser)
            return open_ones.enter_context(closing(window))

        yield one_more
