"""Team and Ranks in a browser: opened by mouse and by keyboard, without script, at every width."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from unittest.mock import Mock

import pytest
from playwright.sync_api import Browser, expect

from commissions.application.teams import asking
from commissions.application.teams.building import build
from commissions.application.teams.plans import team_plan
from commissions.domain.people.accounts import MEMBER
from commissions.runtime.http_api import family
from commissions.runtime.pages.member import PREFIX, ROUTES
from commissions.tables import stores
from commissions.warehouse import standing_files
from tests.browser.checks import checked, walked
from tests.browser.looks import DESK_LIGHT, PHONE_DARK, Look, journey
from tests.browser.visit import Visit
from tests.support.frozen import published
from tests.support.page_site import PageSite
from tests.support.pages import NOW, OpenGate, somebody
from tests.support.pipeline_driver import open_store
from tests.support.random_teams import RandomTeam
from tests.support.team_pages import a_binary, a_standing

pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture
def site(
    chromium: Browser, look: Look, monkeypatch: pytest.MonkeyPatch, aws: None
) -> Iterator[PageSite]:
    """Of a random company as its first member sees it, judged as far as a fixture can."""
    monkeypatch.setattr(asking, "client", lambda _: Mock())
    published("bin10")
    stores.put(replace(open_store(), plan="bin10"))
    team = RandomTeam(Random("browser"), NOW - timedelta(days=60), NOW)  # noqa: S311 - no secret
    team.enrol(90)
    team.retail.discard("m0")
    plan = team_plan(NOW)
    build(plan, plan.month(NOW), NOW)
    monkeypatch.setattr(
        "commissions.application.queries.standings.read",
        lambda *_: a_standing(binaries=(a_binary(),)),
    )
    monkeypatch.setattr(standing_files, "find", lambda *_: None)
    who = OpenGate(somebody(MEMBER, member_id="m0", zone="America/New_York"))
    visit = Visit(chromium, look)
    yield PageSite(visit, family(PREFIX, ROUTES, gate=who), NOW)
    visit.close()


@journey(DESK_LIGHT)
def test_the_tree_is_opened_and_goes_on_and_somebody_is_looked_at(site: PageSite) -> None:
    page = site.open("/app/team")
    checked(site.visit)

    opens = page.locator("button[aria-expanded=false]").first
    below = page.locator(f"#{opens.get_attribute('aria-controls')}")
    opens.click()
    expect(below.locator("> li").first).to_be_visible()
    checked(site.visit)

    page.locator(".branch a").first.click()
    expect(page.locator("#sheet-title")).to_contain_text("m")
    checked(site.visit)
    page.keyboard.press("Escape")
    expect(page.locator("#sheet-title")).not_to_be_visible()


@journey(PHONE_DARK)
def test_the_list_is_filtered_searched_and_turned_over(site: PageSite) -> None:
    page = site.open("/app/team?view=list")
    checked(site.visit)

    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Previous")).to_be_visible()
    page.get_by_role("searchbox").fill("m1")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").first).to_contain_text("m1")
    checked(site.visit)


@journey(DESK_LIGHT)
def test_ranks_show_what_is_missing(site: PageSite) -> None:
    page = site.open("/app/ranks")

    expect(page.locator("#progress")).to_contain_text("Next rank: silver")
    checked(site.visit)


@journey(PHONE_DARK)
def test_ranks_hold_on_a_phone(site: PageSite) -> None:
    site.open("/app/ranks")

    checked(site.visit)


@journey(DESK_LIGHT)
def test_everything_is_come_to_by_keyboard(site: PageSite) -> None:
    site.open("/app/team")
    walked(site.visit)
    site.open("/app/ranks")
    walked(site.visit)


@journey(DESK_LIGHT)
def test_without_script_the_tree_is_opened_all_the_same(
    chromium: Browser, look: Look, site: PageSite
) -> None:
    plain = PageSite(Visit(chromium, look, script=False), site.handler, NOW)
    page = plain.open("/app/team")
    before = page.locator(".branch").count()

    page.locator("button[aria-expanded=false]").first.click()

    expect(page.locator("button[aria-expanded=true]")).to_have_count(1)
    assert page.locator(".branch").count() > before
    plain.visit.close()
