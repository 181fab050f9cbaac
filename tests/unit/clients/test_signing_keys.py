import json

import pytest

from commissions.clients.signing_keys import KeysUnavailable, fetch
from tests.support.machine_tokens import jwk, public_key
from tests.unit.clients.fake_server import a_reply, answering
from tools.fake_store.platform_api import Response

pytestmark = pytest.mark.enable_socket


def told(*keys: object) -> bytes:
    return json.dumps({"keys": list(keys)}).encode()


def test_the_pools_keys_are_known_by_their_ids_and_others_are_left_out() -> None:
    elliptic = {"kty": "EC", "kid": "third", "crv": "P-256"}
    with answering(a_reply(200, told(jwk("first"), elliptic, jwk("second")))) as played:
        found = fetch(f"{played.url}/pool/.well-known/jwks.json")

    assert found == {"first": public_key("first"), "second": public_key("second")}
    assert [each.path for each in played.asked] == ["/pool/.well-known/jwks.json"]


@pytest.mark.parametrize(
    "answer",
    [
        a_reply(200, b"{}"),
        a_reply(200, b'{"keys": {}}'),
        a_reply(200, told({"kty": "RSA", "kid": "first"})),
        a_reply(200, told("first")),
        a_reply(200, told({"kty": "RSA", "kid": "first", "n": 7, "e": 3})),
        a_reply(200, b"<html>"),
        a_reply(200, b"x" * (9 * 2**20)),
        a_reply(302, b"", {"Location": "https://elsewhere.example"}),
        a_reply(503),
        None,
    ],
)
def test_what_does_not_answer_as_it_should_says_no_keys(answer: Response | None) -> None:
    with answering(answer) as played, pytest.raises(KeysUnavailable):
        fetch(f"{played.url}/keys")
