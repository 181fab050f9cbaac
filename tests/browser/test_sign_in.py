"""Coming in, and going out again."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Windows
from tests.browser.looks import DESK_LIGHT, PHONE_DARK, journey
from tests.journey.workers import Staff

HOSTED = re.compile("/oauth2/authorize")


@journey(PHONE_DARK)
def test_a_member_signs_in_and_lands_where_they_wanted_to_be(windows: Windows) -> None:
    cara = windows()

    cara.signs_in("cara", to="/app/orders?show=team")

    assert cara.page.url == cara.address("/app/orders?show=team")
    cara.is_well()


@journey(DESK_LIGHT)
def test_who_wants_nothing_in_particular_lands_where_their_work_is(windows: Windows) -> None:
    for who, path in {"cara": "/app/home"}.items():
        window = windows()

        window.signs_in(who, to="/")

        assert window.path == path


@journey(DESK_LIGHT)
def test_who_signs_out_is_out(windows: Windows) -> None:
    cara = windows()
    cara.signs_in("cara", to="/app/home")

    cara.signs_out()
    cara.is_well()

    cara.go("/app/home")
    expect(cara.page).to_have_url(HOSTED)


@journey(PHONE_DARK)
def test_a_page_whose_session_has_ended_asks_to_sign_in_by_itself(
    windows: Windows, workers: Staff
) -> None:
    cara = windows()
    cara.signs_in("cara", to="/app/home")

    with cara.expecting("401"):
        assert workers.do("pages.end_sessions", member_id="cara") >= 1
        cara.page.wait_for_url(HOSTED)

    cara.types_in("cara")
    expect(cara.page).to_have_url(cara.address("/app/home"))


@journey(DESK_LIGHT)
def test_what_is_not_for_somebody_is_not_there(windows: Windows) -> None:
    cara = windows()

    with cara.expecting("404"):
        cara.signs_in("cara", to="/console/parked")

    cara.is_well()
    expect(cara.page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
