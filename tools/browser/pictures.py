"""Pictures of the pages of a stack, as people of the demo company see them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, StorageState, ViewportSize

from tools.browser.sign_in import Login, sign_in
from tools.local.demo_accounts import DEMO_ACCOUNTS, PASSWORD

SETTLES_MS = 300


@dataclass(frozen=True, slots=True)
class Screen:
    width: int
    height: int
    per_pixel: float = 1


DESK, PHONE = Screen(1280, 800), Screen(390, 844, 1.5)
SCREENS = {"desk": DESK, "phone": PHONE}


@dataclass(frozen=True, slots=True)
class Picture:
    page: str
    """What its file is called after: `home` of `home-desk-light.png`."""
    who: str
    path: str
    screen: Literal["desk", "phone"]
    scheme: Literal["light", "dark"]
    opens: str = ""
    """A row that is clicked, as a selector: its sheet is in the picture."""
    of_a_month: bool = True

    @property
    def file(self) -> str:
        return f"{self.page}-{self.screen}-{self.scheme}.png"

    def path_in(self, month: str) -> str:
        if not (month and self.of_a_month):
            return self.path
        return f"{self.path}{'&' if '?' in self.path else '?'}month={month}"


WHY, WHY_NOT = ".rows a.row:has(.tile.own)", ".rows a.row:has(.tile.unpaid)"
PICTURES = (
    Picture("home", "cara", "/app/home", "desk", "light"),
    Picture("home", "cara", "/app/home", "phone", "dark"),
    Picture("orders", "cara", "/app/orders", "desk", "dark"),
    Picture("why", "cara", "/app/orders?show=own", "desk", "light", WHY),
    Picture("why-not", "dan", "/app/orders?show=not-paid", "phone", "light", WHY_NOT),
)


def take(chromium: Browser, pages_url: str, folder: Path, *, month: str = "") -> list[Path]:
    """All of `PICTURES`, into a folder, by the demo's accounts, each of which signs in once.
    `month`: as `2026-11`, where it is not the one that goes on."""
    folder.mkdir(parents=True, exist_ok=True)
    logins = {each.who: Login(each.email, PASSWORD) for each in DEMO_ACCOUNTS}
    who = {each.who for each in PICTURES}
    signed_in = {name: _signed_in(chromium, pages_url, logins[name]) for name in who}
    taken = []
    for each in PICTURES:
        context = _window(chromium, each, signed_in[each.who])
        try:
            file = folder / each.file
            _take(context.new_page(), each, f"{pages_url}{each.path_in(month)[1:]}", file)
        finally:
            context.close()
        taken.append(file)
    return taken


def _signed_in(chromium: Browser, pages_url: str, login: Login) -> StorageState:
    context = chromium.new_context()
    try:
        sign_in(context.new_page(), pages_url, login)
        return context.storage_state()
    finally:
        context.close()


def _window(chromium: Browser, picture: Picture, signed_in: StorageState) -> BrowserContext:
    screen = SCREENS[picture.screen]
    return chromium.new_context(
        storage_state=signed_in,
        viewport=ViewportSize(width=screen.width, height=screen.height),
        device_scale_factor=screen.per_pixel,
        color_scheme=picture.scheme,
        reduced_motion="reduce",
        locale="en-GB",
    )


def _take(page: Page, picture: Picture, address: str, file: Path) -> None:
    page.goto(address)
    if picture.opens:
        page.locator(picture.opens).first.click()
        page.locator("#sheet .sheet-main").wait_for()
    page.wait_for_timeout(SETTLES_MS)
    page.screenshot(path=file)
