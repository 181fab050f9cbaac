"""An app's id and secret, exchanged at the shop for a token of a day."""

import json
from datetime import timedelta
from typing import Any

import pytest

from commissions.clients import AccessDenied, InvalidResponse, NotAllowed, StoreError, Unavailable
from commissions.clients.shopify import create_renewing_client
from commissions.clients.shopify.token_exchange import exchange
from commissions.domain.stores.store import Store
from tests.unit.clients.fake_server import a_reply, answering
from tests.unit.clients.shopify_shops import NOON, Talk, private_of, store_at, talking
from tools.fake_store.faults import Fault
from tools.fake_store.shopify.access import issued

pytestmark = pytest.mark.enable_socket
APP = {"client_id": "0123456789abcdef", "client_secret": "shpss_fedcba9876543210"}
DAY = timedelta(seconds=86_399)


class Tokens:
    """Hands out tokens of a list, the next one where the last was refused."""

    def __init__(self, *tokens: str) -> None:
        self.left = list(tokens)
        self.refused: list[str] = []

    def token(self) -> str:
        return self.left[0]

    def instead_of(self, refused: str) -> str:
        self.refused.append(refused)
        if len(self.left) > 1:
            self.left.pop(0)
        return self.left[0]


def opened(talk: Talk) -> Talk:
    """A shop that only an app of the Dev Dashboard opens."""
    talk.shop.access = dict(APP)
    return talk


def given_by(talk: Talk, access: dict[str, str] | None = None) -> Any:
    return exchange(talk.store, access or APP, private_of(talk.shop.base_url))


def refused(talk: Talk, access: dict[str, str] | None = None) -> str:
    """Why no token is given; nothing of id and secret is told."""
    with pytest.raises(AccessDenied) as raised:
        given_by(talk, access)
    shown = f"{raised.value!r}{raised.value}{raised.value.__context__!r}"
    assert not any(part in shown for part in APP.values())
    return str(raised.value)


def answered(body: Any, status: int = 200) -> StoreError | None:
    """What becomes of an answer: an error, or a token that it accepts."""
    with answering(a_reply(status, json.dumps(body).encode())) as played:
        try:
            exchange(store_at(played.url), APP, private_of(played.url))
        except StoreError as error:
            return error
    return None


def test_id_and_secret_are_sent_to_the_shop_as_its_documentation_says() -> None:
    reply = {"access_token": "shpat_1", "scope": "read_orders", "expires_in": 86_399}
    with answering(a_reply(200, json.dumps(reply).encode())) as played:
        exchange(store_at(played.url), APP, private_of(played.url))

    [request] = played.asked
    assert (request.method, request.path) == ("POST", "/admin/oauth/access_token")
    assert request.json() == {**APP, "grant_type": "client_credentials"}
    assert "x-shopify-access-token" not in request.headers


def test_the_token_opens_the_shop_until_its_day_is_over() -> None:
    with talking() as talk:
        token = given_by(opened(talk))
        client = create_renewing_client(
            talk.store, Tokens(token.value), private_of(talk.shop.base_url)
        )
        assert client.now() == NOON
        talk.fake.clock.advance(seconds=86_399)
        with pytest.raises(AccessDenied, match="401"):
            client.now()

    assert token.lifetime == DAY
    assert token.value not in repr(token)


def test_a_token_that_is_refused_is_replaced_once_and_the_call_is_made_again() -> None:
    with talking() as talk:
        good = given_by(opened(talk)).value
        tokens = Tokens("shpat_dead", good)
        client = create_renewing_client(talk.store, tokens, private_of(talk.shop.base_url))
        calls = talk.asked()

        assert client.now() == NOON

    assert tokens.refused == ["shpat_dead"]
    assert talk.asked() - calls == 2


def test_a_change_that_was_not_let_in_is_made_once_after_all() -> None:
    with talking() as talk:
        good = given_by(opened(talk)).value
        tokens = Tokens("shpat_dead", good)
        client = create_renewing_client(talk.store, tokens, private_of(talk.shop.base_url))
        client.subscribe("orders/paid", "https://ours.example/another", "")
        made = [hook for hook in talk.shop.hooks if hook.url == "https://ours.example/another"]

    assert len(made) == 1


@pytest.mark.parametrize("tokens", [("shpat_dead",), ("shpat_dead", "shpat_dead_too", "shpat_3")])
def test_two_refusals_are_no_reason_to_ask_a_third_time(tokens: tuple[str, ...]) -> None:
    with talking() as talk:
        source = Tokens(*tokens)
        client = create_renewing_client(opened(talk).store, source, private_of(talk.shop.base_url))
        with pytest.raises(AccessDenied, match="401"):
            client.now()

    assert source.refused == ["shpat_dead"]
    assert talk.asked() == min(len(tokens), 2)


@pytest.mark.parametrize(
    ("part", "says"),
    [("client_id", "no app has this client id"), ("client_secret", "the client secret is not")],
)
def test_a_wrong_part_is_named(part: str, says: str) -> None:
    with talking() as talk:
        assert says in refused(opened(talk), {**APP, part: "wrong-wrong-wrong"})


def test_an_app_that_is_not_installed_says_what_to_do() -> None:
    """Shopify answers it with a page for people."""
    with talking(app_installed=False) as talk:
        said = refused(opened(talk))

    assert "app_not_installed" in said
    assert "not installed in the shop" in said


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (400, {"error": "shop_not_permitted"}, "not of the same organization"),
        (400, {"error": "something_new"}, r"no token is given \(something_new\)$"),
        (400, {"error": "<script>"}, r"\(status 400\)$"),
        (422, "", r"\(status 422\)$"),
        (401, {}, "401"),
        (403, {}, "403"),
        (404, {}, "no such shop"),
    ],
)
def test_each_refusal_is_one_of_access(status: int, body: Any, says: str) -> None:
    with pytest.raises(AccessDenied, match=says):
        raise answered(body, status) or AssertionError("accepted")


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"access_token": "shpat_1"},
        {"access_token": "", "expires_in": 86_399},
        {"access_token": "shpat 1", "expires_in": 86_399},
        {"access_token": 1, "expires_in": 86_399},
        {"access_token": "shpat_1", "expires_in": "86399"},
        {"access_token": "shpat_1", "expires_in": 86_399.5},
        {"access_token": "shpat_1", "expires_in": True},
        {"access_token": "shpat_1", "expires_in": 0},
        {"access_token": "shpat_1", "expires_in": -1},
        {"access_token": "shpat_1", "expires_in": 10**12},
    ],
)
def test_an_answer_that_is_no_token_is_taken_for_none(body: Any) -> None:
    assert isinstance(answered(body), InvalidResponse)


def test_a_shop_that_does_not_answer_is_asked_once() -> None:
    """Whoever asks holds a lease: it must not end meanwhile."""
    with talking() as talk:
        opened(talk).shop.faults.add(Fault("failing"))
        with pytest.raises(Unavailable):
            given_by(talk)

    assert talk.asked() == 1


@pytest.mark.parametrize(
    "access", [{}, {"client_id": "an-app"}, {**APP, "client_secret": "with\nnewline"}]
)
def test_without_id_and_secret_nobody_is_asked(access: dict[str, str]) -> None:
    with talking() as talk:
        with pytest.raises(AccessDenied, match="no client id and secret"):
            exchange(talk.store, access, private_of(talk.shop.base_url))
        assert talk.asked() == 0


def test_the_secret_goes_to_no_other_host() -> None:
    store = Store("tea", "shopify", "", "USD", "", domain="tea.myshopify.com.example.org")

    with pytest.raises(NotAllowed):
        exchange(store, APP)


def test_a_new_token_leaves_the_one_before_alive_or_ends_it_as_the_shop_likes() -> None:
    with talking() as talk:
        first, second = given_by(opened(talk)), given_by(talk)
        assert {first.value, second.value} == set(issued(talk.shop))
        talk.shop.extra["one_token"] = True
        third = given_by(talk)
        assert set(issued(talk.shop)) == {third.value}
