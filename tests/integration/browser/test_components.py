"""What all pages do by themselves, on the gallery of components: their clock, their sheet, the
theme; and that they are read by everybody, with a mouse, by keyboard, or without script."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from commissions.pages import assets
from tests.browser.checks import checked, walked
from tests.browser.looks import DESK_LIGHT, PHONE_DARK, Look, journey
from tests.browser.visit import Visit
from tools.pages import gallery

SITE = "http://gallery.localhost/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
AT_A_DESK = pytest.mark.parametrize("look", [DESK_LIGHT], ids=str)
ROW = "#o2-link"


class Gallery:
    """The gallery as a site; `answer` is what it says to who asks for news."""

    def __init__(self, chromium: Browser, look: Look, **visit: Any) -> None:
        self.visit = Visit(chromium, look, **visit)
        self.page: Page = self.visit.page
        self.answer: dict[str, Any] = {"status": 204}
        self.asked = 0
        self.fails = False
        self.visit.context.route("**/*", self._route)

    def open(self, name: str = "components.en.html") -> Page:
        self.page.goto(f"{SITE}{name}")
        return self.page

    def seconds(self, many: int) -> None:
        """Lets the page's clock go on, second by second: what is asked in one is answered before
        the next, however slow this machine is."""
        for _ in range(many):
            self.page.clock.run_for(1_000)
            expect(self.page.locator(".htmx-request")).to_have_count(0)

    def _route(self, route: Route) -> None:
        name = PurePosixPath(route.request.url.removeprefix(SITE))
        if name.parent.name == "assets" and (asset := assets.named(name.name)):
            route.fulfill(body=asset.body, content_type=asset.content_type)
        elif name.name == "live":
            self.asked += 1
            route.fulfill(**self.answer)
        elif self.fails:
            route.fulfill(status=500)
        elif name.suffix == ".html":
            page, language = name.stem.split(".", 1)
            route.fulfill(
                body=gallery.rendered(page, language),
                content_type="text/html; charset=utf-8",
                headers={"content-security-policy": POLICY},
            )
        else:
            route.fulfill(status=404)


@pytest.fixture
def site(chromium: Browser, look: Look) -> Iterator[Gallery]:
    shown = Gallery(chromium, look)
    yield shown
    shown.visit.close()


@journey(DESK_LIGHT)
@pytest.mark.parametrize("language", gallery.SHOWN_IN)
def test_every_component_holds_in_every_language(site: Gallery, language: str) -> None:
    site.open(f"components.{language}.html")

    checked(site.visit)


@journey(DESK_LIGHT)
def test_everything_is_come_to_by_keyboard(site: Gallery) -> None:
    page = site.open()
    page.keyboard.press("Tab")
    skip = page.locator(":focus")

    expect(skip).to_have_class("skip")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    walked(site.visit)


@journey(PHONE_DARK)
def test_a_row_opens_its_sheet_which_gives_the_focus_back(site: Gallery) -> None:
    page = site.open()
    page.focus(ROW)
    page.keyboard.press("Enter")

    expect(page.locator("#sheet .calculation")).to_be_visible()
    expect(page.get_by_role("dialog", name="You earned 15.00 USD: your sale")).to_be_visible()
    checked(site.visit)
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(page.locator(ROW)).to_be_focused()


@journey(DESK_LIGHT)
def test_a_sheet_closes_by_its_button_and_beside_it(site: Gallery) -> None:
    page = site.open()
    closes: list[Callable[[], None]] = [
        page.get_by_role("button", name="Close").click,
        partial(page.mouse.click, 5, 5),
    ]
    for close in closes:
        page.click(ROW)
        expect(page.locator("#sheet .calculation")).to_be_visible()
        close()
        expect(page.locator("#sheet")).to_be_hidden()
    expect(page).to_have_url(f"{SITE}components.en.html")


@AT_A_DESK
def test_what_cannot_be_undone_wants_its_word_and_can_be_left(site: Gallery) -> None:
    page = site.open()
    page.get_by_role("link", name="Release").click()
    sheet = page.get_by_role("dialog", name="Release 8 orders")
    sheet.get_by_label("Reason").fill("The values are there")
    sheet.get_by_label("Type “release”").fill("no")
    sheet.get_by_role("button", name="Release 8 orders").click()

    expect(sheet.locator("input:invalid")).to_be_focused()
    checked(site.visit)
    sheet.get_by_role("link", name="Cancel").click()
    expect(sheet).to_be_hidden()
    expect(page).to_have_url(f"{SITE}components.en.html")


@AT_A_DESK
def test_a_sheet_that_cannot_be_loaded_says_so_and_leads_to_the_page(site: Gallery) -> None:
    page = site.open()
    site.fails = True
    with site.visit.expecting("500"):
        page.click(ROW)
        expect(page.locator("#sheet .failed a")).to_have_attribute("href", "sheet.en.html")
    site.fails = False
    page.click("#sheet .failed a")
    expect(page).to_have_url(f"{SITE}sheet.en.html")


@AT_A_DESK
def test_a_row_opens_in_another_tab_as_any_link_does(site: Gallery) -> None:
    page = site.open()
    with site.visit.context.expect_page():
        page.click(ROW, modifiers=["ControlOrMeta"])

    expect(page.locator("#sheet")).to_be_hidden()


@AT_A_DESK
def test_the_clock_asks_every_three_seconds_and_less_often_when_nothing_happens(
    site: Gallery,
) -> None:
    site.page.clock.install()
    site.open()
    site.seconds(30)
    first_half_minute = site.asked
    site.seconds(100)
    site.asked = 0
    site.seconds(60)

    assert first_half_minute in (9, 10)
    assert site.asked in (3, 4, 5)


@AT_A_DESK
def test_the_clock_rests_while_nobody_looks(site: Gallery) -> None:
    site.page.clock.install()
    page = site.open()
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => true, configurable: true})"
    )
    page.clock.run_for(60_000)
    assert site.asked == 0

    page.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => false, configurable: true})"
    )
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(100)
    expect(page.locator(".htmx-request")).to_have_count(0)
    assert site.asked == 1


@AT_A_DESK
def test_news_are_said_and_move_nothing(site: Gallery) -> None:
    site.page.clock.install()
    page = site.open()
    page.focus(ROW)
    page.evaluate("window.scrollTo(0, 300)")
    site.answer = {"body": gallery.live_part("en"), "content_type": "text/html; charset=utf-8"}
    page.clock.run_for(4_000)

    expect(page.locator("#announce")).to_have_text("One new order: +15.00 USD")
    expect(page.locator(ROW)).to_be_focused()
    assert page.evaluate("window.scrollY") == 300
    checked(site.visit)


@AT_A_DESK
def test_an_open_sheet_stays_and_gives_the_focus_to_the_row_that_is_there_then(
    site: Gallery,
) -> None:
    site.page.clock.install()
    page = site.open()
    page.click(ROW)
    expect(page.locator("#sheet .calculation")).to_be_visible()
    site.answer = {"body": gallery.live_part("en"), "content_type": "text/html; charset=utf-8"}
    page.clock.run_for(4_000)
    expect(page.locator("#announce")).not_to_be_empty()

    expect(page.locator("#sheet .calculation")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(ROW)).to_be_focused()


@AT_A_DESK
def test_who_is_not_told_anything_any_more_sees_since_when(site: Gallery) -> None:
    site.page.clock.install()
    page = site.open()
    live = page.locator("[data-live]")
    site.answer = {"status": 500}
    with site.visit.expecting("500"):
        page.clock.run_for(20_000)
        expect(live).to_have_class("live late")
        expect(live).to_contain_text("Not updated since")

    site.answer = {"status": 204}
    page.clock.run_for(4_000)
    expect(live).to_have_class("live")
    expect(live).to_have_text("Live: updates by itself")
    site.visit.complaints()


@AT_A_DESK
def test_who_was_signed_out_comes_to_the_sign_in(site: Gallery) -> None:
    site.page.clock.install()
    page = site.open()
    site.answer = {"status": 401, "headers": {"HX-Redirect": "/sheet.de.html"}}
    with site.visit.expecting("401"):
        page.clock.run_for(4_000)
        page.wait_for_url("**/sheet.de.html")


@journey(PHONE_DARK)
def test_a_person_chooses_light_or_dark_and_finds_it_again(site: Gallery) -> None:
    page = site.open()
    first = "dark" if site.visit.look.scheme == "dark" else "light"
    other = "light" if first == "dark" else "dark"

    def turn() -> None:
        if page.locator(".more-pages summary").is_visible():
            page.click(".more-pages summary")
        page.locator(".theme:visible").click()

    turn()
    expect(page.locator("html")).to_have_attribute("data-theme", other)
    page.reload(wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-theme", other)
    page.wait_for_load_state()
    turn()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") is None


@pytest.mark.parametrize("look", [PHONE_DARK], ids=str)
def test_a_phones_menu_has_all_other_pages_and_closes_beside_it(site: Gallery) -> None:
    page = site.open()
    page.click(".more-pages summary")

    expect(page.locator(".more-pages").get_by_role("link", name="Settings")).to_be_visible()
    checked(site.visit)
    page.mouse.click(100, 100)
    expect(page.locator(".more-pages").get_by_role("link", name="Settings")).to_be_hidden()


@AT_A_DESK
def test_a_branch_opens_and_closes(site: Gallery) -> None:
    page = site.open()
    button = page.get_by_role("button", name="People below eve")

    expect(page.locator("#m-fay")).to_be_visible()
    button.click()
    expect(page.locator("#m-fay")).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(page.locator("#m-fay")).to_be_visible()


@AT_A_DESK
def test_a_link_is_copied(site: Gallery) -> None:
    site.visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = site.open()
    page.get_by_role("button", name="Copy the link").click()

    expect(page.locator("#toast")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "https://tea.example/?ref=CARA-10"


@journey(PHONE_DARK)
def test_without_script_everything_leads_somewhere(chromium: Browser, look: Look) -> None:
    site = Gallery(chromium, look, script=False)
    page = site.open()

    expect(page.locator("[data-copy]")).to_be_hidden()
    page.locator("#earned-table summary").click()
    expect(page.locator("#earned-days")).to_be_visible()
    page.click(ROW)
    expect(page).to_have_url(f"{SITE}sheet.en.html")
    site.visit.close()


@AT_A_DESK
def test_where_htmx_comes_late_nothing_is_asked_and_nothing_breaks(site: Gallery) -> None:
    site.visit.context.route(
        "**/htmx*.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    site.page.clock.install()
    page = site.open()

    page.clock.run_for(20_000)

    assert site.asked == 0
    assert site.visit.complaints() == []
