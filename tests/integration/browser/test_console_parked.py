"""What waits, in a browser: an order is let go on, and a second person agrees to what takes two."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from commissions.application.actions.worker import carry_out_approved
from commissions.runtime.http_api import family
from commissions.runtime.pages.console import PREFIX, ROUTES
from tests.browser.checks import checked, walked
from tests.browser.looks import DESK_LIGHT, PHONE_DARK, Look, journey
from tests.browser.visit import Visit
from tests.support import pipeline_driver
from tests.support.console_pages import handing_over, operator
from tests.support.page_site import PageSite
from tests.support.pages import OpenGate
from tests.support.parked_company import a_parked_company, on_record
from tests.support.pipeline_driver import Published

Site = Callable[[str], PageSite]


@pytest.fixture
def site(chromium: Browser, look: Look, published: Published) -> Iterator[Site]:
    """As somebody sees it; what is agreed to is done at once."""
    a_parked_company(published)
    visits: list[Visit] = []

    def of(account: str) -> PageSite:
        visits.append(Visit(chromium, look))
        handler = family(PREFIX, ROUTES, gate=OpenGate(operator(account)))
        return PageSite(visits[-1], handler, datetime.now(UTC))

    with handing_over(lambda action: _done(action.action_id)):
        yield of
    for each in visits:
        each.close()


def _done(action_id: str) -> None:
    carry_out_approved(action_id, datetime.now(UTC))


@journey(DESK_LIGHT)
def test_an_order_that_waits_is_read_and_let_go_on_once_it_can(site: Site) -> None:
    mara = site("mara")
    page = mara.open("/console/parked")
    expect(page.get_by_text("NEW", exact=False).first).to_be_visible()
    checked(mara.visit)

    page.locator("#group-1 a[id]").first.click()
    expect(page.locator("#sheet")).to_be_visible()
    checked(mara.visit)
    page.keyboard.press("Escape")

    pipeline_driver.value("NEW")
    page.locator("#group-1").get_by_role("link", name="Release").click()
    expect(page.locator("#sheet-title")).to_have_text("Release")
    checked(mara.visit)
    page.get_by_role("textbox", name="Reason").fill("NEW has a value now")
    page.locator("#sheet form.confirm button").first.click()
    expect(page.locator("#outcomes")).to_contain_text("9001")
    checked(mara.visit)


@journey(PHONE_DARK)
def test_a_second_person_agrees_to_what_the_first_may_not(site: Site) -> None:
    action = on_record("parked.dismiss", ask=True)
    path = f"/console/actions/{action.action_id}"

    mara = site("mara")
    own = mara.open(path)
    expect(own.get_by_role("button", name="Approve")).to_have_count(0)
    checked(mara.visit)

    ines = site("ines")
    page = ines.open("/console/actions")
    checked(ines.visit)
    page.locator(f"a[href='{path}']").first.click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("#outcomes")).to_contain_text("dismissed")
    checked(ines.visit)


@journey(PHONE_DARK)
def test_health_and_what_waits_are_gone_through_by_keyboard(site: Site) -> None:
    mara = site("mara")
    for path in ("/console/health", "/console/parked"):
        mara.open(path)
        checked(mara.visit)
        walked(mara.visit)
