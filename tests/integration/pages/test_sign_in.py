"""From a page to the user pool's own, back, and in; and out again."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from commissions.aws import user_pool
from commissions.domain.people.accounts import MEMBER, OPERATOR
from commissions.domain.people.sign_in import PendingSignIn
from commissions.pages.qr_codes import qr_code
from commissions.runtime.pages import member
from commissions.tables import accounts
from tests.support.pages import HOST, NOW, Answered, ask, page_event
from tests.support.user_pool import PlayedPool, back, played

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.enable_socket]

MEMBERS = frozenset({MEMBER})
LOGIN, SESSION = "__Host-login", "__Host-session"


@pytest.fixture
def pool(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[PlayedPool]:
    with played(monkeypatch) as found:
        yield found


@dataclass
class Browser:
    """Keeps cookies as browsers do."""

    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, query: str = "", now: datetime = NOW) -> Answered:
        return self._ask(page_event(path, query=query, cookies=self._sent(), now=now))

    def post(self, path: str, **form: str) -> Answered:
        return self._ask(page_event(path, form=form, cookies=self._sent()))

    def follow(self, answer: Answered) -> Answered:
        assert answer.status == 303
        path, _, query = answer.headers["location"].partition("?")
        return self.get(path, query)

    def _sent(self) -> tuple[str, ...]:
        return tuple(f"{name}={value}" for name, value in self.cookies.items())

    def _ask(self, event: dict[str, Any]) -> Answered:
        answer = ask(member.handler, event)
        for cookie in answer.cookies:
            name, _, rest = cookie.partition("=")
            value, _, attributes = rest.partition(";")
            if "Max-Age=0" in attributes:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer


def signed_in(pool: PlayedPool, sub: str, to: str = "/app/orders", **claims: Any) -> Browser:
    browser = Browser()
    leaves = browser.get("/auth/login", f"to={to}")
    browser.get("/auth/callback", back(pool.signs_in(leaves.headers["location"], sub, **claims)))
    return browser


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_who_wants_a_page_signs_in_and_comes_to_it(pool: PlayedPool) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = Browser()

    sent = browser.get("/app/orders", "store=tea-us")
    leaves = browser.follow(sent)
    returned = browser.get("/auth/callback", back(pool.signs_in(leaves.headers["location"], sub)))

    assert (sent.status, leaves.status, returned.status) == (303, 303, 303)
    assert leaves.headers["location"].startswith(f"{pool.url}/oauth2/authorize?")
    assert returned.headers["location"] == "/app/orders?store=tea-us"
    assert browser.get("/").headers["location"] == "/app"


def test_the_user_pool_is_asked_for_a_code_that_only_we_can_use(pool: PlayedPool) -> None:
    browser = Browser()

    asked = query_of(browser.get("/auth/login").headers["location"])
    pending = PendingSignIn.of_cookie(browser.cookies[LOGIN])

    assert pending
    assert asked == {
        "response_type": "code",
        "client_id": pool.client,
        "redirect_uri": f"https://{HOST}/auth/callback",
        "scope": "openid profile aws.cognito.signin.user.admin",
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge": pending.challenge,
        "code_challenge_method": "S256",
    }
    assert pending.verifier not in str(asked)


def test_cookies_are_for_this_host_over_tls_and_out_of_any_scripts_reach(pool: PlayedPool) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = Browser()
    leaves = browser.get("/auth/login")
    returned = browser.get("/auth/callback", back(pool.signs_in(leaves.headers["location"], sub)))

    for cookie in (*leaves.cookies, *returned.cookies):
        name, *attributes = cookie.split("; ")
        assert name.startswith("__Host-")
        assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= set(attributes)
        assert not any(each.startswith("Domain") for each in attributes)
    assert browser.cookies.keys() == {SESSION}


@pytest.mark.parametrize("roles", [(), ("closed",), ("empty",)])
def test_whoever_is_in_the_user_pool_without_an_account_stays_out(
    pool: PlayedPool, roles: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    sub = pool.a_user("ann@example.org", **({"roles": frozenset()} if roles == ("empty",) else {}))
    if roles == ("closed",):
        sub = pool.a_user("eve@example.org", roles=MEMBERS, member_id="eve")
        accounts.close(accounts.stored(sub))
    browser = Browser()
    leaves = browser.get("/auth/login")

    answer = browser.get("/auth/callback", back(pool.signs_in(leaves.headers["location"], sub)))

    assert answer.status == 403
    assert "There is no account for you here" in answer.text
    assert SESSION not in browser.cookies
    assert '"SignInsRefused":[1.0]' in capsys.readouterr().out


@pytest.mark.parametrize(
    "other",
    [
        {"nonce": "of another sign-in"},
        {"aud": "machines"},
        {"iss": "https://elsewhere.example"},
        {"exp": int(NOW.timestamp()) - 3600},
        {"token_use": "access"},
    ],
)
def test_a_token_that_is_not_of_this_sign_in_lets_nobody_in(
    pool: PlayedPool, other: dict[str, Any]
) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")

    assert signed_in(pool, sub, **other).cookies == {}


def test_a_code_that_somebody_planted_is_not_exchanged(pool: PlayedPool) -> None:
    sub = pool.a_user("eve@example.org", roles=MEMBERS, member_id="eve")
    planted = pool.signs_in(Browser().get("/auth/login").headers["location"], sub)
    victim = Browser()
    victim.get("/auth/login")

    answers = [
        victim.get("/auth/callback", back(planted)),
        Browser().get("/auth/callback", back(planted)),
        Browser().get("/auth/callback", ""),
    ]

    assert [each.status for each in answers] == [400, 400, 400]
    assert pool.asked == []


def test_a_code_counts_once(pool: PlayedPool) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = Browser()
    query = back(pool.signs_in(browser.get("/auth/login").headers["location"], sub))
    before = dict(browser.cookies)
    browser.get("/auth/callback", query)

    again = Browser(before)

    assert again.get("/auth/callback", query).status == 400
    assert SESSION not in again.cookies


def test_who_takes_too_long_begins_again(pool: PlayedPool) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = Browser()
    query = back(pool.signs_in(browser.get("/auth/login").headers["location"], sub))

    answer = browser.get("/auth/callback", query, NOW + timedelta(minutes=11))

    assert (answer.status, pool.asked) == (400, [])
    assert "Please sign in again" in answer.text


def test_of_two_tabs_that_sign_in_the_slower_one_is_in_too(pool: PlayedPool) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = Browser()
    first = browser.get("/auth/login", "to=/app/orders").headers["location"]
    second = browser.get("/auth/login", "to=/app/team").headers["location"]

    quicker = browser.get("/auth/callback", back(pool.signs_in(second, sub)))
    slower = browser.get("/auth/callback", back(pool.signs_in(first, sub)))

    assert (quicker.headers["location"], slower.headers["location"]) == ("/app/team", "/")


def test_where_the_user_pool_does_not_answer_people_are_told_so(pool: PlayedPool) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = Browser()
    query = back(pool.signs_in(browser.get("/auth/login").headers["location"], sub))
    pool.broken = True

    answer = browser.get("/auth/callback", query)

    assert answer.status == 503
    assert "Nobody can sign in just now" in answer.text


HOSTILE_SIGN_INS = {
    "an-hour-too-big": {"began_at": 10**400},
    "no-text": {"state": "\ud800"},
    "no-verifier": {"verifier": "\ud800"},
    "another-shape": {"state": {"a": ["b"]}},
}


@pytest.mark.parametrize("changed", HOSTILE_SIGN_INS.values(), ids=list(HOSTILE_SIGN_INS))
def test_what_anybody_writes_into_a_cookie_is_answered_and_rings_no_alarm(
    pool: PlayedPool, capsys: pytest.CaptureFixture[str], changed: dict[str, Any]
) -> None:
    browser = Browser()
    given = query_of(browser.get("/auth/login").headers["location"])["state"]
    kept = json.loads(base64.urlsafe_b64decode(browser.cookies[LOGIN])) | changed
    hostile = {
        LOGIN: base64.urlsafe_b64encode(json.dumps(kept).encode()).decode(),
        SESSION: f"{'x' * 5000}.{'y' * 5000}",
        "__Host-authenticator": "\ud800.",
    }
    answers = [
        Browser(dict(hostile)).get("/auth/callback", f"code=x&state={given}"),
        Browser(dict(hostile)).get("/auth/second-factor"),
        Browser(dict(hostile)).post("/auth/second-factor", code="123456"),
        Browser(dict(hostile)).get("/app/home"),
        Browser(dict(hostile)).post("/auth/logout"),
    ]

    assert [each.status for each in answers] == [400, 400, 400, 303, 303]
    assert "PagesFailed" not in capsys.readouterr().out


def test_signing_in_leads_to_no_other_site(pool: PlayedPool) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = Browser()
    leaves = browser.get("/auth/login", "to=https%3A%2F%2Felsewhere.example")

    answer = browser.get("/auth/callback", back(pool.signs_in(leaves.headers["location"], sub)))

    assert answer.headers["location"] == "/"


def test_what_a_browser_changed_of_where_it_goes_leads_to_no_other_site(pool: PlayedPool) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = Browser()
    leaves = browser.get("/auth/login")
    pending = PendingSignIn.of_cookie(browser.cookies[LOGIN])
    assert pending
    object.__setattr__(pending, "to", "https://elsewhere.example")
    browser.cookies[LOGIN] = pending.cookie()

    answer = browser.get("/auth/callback", back(pool.signs_in(leaves.headers["location"], sub)))

    assert answer.headers["location"] == "/"


def test_who_signs_out_is_out_here_and_at_the_user_pool(pool: PlayedPool) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = signed_in(pool, sub)
    copied = Browser(dict(browser.cookies))

    out = browser.post("/auth/logout")
    ended = browser.get("/auth/ended")

    assert query_of(out.headers["location"]) == {
        "client_id": pool.client,
        "logout_uri": f"https://{HOST}/auth/ended",
    }
    assert out.headers["location"].startswith(f"{pool.url}/logout?")
    assert browser.cookies == {}
    assert copied.get("/").headers["location"] == "/auth/login?to=%2F"
    assert "You are signed out" in ended.text


def test_another_site_signs_nobody_out(pool: PlayedPool) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = signed_in(pool, sub)
    event = page_event("/auth/logout", form={}, headers={"sec-fetch-site": "cross-site"})

    assert ask(member.handler, event).status == 403
    assert browser.get("/").headers["location"] == "/app"


def test_signing_in_again_is_another_session(pool: PlayedPool) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = signed_in(pool, sub)
    stolen = Browser(dict(browser.cookies))

    leaves = browser.get("/auth/again", "to=/app/money")
    asked = query_of(leaves.headers["location"])
    back_in = browser.get("/auth/callback", back(pool.signs_in(leaves.headers["location"], sub)))

    assert asked["prompt"] == "login"
    assert back_in.headers["location"] == "/app/money"
    assert browser.get("/").status == 303
    assert browser.cookies[SESSION] != stolen.cookies[SESSION]
    assert stolen.get("/").headers["location"].startswith("/auth/login")


def test_who_was_to_prove_who_they_are_and_was_not_asked_has_proved_nothing(
    pool: PlayedPool,
) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = signed_in(pool, sub)
    leaves = browser.get("/auth/again")
    hours_ago = int(NOW.timestamp()) - 7200
    query = back(pool.signs_in(leaves.headers["location"], sub, auth_time=hours_ago))

    browser.get("/auth/callback", query)

    assert browser.get("/").headers["location"] == "/app"


def test_staff_without_a_second_factor_set_it_up_before_they_are_in(pool: PlayedPool) -> None:
    sub = pool.a_user("mara@example.org", roles=frozenset({OPERATOR}))
    browser = signed_in(pool, sub, to="/console")

    assert SESSION not in browser.cookies
    page = browser.get("/auth/second-factor")
    inside = browser.post("/auth/second-factor", code="123 456")

    assert "Set up your authenticator app" in page.text
    [address] = re.findall(r'href="(otpauth://totp/[^"]+)"', page.text)
    assert f'd="{qr_code(unescape(address)).path}"' in page.text
    assert inside.headers["location"] == "/console"
    assert browser.cookies.keys() == {SESSION}
    assert user_pool.has_authenticator(sub)


def test_staff_who_have_one_are_asked_by_the_user_pool_itself(pool: PlayedPool) -> None:
    sub = pool.a_user("mara@example.org", roles=frozenset({OPERATOR}))
    signed_in(pool, sub, to="/console").post("/auth/second-factor", code="123456")

    assert SESSION in signed_in(pool, sub, to="/console").cookies


def test_members_set_one_up_if_they_like_and_are_asked_for_it_from_then_on(
    pool: PlayedPool,
) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = signed_in(pool, sub)

    leaves = browser.get("/auth/authenticator", "to=/app/settings")
    back_in = browser.get("/auth/callback", back(pool.signs_in(leaves.headers["location"], sub)))
    inside = browser.post("/auth/second-factor", code="123456")

    assert query_of(leaves.headers["location"])["prompt"] == "login"
    assert back_in.headers["location"] == "/auth/second-factor"
    assert inside.headers["location"] == "/app/settings"
    assert user_pool.has_authenticator(sub)


def test_what_was_begun_to_be_set_up_is_shown_to_nobody_else(pool: PlayedPool) -> None:
    sub = pool.a_user("mara@example.org", roles=frozenset({OPERATOR}))
    browser = signed_in(pool, sub, to="/console")
    waiting = browser.cookies["__Host-authenticator"]

    assert Browser().get("/auth/second-factor").status == 400
    assert Browser().post("/auth/second-factor", code="123456").status == 400
    assert waiting.startswith(sub)
    late = Browser({"__Host-authenticator": waiting})
    assert late.get("/auth/second-factor", now=NOW + timedelta(minutes=10)).status == 400


@pytest.mark.parametrize("roles", [MEMBERS, frozenset({OPERATOR})], ids=["member", "staff"])
def test_no_authenticator_is_set_up_by_whoever_sits_before_somebodys_browser(
    pool: PlayedPool, roles: frozenset[str]
) -> None:
    """Who is signed in at the user pool is sent back without being asked, and what the browser
    keeps of its question can be written by anybody."""
    sub = pool.a_user("ann@example.org", roles=roles, member_id="ann" if MEMBER in roles else "")
    browser = Browser()
    leaves = browser.get("/auth/login", "to=/app/settings")
    kept = json.loads(base64.urlsafe_b64decode(browser.cookies[LOGIN]))
    browser.cookies[LOGIN] = base64.urlsafe_b64encode(
        json.dumps(kept | {"sets_up": True, "again": False}).encode()
    ).decode()
    hours_ago = int(NOW.timestamp()) - 7200
    query = back(pool.signs_in(leaves.headers["location"], sub, auth_time=hours_ago))

    answer = browser.get("/auth/callback", query)

    assert query_of(answer.headers["location"])["prompt"] == "login"
    assert browser.cookies.keys() == {LOGIN}
    asked = browser.get("/auth/callback", back(pool.signs_in(answer.headers["location"], sub)))
    assert asked.headers["location"] == "/auth/second-factor"


def test_who_sets_up_an_authenticator_has_one_session_and_not_the_one_before(
    pool: PlayedPool,
) -> None:
    sub = pool.a_user("ann@example.org", roles=MEMBERS, member_id="ann")
    browser = signed_in(pool, sub)
    before = Browser(dict(browser.cookies))
    leaves = browser.get("/auth/authenticator")
    browser.get("/auth/callback", back(pool.signs_in(leaves.headers["location"], sub)))

    browser.post("/auth/second-factor", code="123456")

    assert browser.get("/").headers["location"] == "/app"
    assert before.get("/").headers["location"].startswith("/auth/login")


@pytest.mark.parametrize("code", ["12345", "1234567", "12 345", "abcdef", "١٢٣٤٥٦", ""])
def test_what_is_no_code_is_told_at_the_form(
    pool: PlayedPool, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    sub = pool.a_user("mara@example.org", roles=frozenset({OPERATOR}))
    browser = signed_in(pool, sub, to="/console")

    assert browser.post("/auth/second-factor", code=code).status == 422
    assert "PagesFailed" not in capsys.readouterr().out
    assert browser.post("/auth/second-factor", code="123 456").status == 303


def test_a_page_to_sign_in_speaks_the_browsers_language(pool: PlayedPool) -> None:
    event = page_event("/auth/ended", cookies=(), headers={"accept-language": "de-AT,de;q=0.9"})

    answer = ask(member.handler, event)

    assert 'lang="de"' in answer.text
    assert "Sie sind abgemeldet" in answer.text
