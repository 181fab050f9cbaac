"""The console's lists and forms in a browser: at every width, by day and by night, by keyboard."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from commissions.application.actions.worker import carry_out_approved
from commissions.application.company_files.skus import REQUIRED
from commissions.runtime.http_api import family
from commissions.runtime.pages.console import PREFIX, ROUTES
from tests.browser.checks import checked, walked
from tests.browser.looks import DESK_LIGHT, PHONE_DARK, Look, journey
from tests.browser.visit import Visit
from tests.support import console_site
from tests.support.console_pages import handing_over, operator
from tests.support.page_site import PageSite
from tests.support.pages import OpenGate

VALUE = {
    "pv": "20",
    "bv": "20",
    "cv": "20",
    "qv": "20",
    "commission_class": "tea",
    "effective_from": "2026-01-01",
    "category": "tea",
}
pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture
def site(chromium: Browser, look: Look, aws: None) -> Iterator[PageSite]:
    """What is agreed to is done at once."""
    console_site.fill()
    visit, now = Visit(chromium, look), datetime.now(UTC)
    handler = family(PREFIX, ROUTES, gate=OpenGate(operator(zone="Europe/Berlin")))
    with handing_over(lambda action: _done(action.action_id)):
        yield PageSite(visit, handler, now)
    visit.close()


def _done(action_id: str) -> None:
    carry_out_approved(action_id, datetime.now(UTC))


@journey(DESK_LIGHT)
def test_a_store_is_found_looked_at_and_asked(site: PageSite) -> None:
    page = site.open("/console/stores")
    checked(site.visit)

    page.get_by_role("link", name="tea-eu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("tea-eu")
    checked(site.visit)

    page.get_by_role("link", name="Ask now").click()
    expect(page.locator("#sheet-title")).to_have_text("Ask now")
    checked(site.visit)
    page.get_by_label("Reason").fill("an order is missing")
    page.get_by_role("button", name="Ask now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask a store now")
    checked(site.visit)


@journey(PHONE_DARK)
def test_stores_hold_on_a_phone(site: PageSite) -> None:
    for path in ("", "/tea", "/cara-site", "/wholesale", "/tea-old", "/tea/connect"):
        site.open(f"/console/stores{path}")
        checked(site.visit)


@journey(DESK_LIGHT)
def test_stores_are_gone_through_by_keyboard(site: PageSite) -> None:
    for path in ("/console/stores", "/console/stores/tea-eu", "/console/stores/tea/check"):
        site.open(path)
        walked(site.visit)


@journey(DESK_LIGHT)
def test_a_sku_gets_its_value_once_it_was_shown_what_that_does(site: PageSite) -> None:
    page = site.open("/console/skus")
    checked(site.visit)

    page.locator("#gap-0").get_by_role("link", name="Add a value").click()
    expect(page.locator("#sheet-title")).to_contain_text("TEA-NEW-777")
    checked(site.visit)
    for name, word in VALUE.items():
        page.locator(f"#sheet-body [name={name}]").fill(word)
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_role("main")).to_contain_text("First order that it is of")
    checked(site.visit)

    page.get_by_label("Reason").fill("it is new")
    page.get_by_role("button", name="Put it into force").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Value of a SKU")
    site.open("/console/skus/tea~2FTEA-NEW-777")
    expect(page.get_by_role("main")).to_contain_text("20 in every unit")
    checked(site.visit)


@journey(PHONE_DARK)
def test_a_file_of_values_is_checked_on_a_phone_and_then_loaded(site: PageSite) -> None:
    page = site.open("/console/skus/load")
    checked(site.visit)

    with site.visit.expecting("422"):
        _choose(page, "tea,NEW,new,New,tea,tea,2O,20,20,20,2026-01-01,")
        expect(page.get_by_role("main")).to_contain_text("does not fit")
    checked(site.visit)

    _choose(page, "tea,TEA-NEW-777,new,New tea,tea,tea,20,20,20,20,2026-01-01,")
    expect(page.get_by_role("main")).to_contain_text("1 new value")
    checked(site.visit)
    page.get_by_label("Reason").fill("the spring list")
    page.get_by_role("button", name="Load 1 value").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Load values of SKUs")


def _choose(page: Page, row: str) -> None:
    page.set_input_files(
        "#file-field", {"name": "skus.csv", "mimeType": "text/csv", "buffer": _csv(row)}
    )
    page.get_by_role("button", name="Check it").click()


def _csv(row: str) -> bytes:
    return f"{REQUIRED.replace(' ', ',')}\n{row}\n".encode()


@journey(DESK_LIGHT)
def test_skus_are_gone_through_by_keyboard(site: PageSite) -> None:
    for path in ("", "/tea~2FTEA-GREEN-100", "/load"):
        site.open(f"/console/skus{path}")
        walked(site.visit)


@journey(DESK_LIGHT)
def test_dead_letters_are_looked_at_and_sent_again(site: PageSite) -> None:
    page = site.open("/console/dead-letters")
    checked(site.visit)

    page.get_by_role("link", name="Earn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Earn")
    checked(site.visit)
    page.get_by_role("link", name="Send 3 again").click()
    expect(page.locator("#sheet-title")).to_have_text("Send 3 messages again")
    checked(site.visit)
    page.get_by_label("Reason").fill("the error is mended")
    page.get_by_role("button", name="Send 3 again").click()
    expect(page.get_by_role("main")).to_contain_text("3 sent again")
    checked(site.visit)


@journey(PHONE_DARK)
def test_dead_letters_hold_on_a_phone_and_by_keyboard(site: PageSite) -> None:
    for path in ("", "/Earn", "/Project", "/Earn/send"):
        site.open(f"/console/dead-letters{path}")
        checked(site.visit)
        walked(site.visit)
