"""What members do with their pages."""

import re
import time
from decimal import Decimal

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Windows
from tests.browser.looks import DESK_LIGHT, PHONE_DARK, journey
from tests.browser.selling import FIVE_GREEN, buys, gives_back
from tests.browser.window import Window
from tests.journey.ledger_reads import Books
from tests.journey.stores import Stores, happens
from tools.demo.payloads import Basket

APPEARS_SECONDS = 5
A_PAGE_OF_ORDERS = 50


def row_of(window: Window, bought: Basket) -> Locator:
    """An order's, wherever orders are listed."""
    return window.page.locator(f"a.row[href*='~2F{bought.number}/why']")


def figure(within: Locator) -> Decimal:
    """The first figure there, as it is exactly."""
    return Decimal(within.locator("[data-value]").first.get_attribute("data-value") or "")


@journey(PHONE_DARK)
def test_an_order_appears_on_home_by_itself_and_is_in_what_was_earned(
    windows: Windows, stores: Stores
) -> None:
    cara = windows()
    cara.signs_in("cara", to="/app/home")
    earned = cara.page.locator(".figures .lead")
    before = figure(earned)

    bought = buys(stores, "CARA-7")
    told = time.monotonic()
    expect(row_of(cara, bought)).to_be_visible(timeout=10_000)

    assert time.monotonic() - told <= APPEARS_SECONDS
    assert figure(row_of(cara, bought)) == 10
    assert figure(earned) == before + 10
    cara.is_well()


@journey(DESK_LIGHT)
def test_an_order_explains_what_it_paid_in_a_sheet_that_gives_the_focus_back(
    windows: Windows, stores: Stores
) -> None:
    bought, cara = buys(stores, "CARA-7"), windows()
    cara.signs_in("cara", to="/app/orders")
    cara.sees(row_of(cara, bought))

    row_of(cara, bought).click()

    sheet = cara.page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", level=2)).to_have_text(
        re.compile(r"You earned 8\.00.USD \+ 2\.00.USD = 10\.00.USD")
    )
    cara.is_well()
    cara.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(row_of(cara, bought)).to_be_focused()


@journey(PHONE_DARK)
def test_who_was_not_paid_reads_why_not(windows: Windows, stores: Stores) -> None:
    bought, dan = buys(stores, "DAN"), windows()
    dan.signs_in("dan", to="/app/orders?show=not-paid")
    dan.sees(row_of(dan, bought))

    row_of(dan, bought).click()

    sheet = dan.page.get_by_role("dialog")
    expect(sheet).to_contain_text("Your status: inactive")
    expect(sheet).to_contain_text("20 %")
    dan.is_well()


@journey(DESK_LIGHT)
def test_what_comes_back_shows_as_taken_back(windows: Windows, stores: Stores) -> None:
    bought, cara = buys(stores, "CARA-7"), windows()
    cara.signs_in("cara", to="/app/home")
    cara.sees(row_of(cara, bought))
    taken_back = cara.page.locator(".figures dl > div", has_text="Taken back")
    before = figure(taken_back)

    gives_back(stores, bought)
    expect(row_of(cara, bought)).to_contain_text("taken back in part", timeout=10_000)

    assert figure(row_of(cara, bought)) == 5
    assert figure(taken_back) == before - 5
    cara.is_well()


@journey(DESK_LIGHT)
def test_orders_are_filtered_by_links_and_by_a_form(windows: Windows, stores: Stores) -> None:
    own, team, cara = buys(stores, "CARA-7"), buys(stores, "EVE"), windows()
    cara.signs_in("cara", to="/app/orders")
    cara.sees(row_of(cara, own), row_of(cara, team))

    cara.page.get_by_role("navigation", name="Which orders").get_by_role(
        "link", name="Team"
    ).click()
    expect(row_of(cara, own)).to_have_count(0)
    expect(row_of(cara, team)).to_be_visible()
    cara.is_well()

    search = cara.page.get_by_role("search")
    search.get_by_role("searchbox").fill("no such order")
    search.get_by_role("button").click()
    expect(cara.page.locator("#orders .empty")).to_be_visible()
    cara.is_well()


@journey(PHONE_DARK)
def test_a_list_that_is_read_on_to_its_end_adds_up_to_its_total(
    windows: Windows, stores: Stores, books: Books
) -> None:
    for _ in range(A_PAGE_OF_ORDERS + 1):
        buys(stores, "HAL", FIVE_GREEN)
    assert happens(books.is_quiet), books.on_the_way()
    hal = windows()
    hal.signs_in("hal", to="/app/orders")

    rows = hal.page.locator("#orders .rows > li .row")
    while (more := hal.page.locator("#orders-more")).count():
        seen = rows.count()
        more.scroll_into_view_if_needed()
        expect(rows.nth(seen)).to_be_visible()

    assert rows.count() > A_PAGE_OF_ORDERS
    amounts = rows.locator(".amount [data-value]").evaluate_all(
        "(all) => all.map((each) => each.dataset.value)"
    )
    assert sum(map(Decimal, amounts)) == figure(hal.page.locator(".figures .lead"))


@journey(DESK_LIGHT)
def test_pages_are_gone_through_by_keyboard_alone(windows: Windows, stores: Stores) -> None:
    bought, cara = buys(stores, "CARA-7"), windows()
    cara.signs_in("cara", to="/app/home")
    cara.page.keyboard.press("Tab")
    expect(cara.page.get_by_role("link", name="Skip to content")).to_be_focused()
    for path in ("/app/home", "/app/orders"):
        cara.go(path)
        cara.is_well_by_keyboard()

    row_of(cara, bought).focus()
    cara.page.keyboard.press("Enter")
    expect(cara.page.get_by_role("dialog")).to_contain_text("The rule")
    cara.is_well_by_keyboard()


@journey(PHONE_DARK)
def test_without_script_pages_read_and_lead_on(windows: Windows, stores: Stores) -> None:
    bought, cara = buys(stores, "CARA-7"), windows(script=False)
    cara.signs_in("cara", to="/app/orders")
    cara.sees(row_of(cara, bought))

    row_of(cara, bought).click()

    expect(cara.page.get_by_role("heading", level=1)).to_contain_text("You earned")
    expect(cara.page.locator(".steps")).to_contain_text("Plan harbour")


@journey(PHONE_DARK)
def test_a_german_reads_german(windows: Windows, stores: Stores) -> None:
    bought, fay = buys(stores, "FAY"), windows(language="de-DE")
    fay.signs_in("fay", to="/app/orders")
    fay.sees(row_of(fay, bought))

    expect(fay.page.locator("html")).to_have_attribute("lang", "de")
    expect(fay.page.get_by_role("heading", level=1)).to_have_text("Bestellungen")
    expect(row_of(fay, bought)).to_contain_text("Ihr Verkauf")
    expect(row_of(fay, bought)).to_contain_text("+10,00")
    fay.is_well()


@journey(PHONE_DARK)
def test_words_half_as_long_again_fit_in_either_direction(windows: Windows, stores: Stores) -> None:
    bought, cara = buys(stores, "CARA-7"), windows()
    cara.signs_in("cara", to="/app/home")
    cara.sees(row_of(cara, bought))

    for path in ("/app/home", "/app/orders"):
        cara.go(path)
        for direction in ("ltr", "rtl"):
            cara.speaks_at_length(direction)
            cara.fits()
