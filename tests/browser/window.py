"""A person's window at the deployed pages."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator

from tests.browser.checks import checked, fits, walked
from tests.browser.looks import Look
from tests.browser.visit import Visit, evaluated
from tools.browser.sign_in import Login, sign_in, type_in
from tools.local.demo_accounts import PASSWORD

LOOKS_AGAIN, LOOK_MS = 40, 250


class Window(Visit):
    """Signed out at first; nobody else's cookies are in it."""

    def __init__(  # noqa: PLR0913 - as a person has their browser set
        self,
        chromium: Browser,
        look: Look,
        *,
        pages_url: str,
        emails: Mapping[str, str],
        language: str = "en-GB",
        script: bool = True,
    ) -> None:
        super().__init__(chromium, look, language=language, script=script)
        self.pages_url = pages_url
        self._emails = emails

    @property
    def path(self) -> str:
        """Where it stands."""
        return urlsplit(self.page.url).path

    def go(self, path: str) -> None:
        self.page.goto(self.address(path))

    def signs_in(self, who: str, to: str) -> None:
        """As somebody of the demo company who wants to be at an address."""
        sign_in(self.page, self.address(to), self.login(who))

    def sees(self, *what: Locator) -> None:
        """By looking again until it is there: what is sold takes a moment to be in the books."""
        for _ in range(LOOKS_AGAIN):
            if all(each.count() for each in what):
                return
            self.page.wait_for_timeout(LOOK_MS)
            self.page.reload()
        raise AssertionError(f"{what} did not come to {self.page.url}")

    def confirms(self, button: str, **fields: str) -> None:
        """What a sheet asks, whose form leads to an action's page."""
        form = self.page.get_by_role("dialog").locator("form.confirm")
        for name, value in fields.items():
            form.locator(f"[name={name}]").fill(value)
        self.is_well()
        form.get_by_role("button", name=button).click()
        self.page.wait_for_url("**/console/actions/*")

    def signs_out(self) -> None:
        """By the button, which a phone has behind "more"."""
        more = self.page.locator("nav.tabs summary")
        if more.is_visible():
            more.click()
        self.page.get_by_role("button", name="Sign out").click()
        self.page.wait_for_url("**/auth/ended")

    def speaks_at_length(self, direction: str) -> None:
        """Every sentence half as long again, as in a language of long words, and from right to left
        if it is one of those."""
        evaluated(self.page, "stretched")
        self.page.evaluate("(way) => { document.documentElement.dir = way; }", direction)

    def types_in(self, who: str) -> None:
        """At the hosted page, where they stand already."""
        type_in(self.page, self.login(who))

    def login(self, who: str) -> Login:
        return Login(self._emails[who], PASSWORD)

    def address(self, path: str) -> str:
        return self.pages_url + path.removeprefix("/")

    def is_well(self) -> None:
        """What every page has to be, in this state."""
        checked(self)

    def fits(self) -> None:
        """At every width: of what is only longer, the rest is no different."""
        fits(self)

    def is_well_by_keyboard(self) -> None:
        walked(self)
