"""Finance's pages in a browser: at every width, by day and by night, by keyboard, in German."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from commissions.application.actions import payout_proposal
from commissions.domain.actions.action import PAGE, Actor
from commissions.runtime.http_api import family
from commissions.runtime.pages.finance import PREFIX, ROUTES
from commissions.tables import payouts
from tests.browser.checks import checked, walked
from tests.browser.looks import DESK_LIGHT, PHONE_DARK, Look, journey
from tests.browser.visit import Visit
from tests.support import finance_company
from tests.support.finance_pages import payer
from tests.support.page_site import PageSite
from tests.support.pages import OpenGate
from tests.support.paid_company import NOW

pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture
def site(chromium: Browser, look: Look, aws: None) -> Iterator[PageSite]:
    finance_company.fill(NOW, people=8)
    visit = Visit(chromium, look)
    handler = family(PREFIX, ROUTES, gate=OpenGate(payer("lou", zone="Europe/Berlin")))
    yield PageSite(visit, handler, NOW)
    visit.close()


def paths() -> list[str]:
    settled, sent, draft = [each.batch_id for each in payouts.batches()]
    payee = payouts.of_batch(sent)[0].payee
    return [
        "/finance/payables",
        "/finance/payables/on-hold?currency=USD",
        "/finance/payees/m-0001?currency=USD",
        "/finance/batches",
        "/finance/batches/new?currency=USD",
        *(f"/finance/batches/{each}" for each in (settled, sent, draft)),
        f"/finance/batches/{draft}/act/propose",
        f"/finance/batches/{draft}/act/reject",
        f"/finance/batches/{sent}/settle",
        f"/finance/batches/{sent}/payouts/{payee}",
        "/finance/liability",
        "/finance/adjustments",
        "/finance/evidence",
    ]


@journey(DESK_LIGHT)
def test_every_page_of_finance_is_well_on_a_desk(site: PageSite) -> None:
    for path in paths():
        site.open(path)
        checked(site.visit)


@journey(PHONE_DARK)
def test_every_page_of_finance_is_well_on_a_phone(site: PageSite) -> None:
    for path in paths():
        site.open(path)
        checked(site.visit)


@journey(DESK_LIGHT)
def test_what_is_owed_leads_to_whom_it_is_owed_and_why_they_are_not_paid(site: PageSite) -> None:
    page = site.open("/finance/payables")

    page.get_by_role("link", name="No payout method").click()
    page.locator("a.row").first.click()

    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", level=2).first).to_have_text(re.compile("una|urs"))
    expect(sheet).to_contain_text("Nobody registered")
    checked(site.visit)
    page.keyboard.press("Escape")
    expect(page.locator("a.row").first).to_be_focused()


@journey(DESK_LIGHT)
def test_a_batch_that_waits_is_looked_at_by_who_may_decide(site: PageSite) -> None:
    draft = payouts.batches()[-1].batch_id
    action = payout_proposal.propose(draft, "November", Actor("kim", PAGE), NOW)

    page = site.open(f"/finance/batches/{draft}")
    checked(site.visit)
    page.get_by_role("link", name="Look and decide").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Pay a batch")
    expect(page.get_by_role("button", name="Approve")).to_be_enabled()
    expect(page.locator("#action")).to_contain_text(action.draft.why)
    checked(site.visit)


@journey(DESK_LIGHT)
def test_finance_goes_through_its_pages_by_keyboard(site: PageSite) -> None:
    for path in ("/finance/payables", paths()[7], "/finance/evidence"):
        site.open(path)
        walked(site.visit)


@journey(PHONE_DARK)
def test_a_german_of_finance_reads_german(chromium: Browser, look: Look, aws: None) -> None:
    finance_company.fill(NOW, people=8)
    visit = Visit(chromium, look, language="de-DE")
    german = payer("lou", language="de", zone="Europe/Berlin")
    site = PageSite(visit, family(PREFIX, ROUTES, gate=OpenGate(german)), NOW)

    for path in paths():
        site.open(path)
        checked(visit)

    page = site.open("/finance/payables")
    expect(page.get_by_role("heading", level=1)).to_have_text("Verbindlichkeiten")
    visit.close()
