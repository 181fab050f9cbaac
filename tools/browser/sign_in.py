"""Signing in to the pages as people do: by the user pool's own page."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

USER_POOL_PAGE = "**/oauth2/authorize?**"
SECONDS_MAX = 30


@dataclass(frozen=True, slots=True)
class Login:
    """What somebody types."""

    email: str
    password: str = field(repr=False)


def sign_in(page: Page, address: str, login: Login) -> None:
    """To an address of the pages, where one arrives in the end. Raises TimeoutError of Playwright
    where one is left at the user pool's page."""
    page.goto(address)
    page.wait_for_url(USER_POOL_PAGE)
    type_in(page, login)
    page.wait_for_url(lambda url: url.startswith(_host(address)), timeout=SECONDS_MAX * 1000)


def type_in(page: Page, login: Login) -> None:
    page.locator("#username").fill(login.email)
    page.locator("#password").fill(login.password)
    page.locator("button[type=submit]").click()


def _host(address: str) -> str:
    return "/".join(address.split("/")[:3])
