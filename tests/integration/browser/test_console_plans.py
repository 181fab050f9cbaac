"""Plans and Periods in a browser: at every width, by day and by night, by keyboard."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from commissions.runtime.http_api import family
from commissions.runtime.pages.console import PREFIX, ROUTES
from tests.browser.checks import checked, walked
from tests.browser.looks import DESK_LIGHT, PHONE_DARK, Look, journey
from tests.browser.visit import Visit
from tests.support.console_company import closed, planned
from tests.support.console_pages import operator
from tests.support.page_site import PageSite
from tests.support.pages import OpenGate

PERIOD = "/console/periods/hyb~2Fmonth~2F2026-"
pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture
def site(chromium: Browser, look: Look, aws: None) -> Iterator[PageSite]:
    planned(datetime.now(UTC))
    closed()
    visit = Visit(chromium, look)
    gate = OpenGate(operator(zone="Europe/Berlin"))
    yield PageSite(visit, family(PREFIX, ROUTES, gate=gate), datetime.now(UTC))
    visit.close()


@journey(DESK_LIGHT)
def test_a_version_is_opened_compared_and_written_on(site: PageSite) -> None:
    page = site.open("/console/plans")
    checked(site.visit)

    page.locator("#version-uni7-2").get_by_role("link", name="What changed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("uni7: version 1 and version 2")
    checked(site.visit)

    site.open("/console/plans/uni7/2")
    page.get_by_text("The whole document").click()
    checked(site.visit)
    page.get_by_role("link", name="Next version from this one").click()
    expect(page.get_by_label("Or the plan as YAML")).to_have_value(re.compile("uni7"))
    checked(site.visit)


@journey(DESK_LIGHT)
def test_a_period_is_opened_and_what_posting_does_is_shown(site: PageSite) -> None:
    page = site.open("/console/periods")
    checked(site.visit)

    page.get_by_role("link", name="hyb/month/2026-10").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("hyb/month/2026-10")
    checked(site.visit)
    page.get_by_role("link", name="Post it").click()
    expect(page.locator("#sheet-title")).to_have_text("Post it")
    expect(page.locator("#sheet-body")).to_contain_text("1,280.50")
    checked(site.visit)


@journey(PHONE_DARK)
def test_plans_and_periods_hold_on_a_phone(site: PageSite) -> None:
    for path in (
        "/console/plans",
        "/console/plans/uni7/3",
        "/console/plans/compare?plan=uni7&old=1&new=3",
        "/console/plans/check",
        "/console/periods",
        f"{PERIOD}10",
        f"{PERIOD}08",
        f"{PERIOD}10/post",
    ):
        site.open(path)
        checked(site.visit)


@journey(DESK_LIGHT)
def test_plans_and_periods_are_gone_through_by_keyboard(site: PageSite) -> None:
    for path in ("/console/plans", "/console/plans/check", f"{PERIOD}10", f"{PERIOD}10/post"):
        site.open(path)
        walked(site.visit)
