from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.visit import a_browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser
