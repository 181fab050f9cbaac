"""Settings and links on the tables: what is chosen is kept, and nobody ends or sees another's."""

import json

import pytest

from commissions.application.accounts import sessions
from commissions.domain.people.accounts import MEMBER, Account
from commissions.domain.people.member import Member
from commissions.domain.people.sessions import key_of_cookie
from commissions.runtime.http_api import family
from commissions.runtime.pages.gate import AccountGate
from commissions.runtime.pages.member import PAGES
from commissions.tables import accounts, members
from tests.support.dynamodb_calls import round_trips
from tests.support.member_sales import NOW, SINCE, a_company, days_ago, sell
from tests.support.page_rules import faults
from tests.support.pages import Answered, ask, page_event

pytestmark = pytest.mark.usefixtures("aws")


def signs_in(member: str) -> str:
    """The cookie of a new session."""
    account_id = f"account-{member}"
    account = accounts.find(account_id)
    if account is None:
        account = Account(account_id=account_id, roles=frozenset({MEMBER}), member_id=member)
        accounts.add(account)
    return sessions.begin(account, member.title(), proved_at=NOW, now=NOW).cookie


def get(path: str, cookie: str) -> Answered:
    handler = family("/app", PAGES, gate=AccountGate())
    path, _, query = path.partition("?")
    return ask(
        handler, page_event(path, query=query, cookies=[f"__Host-session={cookie}"], now=NOW)
    )


def post(path: str, cookie: str, **form: str) -> Answered:
    handler = family("/app", PAGES, gate=AccountGate())
    event = page_event(path, form=form, cookies=[f"__Host-session={cookie}"], now=NOW)
    return ask(handler, event)


def id_of(cookie: str) -> str:
    return key_of_cookie(cookie).session_id


def test_what_is_chosen_is_seen_with_the_next_page() -> None:
    cookie = signs_in("cara")

    answer = post("/app/settings", cookie, language="de", zone="Europe/Berlin")
    page = get(answer.headers["location"], cookie)

    assert answer.status == 303
    assert 'lang="de"' in page.text
    assert "Gespeichert" in page.text
    assert 'value="Europe/Berlin" selected' in page.text
    assert faults(page.text) == []


@pytest.mark.parametrize(
    ("language", "zone"), [("fr", "UTC"), ("de", "Mars/Olympus"), ("", ""), ("en", "../etc")]
)
def test_what_is_not_offered_is_refused_and_nothing_is_kept(language: str, zone: str) -> None:
    cookie = signs_in("cara")

    assert post("/app/settings", cookie, language=language, zone=zone).status == 422
    account = accounts.find("account-cara")
    assert account is not None
    assert (account.language, account.zone) == ("en", "UTC")


def test_another_browser_is_signed_out() -> None:
    here, there = signs_in("cara"), signs_in("cara")

    answer = post("/app/settings/sessions/end", here, session=id_of(there))

    assert (answer.status, answer.headers["location"]) == (303, "/app/settings")
    assert get("/app/settings", there).status == 303
    assert get("/app/settings", here).status == 200


def test_nobody_ends_the_session_of_another() -> None:
    here, bobs = signs_in("cara"), signs_in("bob")

    assert post("/app/settings/sessions/end", here, session=id_of(bobs)).status == 404
    assert get("/app/settings", bobs).status == 200
    assert id_of(bobs) not in get("/app/settings", here).text


def test_all_end_this_one_too_and_nobody_elses() -> None:
    here, there, bobs = signs_in("cara"), signs_in("cara"), signs_in("bob")

    answer = post("/app/settings/sessions/end-all", here)

    assert answer.headers["location"] == "/auth/ended"
    assert [get("/app/settings", each).status for each in (here, there, bobs)] == [303, 303, 200]


def test_the_page_holds_no_cookie() -> None:
    cookie = signs_in("cara")

    assert cookie.partition(".")[2] not in get("/app/settings", cookie).text


def test_ones_own_data_is_ones_own_alone() -> None:
    a_company()
    sell("1", days_ago(3))

    answer = get("/app/settings/data.json", signs_in("cara"))
    told = json.loads(answer.text)

    assert answer.headers["content-type"].startswith("application/json")
    assert told["account"]["name"] == "Cara"
    assert [each["member_id"] for each in told["months"]] == ["cara"]
    assert told["member"]["member_id"] == "cara"
    assert told["places"]
    assert "ann" not in answer.text


# Links


def test_a_members_link_is_by_their_own_code() -> None:
    members.register(
        Member(member_id="cara", kind="participant", created_at=SINCE, referral_code="CARA-7")
    )
    cookie = signs_in("cara")
    get("/app/links", cookie)

    with round_trips() as calls:
        answer = get("/app/links", cookie)

    assert (answer.status, faults(answer.text)) == (200, [])
    assert "CARA-7" in answer.text
    assert "CARA-7" not in get("/app/links", signs_in("bob")).text
    assert len(calls) <= 3, calls
