import json
from urllib.parse import parse_qs

import pytest

from commissions.clients.token_endpoint import (
    CodeGrant,
    CodeRefused,
    SignInUnavailable,
    exchange,
)
from tests.unit.clients.fake_server import a_reply, answering
from tools.fake_store.platform_api import Response

pytestmark = pytest.mark.enable_socket
GRANT = CodeGrant(
    client_id="client-1",
    code="c0de",
    verifier="v3rifier",
    redirect_uri="https://pages.example/auth/callback",
)
TOKENS = json.dumps({"id_token": "a.b.c", "access_token": "d.e.f", "token_type": "Bearer"}).encode()


def test_a_code_is_exchanged_once_for_what_says_who_signed_in() -> None:
    with answering(a_reply(200, TOKENS)) as played:
        tokens = exchange(played.url, GRANT)

    [asked] = played.asked
    assert (tokens.id_token, tokens.access_token) == ("a.b.c", "d.e.f")
    assert (asked.method, asked.path) == ("POST", "/oauth2/token")
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked.body.decode()) == {
        "grant_type": ["authorization_code"],
        "client_id": ["client-1"],
        "code": ["c0de"],
        "code_verifier": ["v3rifier"],
        "redirect_uri": ["https://pages.example/auth/callback"],
    }


@pytest.mark.parametrize("body", [b'{"error": "invalid_grant"}', b"", b"[]", b'{"error": "\\n"}'])
def test_a_code_that_is_used_up_is_refused(body: bytes) -> None:
    with answering(a_reply(400, body)) as played, pytest.raises(CodeRefused):
        exchange(played.url, GRANT)

    assert len(played.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        a_reply(200, b"{}"),
        a_reply(200, b'{"id_token": "a.b.c"}'),
        a_reply(200, b'{"id_token": 1, "access_token": 2}'),
        a_reply(200, b"<html>"),
        a_reply(200, b"x" * (9 * 2**20)),
        a_reply(302, b"", {"Location": "https://elsewhere.example"}),
        a_reply(401, TOKENS),
        a_reply(503),
        None,
    ],
)
def test_what_does_not_answer_as_it_should_lets_nobody_in(answer: Response | None) -> None:
    with answering(answer) as played, pytest.raises(SignInUnavailable) as raised:
        exchange(played.url, GRANT)

    shown = f"{raised.value!r}{raised.value}{raised.value.__context__!r}"
    assert not any(part in shown for part in ("c0de", "v3rifier", "a.b.c"))


def test_neither_a_code_nor_a_token_is_shown_by_what_holds_it() -> None:
    with answering(a_reply(200, TOKENS)) as played:
        tokens = exchange(played.url, GRANT)

    assert not any(part in f"{GRANT!r}{tokens!r}" for part in ("c0de", "v3rifier", "a.b.c"))
