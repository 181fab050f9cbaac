"""A person's browser window, and whatever it complained of."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, WebError

from tests.browser.looks import PHONE_UP_TO, Look
from tools.browser.chromium import NoChromium
from tools.browser.launch import launched

ZONE = "Europe/Berlin"
INSPECT = Path(__file__).with_name("inspect.js").read_text()
# Told by the answer itself too, with its address.
TOLD_TWICE = "Failed to load resource"
# What the page asked and the person did not wait for, as they went on to another.
LEFT_BEHIND = "net::ERR_ABORTED"


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Where there is none, tests fail: what they look at would be unseen otherwise."""
    try:
        with launched() as browser:
            yield browser
    except NoChromium as missing:
        pytest.fail(str(missing), pytrace=False)


class Visit:
    """A window of its own: nobody else's cookies, one look, one language."""

    def __init__(
        self,
        chromium: Browser,
        look: Look,
        *,
        language: str = "en-GB",
        script: bool = True,
    ) -> None:
        self.look = look
        self.context = chromium.new_context(
            viewport={"width": look.width, "height": look.height},
            color_scheme=look.scheme,
            reduced_motion="reduce",
            has_touch=look.width <= PHONE_UP_TO,
            is_mobile=look.width <= PHONE_UP_TO,
            locale=language,
            timezone_id=ZONE,
            java_script_enabled=script,
        )
        self._complaints: list[str] = []
        self.context.on("console", self._said)
        self.context.on("weberror", self._broke)
        self.context.on("requestfailed", self._failed)
        self.context.on("response", self._answered)
        self.page: Page = self.context.new_page()

    def complaints(self) -> list[str]:
        """All since the last time they were asked for, expected ones left out."""
        self.page.wait_for_timeout(0)  # lets what was told meanwhile come in
        told, self._complaints = self._complaints, []
        return told

    @contextmanager
    def expecting(self, words: str) -> Iterator[None]:
        """A block in which the browser has to complain in these words, and may."""
        before = self.complaints()
        yield
        told = self.complaints()
        assert any(words in each for each in told), f"nobody complained of {words}: {told}"
        self._complaints = before + [each for each in told if words not in each]

    def see(self, look: Look) -> None:
        self.page.set_viewport_size({"width": look.width, "height": look.height})
        self.page.emulate_media(color_scheme=look.scheme)

    def close(self) -> None:
        self.context.close()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(TOLD_TWICE):
            self._complaints.append(f"console: {message.text}")

    def _broke(self, error: WebError) -> None:
        self._complaints.append(f"script: {error.error}")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT_BEHIND:
            self._complaints.append(f"{request.failure}: {request.method} {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._complaints.append(f"{response.status}: {response.request.method} {response.url}")


def evaluated(page: Page, function: str) -> Any:
    """What a function of inspect.js finds; the page's own policy for scripts is not touched."""
    return page.evaluate(f"() => {{ {INSPECT}; return {function}(); }}")
