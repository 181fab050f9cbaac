"""Reconciliation, Privacy and the audit log in a browser: at every width, by mouse and keyboard."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from commissions.application.actions.worker import carry_out_approved
from commissions.domain.actions.action import Action
from commissions.runtime.http_api import family
from commissions.runtime.pages import console_privacy_act
from commissions.runtime.pages.console import PREFIX, ROUTES
from tests.browser.checks import checked, walked
from tests.browser.looks import DESK_LIGHT, PHONE_DARK, Look, journey
from tests.browser.visit import Visit
from tests.support.asked_by_law import asked
from tests.support.audited import altered, did
from tests.support.console_pages import operator
from tests.support.page_site import PageSite
from tests.support.pages import OpenGate
from tests.support.pipeline_driver import open_store
from tests.support.reported_days import saved

pytestmark = pytest.mark.usefixtures("aws")
NOW = datetime.now(UTC)
YESTERDAY = NOW.date() - timedelta(days=1)
LONG = "shopify/a-store-with-quite-a-long-name/" + "6600000000017" * 3


@pytest.fixture
def site(chromium: Browser, look: Look, aws: None) -> Iterator[PageSite]:
    visit = Visit(chromium, look)
    yield PageSite(visit, family(PREFIX, ROUTES, gate=OpenGate(operator())), NOW)
    visit.close()


@journey(PHONE_DARK)
def test_a_night_that_found_something_leads_to_what_it_found(site: PageSite) -> None:
    saved(YESTERDAY, findings=12)
    saved(YESTERDAY - timedelta(days=3), waiting=2)
    page = site.open("/console/reconciliation")
    checked(site.visit)

    page.locator(".cells .bad").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Reconciliation of")
    checked(site.visit)
    page.locator("#checks a").first.click()
    expect(page.locator("#findings .rows > li")).to_have_count(2)
    checked(site.visit)


@journey(DESK_LIGHT)
def test_the_audit_log_is_filtered_and_an_entry_opens_beside_it(site: PageSite) -> None:
    for number in range(60):
        at = NOW - timedelta(hours=60 - number)
        did("rebuild" if number % 2 else "load", at=at, target=LONG, why="it differs")
    altered(did("payout plan", at=NOW - timedelta(minutes=5), target="USD"), who="nobody")
    page = site.open("/console/audit")
    expect(page.locator(".callout.bad")).to_contain_text("The log is not whole")
    checked(site.visit)

    page.get_by_role("link", name="Earlier entries").click()
    expect(page.locator("#log tbody tr")).to_have_count(61)
    page.locator("select[name=what]").select_option("load")
    expect(page.get_by_role("heading", level=2).first).to_have_text("30 entries")
    page.locator("#log th a").first.click()
    expect(
        page.get_by_role("dialog").get_by_text("This entry is as it was written")
    ).to_be_visible()
    checked(site.visit)


@journey(PHONE_DARK)
def test_who_asks_what_is_held_is_answered_and_it_says_so_by_itself(
    site: PageSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Action] = []
    monkeypatch.setattr(console_privacy_act, "have_carried_out", told.append)
    open_store()
    asked(at=NOW - timedelta(days=24), orders=("6600000000017",))
    page = site.open("/console/privacy")
    checked(site.visit)

    page.locator("a.row").click()
    page.get_by_role("button", name="Show what is held").click()
    expect(page.locator("#held")).to_contain_text("Orders that are not here")
    checked(site.visit)
    page.get_by_label("How it was answered").fill("by the shop's own mail")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator(".callout")).to_contain_text("It is being closed")
    carry_out_approved(told[0].action_id, NOW)
    expect(page.locator(".callout")).to_contain_text(re.compile("Done on"), timeout=10_000)
    checked(site.visit)


@journey(DESK_LIGHT)
def test_everything_is_come_to_by_keyboard(site: PageSite) -> None:
    saved(YESTERDAY, findings=3)
    did("load", at=NOW - timedelta(hours=1))
    request = asked(at=NOW - timedelta(days=24))

    for path in (
        "reconciliation",
        f"reconciliation/{YESTERDAY}",
        "audit",
        f"privacy/{request.ticket}",
    ):
        site.open(f"/console/{path}")
        walked(site.visit)
