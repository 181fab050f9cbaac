"""Which tokens let a machine in: those that the pool signed, for a client that may ask, as of now.
Everything else that somebody may think of is refused."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commissions.application.accounts import machines
from commissions.application.accounts.machines import TokensUnreadable, recognized
from commissions.domain.people.machines import SCOPES, NotAMachinesToken, taken_apart
from tests.support.machine_tokens import (
    CLIENT,
    PlayedKeys,
    a_token,
    claims,
    jwk,
    played_keys,
    text,
)
from tests.support.pages import NOW


@pytest.fixture(autouse=True)
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[PlayedKeys]:
    with played_keys(monkeypatch) as found:
        yield found


def test_a_token_of_the_pool_says_which_machine_it_is_and_what_it_may() -> None:
    found = recognized(a_token(claims(scope="api/orders.read api/finance.read")), NOW)

    assert found.client_id == CLIENT
    assert found.scopes == {"orders.read", "finance.read"}


def test_keys_are_those_of_the_pool_that_issues_our_tokens(pool: PlayedKeys) -> None:
    recognized(a_token(), NOW)

    assert pool.urls == [
        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Test/.well-known/jwks.json"
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other"},
        {"iss": None},
        {"token_use": "id"},
        {"token_use": None},
        {"client_id": "another-client"},
        {"client_id": None},
        {"client_id": [CLIENT]},
        {"username": "cara"},
        {"aud": "another-client"},
        {"exp": int(NOW.timestamp())},
        {"exp": None},
        {"exp": "9999999999"},
        {"exp": True},
        {"exp": 9e9},
        {"iat": int((NOW + timedelta(hours=1)).timestamp())},
        {"iat": None},
    ],
    ids=str,
)
def test_a_token_that_says_anything_else_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(NotAMachinesToken):
        recognized(a_token(claims(**said)), NOW)


def test_a_token_holds_until_it_ends() -> None:
    token = a_token(claims(exp=int(NOW.timestamp()) + 10))

    assert recognized(token, NOW + timedelta(seconds=9))
    with pytest.raises(NotAMachinesToken):
        recognized(token, NOW + timedelta(seconds=10))


@pytest.mark.parametrize(
    "scope",
    ["", "orders.read", "api/orders.write", "other/orders.read", "api/ orders.read", None, 7],
)
def test_scopes_of_elsewhere_are_none(scope: Any) -> None:
    assert recognized(a_token(claims(scope=scope)), NOW).scopes == frozenset()


def unsigned(token: str, **header: Any) -> str:
    """With another header, and without a signature."""
    return f"{text(json.dumps(header).encode())}.{token.split('.')[1]}."


def with_hmac() -> str:
    """As who takes the public key for a secret would sign it."""
    import hmac

    head = text(json.dumps({"alg": "HS256", "kid": "first"}).encode())
    signed = f"{head}.{a_token().split('.')[1]}"
    secret = json.dumps(jwk("first")).encode()
    return f"{signed}.{text(hmac.digest(secret, signed.encode(), 'sha256'))}"


FORGED: dict[str, Callable[[], str]] = {
    "no signature": lambda: unsigned(a_token(), alg="RS256", kid="first"),
    "alg none": lambda: unsigned(a_token(), alg="none", kid="first"),
    "hmac": with_hmac,
    "another key": lambda: a_token(signed_with="second"),
    "another key's name": lambda: a_token(key_id="second"),
    "no key named": lambda: a_token(header={"kid": None}),
    "critical header": lambda: a_token(header={"crit": ["b64"], "b64": False}),
    "own key within": lambda: a_token(header={"jwk": jwk("second")}, signed_with="second"),
    "own address": lambda: a_token(header={"jku": "https://evil.example"}, signed_with="second"),
    "too long": lambda: a_token(claims(more="x" * 9_000)),
    "nothing": lambda: "",
    "dots": lambda: "..",
    "words": lambda: "a.b.c",
    "a list": lambda: f"{text(b'[]')}.{text(b'[]')}.{text(b'x')}",
}


@pytest.mark.parametrize("name", FORGED)
def test_a_token_that_the_pool_did_not_sign_is_refused(name: str) -> None:
    with pytest.raises(NotAMachinesToken):
        recognized(FORGED[name](), NOW)


@given(place=some.integers(0, 10_000), letter=some.sampled_from("ABCxyz019-_"))
def test_a_token_with_one_letter_changed_is_refused_or_says_the_same(
    place: int, letter: str
) -> None:
    """The last letter of base64 has bits that count for nothing."""
    token = a_token()
    at = place % len(token)
    other = f"{token[:at]}{letter}{token[at + 1 :]}"
    try:
        recognized(other, NOW)
    except NotAMachinesToken:
        return
    assert taken_apart(other) == taken_apart(token)


def test_claims_cannot_be_exchanged_for_others() -> None:
    head, _, signature = a_token().split(".")
    more = text(json.dumps(claims(scope="api/finance.read")).encode())

    with pytest.raises(NotAMachinesToken):
        recognized(f"{head}.{more}.{signature}", NOW)


def test_nobody_may_ask_where_no_client_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machines, "API_CLIENTS", frozenset())

    with pytest.raises(NotAMachinesToken):
        recognized(a_token(), NOW)


def test_made_up_keys_have_the_pool_asked_no_more_than_once_a_minute(pool: PlayedKeys) -> None:
    for each in range(20):
        with pytest.raises(NotAMachinesToken):
            recognized(a_token(key_id=f"made-up-{each % 2}", signed_with="second"), NOW)

    assert pool.asked == 2


def test_a_new_key_of_the_pools_is_taken_when_it_is_first_used(pool: PlayedKeys) -> None:
    recognized(a_token(), NOW)
    pool.known = ("first", "second")

    assert recognized(a_token(key_id="second"), NOW)
    assert recognized(a_token(), NOW)
    assert pool.asked == 2


def test_while_the_pool_does_not_answer_nobody_is_taken_for_anybody(pool: PlayedKeys) -> None:
    pool.broken = True

    with pytest.raises(TokensUnreadable):
        recognized(a_token(), NOW)


def test_the_pools_scopes_are_those_that_are_looked_for() -> None:
    from tests.support.template import of_type

    [server] = of_type("AWS::Cognito::UserPoolResourceServer").values()

    assert server["Identifier"] == "api"
    assert {each["ScopeName"]: each["ScopeDescription"] for each in server["Scopes"]} == SCOPES


def test_a_token_shows_nothing_of_itself() -> None:
    found = taken_apart(a_token())

    assert base64.b64encode(found.signature).decode() not in repr(found)
    assert CLIENT not in repr(found)
