import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.unit.tools.corner_shop import Corner
from tools.fake_store import shop_config
from tools.fake_store.registry import UnknownPlatform
from tools.fake_store.server import FakeStore

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with FakeStore(seed=5) as store:
        yield store


def test_a_shop_is_opened_with_its_goods_its_hooks_and_orders(store: FakeStore) -> None:
    told = {
        "store_id": "tea",
        "platform": "woocommerce",
        "api": Corner(),
        "currency": "EUR",
        "products": [{"title": "Tea", "variants": [["TEA", 1000]]}],
        "hooks": [{"topic": "order.updated", "url": "http://127.0.0.1:1/hook"}],
        "orders": 3,
    }

    (shop,) = shop_config.open_all(store, [told])

    assert not isinstance(shop, UnknownPlatform)
    assert shop.currency == "EUR"
    assert [line.sku for line in next(iter(shop.orders.values())).lines] == ["TEA"]
    assert all(order.paid_at for order in shop.orders.values())
    assert [hook.secret for hook in shop.hooks] == [shop.secret]
    assert sorted(shop.access) == ["consumer_key", "consumer_secret"]


def test_keys_are_made_up_from_the_seed() -> None:
    def keys(seed: int) -> tuple[str, dict[str, str]]:
        with FakeStore(seed=seed) as store:
            told = {"store_id": "s", "platform": "shopify", "api": Corner()}
            (shop,) = shop_config.open_all(store, [told])
        assert not isinstance(shop, UnknownPlatform)
        return shop.secret, shop.access

    assert keys(1) == keys(1)
    assert keys(1) != keys(2)


def test_a_shopify_app_signs_with_its_client_secret(store: FakeStore) -> None:
    told = {"store_id": "s", "platform": "shopify", "api": Corner()}
    (shop,) = shop_config.open_all(store, [told])

    assert not isinstance(shop, UnknownPlatform)
    assert shop.access["client_secret"] == shop.secret
    assert set(shop.access) == {"client_id", "client_secret", "token"}


def test_a_platform_that_nobody_wrote_leaves_the_others_open(store: FakeStore) -> None:
    told: list[dict[str, Any]] = [
        {"store_id": "a", "platform": "osdotnet"},
        {"store_id": "b", "platform": "corner", "api": Corner()},
    ]

    missing, opened = shop_config.open_all(store, told)

    assert isinstance(missing, UnknownPlatform)
    assert not isinstance(opened, UnknownPlatform)
    assert list(store.shops) == ["b"]


@pytest.mark.parametrize(
    ("text", "said"), [("shops: [", "is not YAML"), ("[]", "no list"), ("shops: [1]", "no list")]
)
def test_a_file_that_holds_no_shops_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "shops.yaml"
    path.write_text(text)

    with pytest.raises(shop_config.InvalidShops, match=said):
        shop_config.read(path)


def test_a_shop_with_an_unknown_setting_is_refused(store: FakeStore) -> None:
    told = [{"store_id": "a", "platform": "corner", "api": Corner(), "colour": "red"}]

    with pytest.raises(shop_config.InvalidShops, match=r"shop a: .*colour"):
        list(shop_config.open_all(store, told))


def test_from_a_shell_it_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    path = tmp_path / "shops.json"
    path.write_text('{"shops": [{"store_id": "a", "platform": "osdotnet"}]}')

    command = [sys.executable, "-m", "tools.fake_store", "--seed", "3", "--shops", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603
        assert running.stdout
        said = ""
        while not (found := re.search(r"Control +(\S+)", said)):
            said += running.stdout.readline()
        state = httpx2.get(found[1], trust_env=False).json()
        running.send_signal(signal.SIGINT)
        said += running.stdout.read()

    assert "Not served: osdotnet is none of shopify" in said
    assert state["shops"] == []
    assert said.rstrip().endswith("Closed.")
    assert running.returncode == 0
