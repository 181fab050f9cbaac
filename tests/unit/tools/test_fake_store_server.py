import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2
import pytest

from tests.unit.tools.corner_shop import Corner, LimitedCorner
from tools.fake_store import faults
from tools.fake_store.faults import Fault
from tools.fake_store.registry import UnknownPlatform, platform_api
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

pytestmark = pytest.mark.enable_socket

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with FakeStore(seed=5, start=NOON) as store:
        yield store


@pytest.fixture
def shop(store: FakeStore) -> Shop:
    shop = store.open_shop("corner", "corner", api=Corner())
    shop.add_product("Tea", [("TEA", 1000)])
    return shop


@pytest.fixture
def ask(shop: Shop) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=shop.base_url, trust_env=False) as client:
        yield client


def test_a_shop_answers_under_its_own_path(shop: Shop, ask: httpx2.Client) -> None:
    order = shop.place()

    answer = ask.get(f"/orders/{order.order_id}")

    assert answer.json() == {"total": order.total}
    assert parsedate_to_datetime(answer.headers["Date"]) == NOON


def test_a_request_comes_in_whole(shop: Shop, ask: httpx2.Client) -> None:
    answer = ask.put("/echo?a=1&a=2&b[c]=&d=x%20y", content=b"caf\xc3\xa9")

    assert answer.json() == [
        "PUT",
        {"a": ["1", "2"], "b[c]": [""], "d": ["x y"]},
        f"{shop.base_url}/echo?a=1&a=2&b[c]=&d=x%20y",
        "café",
    ]


@pytest.mark.parametrize("path", ["/nothing", "/orders/1", "/../elsewhere/orders"])
def test_what_is_not_there_is_404(ask: httpx2.Client, path: str) -> None:
    assert ask.get(path).status_code == 404


def test_a_bug_of_a_platform_is_500_and_shown_to_whoever_runs_the_store(
    ask: httpx2.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask.get("/broken").status_code == 500
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_two_thousand_orders_are_paged_quickly(shop: Shop, ask: httpx2.Client) -> None:
    began, found = time.process_time(), list[int]()
    placed = [shop.place(paid=True).order_id for _ in range(2000)]
    placing = time.process_time() - began
    for page in range(1, 21):
        found += ask.get("/orders", params={"page": page}).json()
    paging = time.process_time() - began - placing

    assert found == placed
    assert paging < 20 * placing  # about as much, whatever the machine


def test_a_limit_holds_for_so_many_calls_and_says_how_long(shop: Shop, ask: httpx2.Client) -> None:
    shop.faults.add(Fault(faults.LIMITED, calls=2, seconds=7))

    answers = [ask.get("/orders") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert shop.faults.met[faults.LIMITED] == 2


def test_a_platform_says_in_its_own_way_that_it_was_asked_too_often(store: FakeStore) -> None:
    shop = store.open_shop("other", "corner", api=LimitedCorner())
    shop.faults.add(Fault(faults.LIMITED, calls=1, seconds=3))

    answer = httpx2.get(f"{shop.base_url}/orders", trust_env=False)

    assert answer.headers["X-Retry-After"] == "3"


def test_an_error_hits_only_the_paths_it_is_for(shop: Shop, ask: httpx2.Client) -> None:
    shop.faults.add(Fault(faults.FAILING, status=502, path="/orders"))

    assert ask.get("/orders").status_code == 502
    assert ask.get("/echo").status_code == 200
    shop.faults.clear()
    assert ask.get("/orders").status_code == 200


def test_a_percentage_of_calls_fails_the_same_on_the_same_seed() -> None:
    def met() -> list[bool]:
        shop = Shop("corner", "corner", seed=3)
        shop.faults.add(Fault(faults.FAILING, percent=30))
        return [bool(shop.faults.hit("/orders")) for _ in range(100)]

    assert met() == met()
    assert 15 < sum(met()) < 45


def test_connections_are_cut_answers_are_garbled_and_come_late(
    shop: Shop, ask: httpx2.Client
) -> None:
    for kind in (faults.CUT, faults.GARBLED, faults.SLOW):
        shop.faults.add(Fault(kind, calls=1))

    with pytest.raises(httpx2.RemoteProtocolError):
        ask.get("/orders")
    assert ask.get("/orders").text.startswith("<html>")
    began = time.monotonic()
    assert ask.get("/orders").json() == []
    assert time.monotonic() - began >= 1


def test_the_store_keeps_what_it_was_asked(
    store: FakeStore, shop: Shop, ask: httpx2.Client
) -> None:
    ask.get("/orders?page=1")
    ask.delete("/nothing")

    assert [(asked.method, asked.path, asked.status) for asked in store.calls] == [
        ("GET", "/orders", 200),
        ("DELETE", "/nothing", 404),
    ]


def test_a_fault_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="a fault is one of limited, failing"):
        Fault("gone")


def test_a_platform_that_nobody_wrote_is_named() -> None:
    with pytest.raises(UnknownPlatform, match="osdotnet is none of shopify"):
        platform_api("osdotnet")


def test_two_shops_cannot_share_a_name(store: FakeStore, shop: Shop) -> None:
    with pytest.raises(ValueError, match="corner is taken"):
        store.open_shop("corner", "corner", api=Corner())
    with pytest.raises(ValueError, match="no name for a shop"):
        store.open_shop("_control", "corner", api=Corner())


def test_a_closed_store_answers_nobody_not_even_over_an_open_connection(
    store: FakeStore, shop: Shop, ask: httpx2.Client
) -> None:
    assert ask.get("/orders").status_code == 200

    store.close()

    with pytest.raises(httpx2.TransportError):
        ask.get("/orders")
