"""Who proposes what takes two people has proved of late who they are; and who only looks costs no
more than a look."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from commissions.application.actions import proposing
from commissions.domain.people.accounts import OPERATOR
from commissions.runtime.http_api import family
from commissions.runtime.pages import console
from tests.support.dynamodb_calls import round_trips
from tests.support.pages import Answered, OpenGate, ask, page_event, somebody
from tests.support.parked_company import a_parked_company, in_a_while
from tests.support.pipeline_driver import Published

DISMISS, QUERY = "/console/parked/act/dismiss", "waits=sku%2Ftea%2FNEW"
BACK_TO = urlencode({"to": f"{DISMISS}?{QUERY}"})


@pytest.fixture(autouse=True)
def _stuck(published: Published) -> None:
    a_parked_company(published, 2)


def asked(path: str, query: str = "", *, minutes: int = 0, **form: str) -> Answered:
    """By who proved so many minutes ago who they are."""
    now = in_a_while()
    who = somebody(OPERATOR, reauthenticated_at=now - timedelta(minutes=minutes))
    handler = family(console.PREFIX, console.ROUTES, gate=OpenGate(who))
    return ask(handler, page_event(path, query=query, form=form or None, now=now))


def hidden_in(page: str, name: str) -> str:
    """What a form sends by itself."""
    [field] = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
    [value] = re.findall(r'value="([^"]*)"', field)
    return str(value)


@pytest.fixture
def _takes_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposing, "RULE", "parked.dismiss > 1 orders")


@pytest.mark.usefixtures("_takes_two")
def test_the_form_of_what_takes_two_people_is_for_who_proved_of_late_who_they_are() -> None:
    again = asked(DISMISS, QUERY, minutes=11)

    assert (again.status, again.headers["location"]) == (303, f"/auth/again?{BACK_TO}")
    assert asked(DISMISS, QUERY, minutes=9).status == 200


@pytest.mark.usefixtures("_takes_two")
def test_what_takes_two_people_is_proposed_by_who_proved_of_late_who_they_are() -> None:
    page = asked(DISMISS, QUERY).text
    shown = {name: hidden_in(page, name) for name in ("seen", "once")}
    form = shown | {"waits": "sku/tea/NEW", "reason": "a test of the shop"}

    again = asked(DISMISS, minutes=11, **form)
    in_time = asked(DISMISS, minutes=9, **form)

    assert again.headers["location"] == f"/auth/again?{BACK_TO}"
    assert in_time.headers["location"].startswith("/console/actions/")


def test_what_one_person_is_enough_for_asks_for_no_proof() -> None:
    assert asked(DISMISS, QUERY, minutes=50).status == 200


def test_a_look_at_what_still_waits_reads_no_order() -> None:
    page = asked("/console/parked").text
    version = page.split("version=")[1].split('"')[0].split("&")[0]

    with round_trips() as calls:
        answer = asked("/console/looks/parked", f"version={version}")

    assert (answer.status, calls) == (204, ["Scan"])
    assert asked("/console/looks/parked", "version=of-before").status == 200
