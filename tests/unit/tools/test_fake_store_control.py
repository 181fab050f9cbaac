from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from tests.unit.tools.corner_shop import Corner, listening
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

pytestmark = pytest.mark.enable_socket

type Post = Callable[..., Any]


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with FakeStore(seed=5) as store:
        yield store


@pytest.fixture
def shop(store: FakeStore) -> Shop:
    return store.open_shop("corner", "corner", api=Corner())


@pytest.fixture
def post(store: FakeStore) -> Iterator[Post]:
    with httpx2.Client(base_url=f"{store.url}/_control", trust_env=False) as client:

        def post(path: str, **body: Any) -> Any:
            answer = client.post(path, json=body)
            assert answer.status_code == 200, answer.text
            return answer.json()

        yield post


def test_a_person_at_a_shell_leads_an_order_through_its_life(shop: Shop, post: Post) -> None:
    post("/corner/products", title="Tea", variants=[["TEA", 1000], ["TEA-2", 2000]])

    (placed,) = post("/corner/orders", items=[{"sku": "TEA", "qty": 3}], code="bob", shipping=300)
    path, line_id = f"/corner/orders/{placed['order_id']}", placed["lines"][0]["line_id"]
    order = shop.order(placed["order_id"])
    post(f"{path}/pay")
    refund = post(f"{path}/refund", lines={str(line_id): 1}, shipping=300)
    assert (order.code, order.total, order.refunded) == ("bob", 3300, 1300)

    post(f"{path}/delete_refund", refund_id=refund["refund_id"])
    post(f"{path}/edit", quantities={str(line_id): 1}, add=[{"sku": "TEA-2"}], code="cat")
    assert (order.code, order.total, order.refunded) == ("cat", 3300, 0)

    post(f"{path}/refund_all")
    post(f"{path}/cancel")
    post(f"{path}/delete", for_good=False)
    assert order.refunded_in_full
    assert order.cancelled_at
    assert (order.trashed, order.deleted) == (True, False)


def test_products_change_and_go(shop: Shop, post: Post) -> None:
    made = post("/corner/products", title="Tea", variants=[["TEA", 1000]])
    path, variant_id = f"/corner/products/{made['product_id']}", made["variants"][0]["variant_id"]

    post(f"{path}/change", title="Green tea", prices={str(variant_id): 1100})
    post(f"{path}/delete")

    product = shop.product(made["product_id"])
    assert (product.title, product.variants[0].price, product.deleted) == ("Green tea", 1100, True)


def test_webhooks_are_told_where_to_go_and_when(store: FakeStore, shop: Shop, post: Post) -> None:
    post("/corner/products", title="Tea", variants=[["TEA", 1000]])
    with listening() as ear:
        post("/corner/hooks", topic="order.created", url=ear.url, secret="x" * 16)
        post("/corner/webhooks", lose_percent=100)
        post("/corner/orders", count=4, paid=True)
        post("/corner/webhooks", lose_percent=0)
        post("/corner/orders")

        assert post("/pump") == {"sent": 5}
        assert len(ear.heard) == 1

    state = httpx2.get(f"{store.url}/_control/state", trust_env=False).json()
    (told,) = state["shops"]
    assert told["webhooks"] == {"lost": 4, "answered": 1}
    assert (told["orders"], told["api_url"], state["webhooks_waiting"]) == (5, shop.base_url, 0)


def test_troubles_are_made_and_ended(shop: Shop, post: Post) -> None:
    post("/corner/faults", kind="failing", percent=100)
    assert httpx2.get(f"{shop.base_url}/orders", trust_env=False).status_code == 503

    post("/corner/faults/clear")
    assert httpx2.get(f"{shop.base_url}/orders", trust_env=False).status_code == 200


def test_the_clock_is_moved(store: FakeStore, post: Post) -> None:
    before = store.clock()

    post("/clock", hours=24)

    assert (store.clock() - before).total_seconds() >= 24 * 3600


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/nowhere/orders", {}, 404, "nowhere"),
        ("/corner/orders/1/pay", {}, 404, "no order 1"),
        ("/corner/dance", {}, 404, "/dance"),
        ("/corner/faults", {"kind": "gone"}, 400, "a fault is one of"),
        ("/corner/webhooks", {"lose": 1}, 400, "lose is none of"),
        ("/corner/orders", {"colour": "red"}, 400, "colour"),
        ("/corner/orders", [1], 400, "the body is an object"),
        ("/corner/orders", {}, 404, "offers no product"),
    ],
)
def test_a_wrong_call_is_told_what_is_wrong(
    shop: Shop, path: str, body: Any, status: int, said: str
) -> None:
    control = shop.base_url.replace("/corner", "/_control")

    answer = httpx2.post(f"{control}{path}", json=body, trust_env=False)

    assert answer.status_code == status
    assert said in answer.json()["message"]


def test_a_web_page_may_not_control_anything(store: FakeStore) -> None:
    answer = httpx2.post(
        f"{store.url}/_control/pump", headers={"Origin": "https://x.example"}, trust_env=False
    )

    assert answer.status_code == 403
