import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.people.sign_in import (
    NotOurToken,
    PendingSignIn,
    claims_of,
    local_path,
    person,
)
from tests.support.pages import NOW

ISSUER, CLIENT = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc", "client-1"
SECONDS = int(NOW.timestamp())
PENDING = PendingSignIn.new("/app/orders", now=NOW)


def claims(**other: Any) -> dict[str, Any]:
    return {
        "iss": ISSUER,
        "aud": CLIENT,
        "token_use": "id",
        "nonce": PENDING.nonce,
        "sub": "8a1f-22",
        "iat": SECONDS,
        "exp": SECONDS + 300,
        "auth_time": SECONDS - 5,
        "name": "Ann Example",
        "cognito:username": "8a1f-22",
    } | other


def read(pending: PendingSignIn = PENDING, **other: Any) -> Any:
    return person(claims(**other), pending, issuer=ISSUER, audience=CLIENT, now=NOW)


def test_a_token_says_who_signed_in_and_when_they_proved_it() -> None:
    found = read()

    assert (found.account_id, found.name, found.username) == ("8a1f-22", "Ann Example", "8a1f-22")
    assert found.proved_at == NOW - timedelta(seconds=5)


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other"},
        {"iss": None},
        {"aud": "client-2"},
        {"aud": [CLIENT]},
        {"token_use": "access"},
        {"nonce": "of-another-sign-in"},
        {"nonce": ""},
        {"sub": ""},
        {"sub": "../x"},
        {"sub": ["8a1f-22"]},
        {"exp": SECONDS - 61},
        {"exp": "soon"},
        {"exp": True},
        {"exp": 2**60},
        {"exp": None},
        {"iat": SECONDS + 61},
        {"iat": -1},
        {"auth_time": None},
    ],
)
def test_a_token_that_is_not_of_this_sign_in_is_nobodys(other: dict[str, Any]) -> None:
    with pytest.raises(NotOurToken):
        read(**other)


def test_clocks_may_differ_by_a_minute() -> None:
    assert read(exp=SECONDS - 60, iat=SECONDS + 60).account_id == "8a1f-22"


def test_who_was_to_prove_it_once_more_was_really_asked() -> None:
    again = PendingSignIn.new("/", again=True, now=NOW)

    assert read(again, nonce=again.nonce, auth_time=SECONDS).account_id == "8a1f-22"
    with pytest.raises(NotOurToken, match="not asked again"):
        read(again, nonce=again.nonce, auth_time=SECONDS - 3600)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Ann\u202e Ex\x00ample\n", "Ann Example"),
        (" " * 3, ""),
        ("x" * 200, "x" * 80),
        (None, ""),
        (7, ""),
        ("<b>Ann</b>", "<b>Ann</b>"),
    ],
)
def test_a_name_is_shown_as_far_as_it_can_be(said: Any, shown: str) -> None:
    assert read(name=said).name == shown


@given(st.text())
def test_what_is_no_token_names_nobody(text: str) -> None:
    with pytest.raises(NotOurToken):
        claims_of(text)


def test_what_a_token_says_is_read_without_its_signature() -> None:
    body = base64.urlsafe_b64encode(json.dumps({"sub": "ö"}).encode()).decode().rstrip("=")

    assert claims_of(f"head.{body}.signature") == {"sub": "ö"}


@pytest.mark.parametrize(
    "to",
    [
        "/",
        "/app",
        "/app/orders?store=tea-us&q=a%20b",
        "/console/parked#row",
        "/app/x?to=https://e.x",
    ],
)
def test_who_signs_in_comes_back_to_where_they_wanted(to: str) -> None:
    assert local_path(to) == to


@pytest.mark.parametrize(
    "to",
    [
        "",
        "app",
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\\/elsewhere.example",
        "/%2F/elsewhere.example",
        "/%5Celsewhere.example",
        "/app\\..",
        "/app\r\nset-cookie: a=1",
        "/app%0d%0aset-cookie:%20a=1",
        "/app\tx",
        "/ app",
        "javascript:alert(1)",
        "/auth/logout",
        "/auth/login?to=/auth/login",
        "/%61uth/login",
        "/" + "x" * 1001,
    ],
)
def test_signing_in_leads_to_no_other_site_and_to_no_loop(to: str) -> None:
    assert local_path(to) == "/"


@given(st.text())
def test_whatever_is_asked_for_signing_in_stays_with_us(to: str) -> None:
    path = local_path(to)

    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert path.isprintable()


def test_what_a_browser_keeps_comes_back_as_it_was() -> None:
    assert PendingSignIn.of_cookie(PENDING.cookie()) == PENDING


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "%%%",
        "e30=",
        base64.urlsafe_b64encode(b"[]").decode(),
        base64.urlsafe_b64encode(b'{"state": 1}').decode(),
        base64.urlsafe_b64encode(
            b'{"state":1,"nonce":"","verifier":"","to":"/","again":false,"sets_up":false,"began_at":1}'
        ).decode(),
        "ö",
    ],
)
def test_what_is_no_pending_sign_in_is_none(cookie: str) -> None:
    assert PendingSignIn.of_cookie(cookie) is None


FIELDS = json.loads(base64.urlsafe_b64decode(PENDING.cookie()))
OURS = ["state", "nonce", "verifier", "to", "began_at"]
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.text(st.characters(categories=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(OURS), anything), st.text(st.characters(categories=None)))
def test_whatever_a_browser_keeps_and_says_signing_in_goes_on_or_begins_again(
    changed: dict[str, Any], state: str
) -> None:
    cookie = base64.urlsafe_b64encode(json.dumps(FIELDS | changed).encode()).decode()

    pending = PendingSignIn.of_cookie(cookie)

    assert pending is None or not pending.is_answered_by(state, NOW)
    assert pending is None or pending.challenge.isascii()


@pytest.mark.parametrize(
    "changed",
    [
        {"began_at": 10**400},
        {"began_at": -1},
        {"began_at": 2**40},
        {"state": "\ud800"},
        {"verifier": "ö"},
        {"nonce": "x" * 129},
        {"to": "/\ud800"},
    ],
    ids=["never", "before-1970", "too-late", "no-text", "umlaut", "too-long", "no-address"],
)
def test_what_no_sign_in_of_ours_has_is_no_sign_in(changed: dict[str, Any]) -> None:
    cookie = base64.urlsafe_b64encode(json.dumps(FIELDS | changed).encode()).decode()

    assert PendingSignIn.of_cookie(cookie) is None


def test_lists_within_lists_are_no_sign_in() -> None:
    assert PendingSignIn.of_cookie(base64.urlsafe_b64encode(b"[" * 200_000).decode()) is None


def test_only_the_answer_to_this_sign_in_counts_and_only_for_ten_minutes() -> None:
    later = NOW + timedelta(minutes=10)

    assert PENDING.is_answered_by(PENDING.state, later)
    assert not PENDING.is_answered_by(PENDING.state, later + timedelta(seconds=1))
    assert not PENDING.is_answered_by("ö", NOW)
    assert not PENDING.is_answered_by("", NOW)


def test_the_user_pool_is_told_a_hash_of_what_only_we_have() -> None:
    # The example of RFC 7636, appendix B.
    pending = PendingSignIn(
        state="s",
        nonce="n",
        verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        to="/",
        again=False,
        sets_up=False,
        began_at=0,
    )

    assert pending.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert 43 <= len(PENDING.verifier) <= 128
