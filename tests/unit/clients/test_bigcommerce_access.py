from collections.abc import Iterator
from dataclasses import replace

import pytest

from commissions.clients import AccessDenied, InvalidResponse, NotAllowed, Unavailable, bigcommerce
from commissions.clients.bigcommerce.api import pace
from commissions.clients.reply import Reply
from tests.unit.clients.bigcommerce_shop import NOON, PRIVATE, STORE, a_client, a_shop, of
from tools.fake_store import faults
from tools.fake_store.faults import Fault
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

pytestmark = pytest.mark.enable_socket
TOKEN = {"token": "token-1"}


@pytest.fixture
def opened() -> Iterator[tuple[FakeStore, Shop]]:
    with a_shop() as found:
        yield found


@pytest.fixture
def shop(opened: tuple[FakeStore, Shop]) -> Shop:
    return opened[1]


def a_reply(**headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(200, {f"x-rate-limit-{name}": value for name, value in named.items()}, None, NOON)


@pytest.mark.parametrize("domain", ["", "abc", "HARBOUR1", "harbour1/../x", "har bour", "a" * 17])
def test_a_store_hash_that_is_none_opens_nothing(domain: str) -> None:
    with pytest.raises(NotAllowed):
        bigcommerce.create_client(replace(STORE, domain=domain), TOKEN)


def test_without_a_token_nothing_is_asked() -> None:
    with pytest.raises(AccessDenied, match="no access token"):
        bigcommerce.create_client(STORE, {})


@pytest.mark.parametrize(
    "address", ["https://evil.example", "http://127.0.0.1:9", "https://", "https://[", "ftp://x"]
)
def test_the_token_goes_to_bigcommerce_alone(address: str) -> None:
    with pytest.raises(NotAllowed):
        bigcommerce.create_client(replace(STORE, api_url=address), TOKEN)


def test_a_store_is_asked_at_bigcommerces_address() -> None:
    assert bigcommerce.create_client(STORE, TOKEN)


def test_a_wrong_token_is_denied(shop: Shop) -> None:
    client = bigcommerce.create_client(of(shop), {"token": "another"}, PRIVATE)

    with pytest.raises(AccessDenied) as denied:
        client.order("5")
    assert "another" not in str(denied.value)


def test_another_store_than_the_tokens_is_denied(shop: Shop) -> None:
    with pytest.raises(AccessDenied):
        a_client(shop, domain="another1").now()


def test_too_many_calls_are_made_again_when_the_store_says_so(
    opened: tuple[FakeStore, Shop],
) -> None:
    store, shop = opened
    order = shop.place(paid=True)
    shop.faults.add(Fault(faults.LIMITED, calls=1, seconds=1))

    assert a_client(shop).order(str(order.order_id))
    assert [each.status for each in store.calls][:2] == [429, 200]


def test_a_used_up_quota_is_not_waited_for_but_told(opened: tuple[FakeStore, Shop]) -> None:
    store, shop = opened
    shop.extra["quota"] = 6
    shop.place(paid=True)
    client = a_client(shop)

    for _ in range(4):
        client.now()
    with pytest.raises(Unavailable) as unavailable:
        client.now()

    assert 20 < unavailable.value.retry_after <= 30
    assert 429 not in [each.status for each in store.calls]


def test_a_page_instead_of_an_answer_is_a_bad_answer(shop: Shop) -> None:
    shop.faults.add(Fault(faults.GARBLED, calls=1))

    with pytest.raises(InvalidResponse):
        a_client(shop).subscriptions()


def test_a_store_that_fails_for_a_moment_is_asked_again(shop: Shop) -> None:
    order = shop.place(paid=True)
    shop.faults.add(Fault(faults.FAILING, calls=1, status=503, path="/products"))

    assert a_client(shop).order(str(order.order_id))


@pytest.mark.parametrize(
    ("left", "seconds"), [("100", 0), ("30", 0), ("29", 15 / 29), ("5", 3), ("2", 15), ("0", 15)]
)
def test_the_last_fifth_of_a_quota_is_spread_and_two_calls_are_left_to_others(
    left: str, seconds: float
) -> None:
    reply = a_reply(requests_left=left, requests_quota="150", time_reset_ms="15000")

    assert pace(reply) == seconds


@pytest.mark.parametrize(
    "headers", [{}, {"requests_left": "0"}, {"requests_left": "x", "time_reset_ms": "15000"}]
)
def test_an_answer_that_tells_no_limits_slows_nobody(headers: dict[str, str]) -> None:
    assert pace(a_reply(**headers)) == 0
