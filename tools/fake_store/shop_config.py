"""Which shops a fake store opens: those of a file, or one of each platform that it speaks."""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tools.fake_store.registry import PLATFORMS, ShopRegistry, UnknownPlatform
from tools.fake_store.shop import Shop

KEYS = {
    "shopify": ("token",),
    "woocommerce": ("consumer_key", "consumer_secret"),
    "magento": ("consumer_key", "consumer_secret", "access_token", "access_token_secret"),
    "bigcommerce": ("token",),
}
"""What opens each platform's API."""
GOODS = (
    ("Morning shake", (("SHAKE-VANILLA", 4500), ("SHAKE-COCOA", 4500))),
    ("Green tea", (("TEA-50", 1890),)),
    ("Night cream", (("CREAM-30ML", 3250), ("CREAM-50ML", 4990))),
)


class InvalidShops(ValueError):
    """A file of shops that says something else than it should."""


def read(path: Path) -> list[dict[str, Any]]:
    """Raises InvalidShops, OSError."""
    try:
        document = yaml.safe_load(path.read_text())
    except yaml.YAMLError as error:
        raise InvalidShops(f"{path} is not YAML: {error}") from error
    shops = document.get("shops") if isinstance(document, dict) else None
    if not isinstance(shops, list) or not all(isinstance(shop, dict) for shop in shops):
        raise InvalidShops(f"{path} holds no list `shops`")
    return shops


def default_shops() -> list[dict[str, Any]]:
    return [{"store_id": f"{platform}-shop", "platform": platform} for platform in PLATFORMS]


def open_all(store: ShopRegistry, shops: list[dict[str, Any]]) -> Iterator[Shop | UnknownPlatform]:
    """Each shop, or why it cannot be opened. Raises InvalidShops."""
    for settings in shops:
        try:
            yield _open(store, **settings)
        except UnknownPlatform as error:
            yield error
        except (TypeError, ValueError) as error:
            raise InvalidShops(f"shop {settings.get('store_id', '?')}: {error}") from error


def _open(
    store: ShopRegistry,
    *,
    products: list[Mapping[str, Any]] | None = None,
    hooks: tuple[Mapping[str, Any], ...] = (),
    orders: int = 0,
    **settings: Any,
) -> Shop:
    platform, store_id = settings.get("platform", ""), settings.get("store_id", "")
    shop = store.open_shop(**(_generated(store.seed, platform, store_id) | settings))
    for hook in hooks:
        shop.add_hook(**hook)
    if products is None:
        products = [{"title": title, "variants": variants} for title, variants in GOODS]
    for product in products:
        shop.add_product(product["title"], [(sku, price) for sku, price in product["variants"]])
    for _ in range(orders):
        shop.place(paid=True)
    return shop


def _generated(seed: int, platform: str, store_id: str) -> dict[str, Any]:
    """Keys and a name for a shop that was given none; the same for the same seed."""
    dice = random.Random(f"{seed} {store_id} keys")  # noqa: S311
    names = {
        "shopify": f"{store_id.lower()}.myshopify.com",
        "woocommerce": f"{store_id.lower()}.example",
        "bigcommerce": f"{dice.getrandbits(40):010x}",
    }
    secret = f"{dice.getrandbits(256):064x}"
    access = {name: f"{dice.getrandbits(160):040x}" for name in KEYS.get(platform, ())}
    if platform == "shopify":  # an app's client secret signs its webhooks
        access |= {"client_id": f"{dice.getrandbits(128):032x}", "client_secret": secret}
    return {"secret": secret, "access": access, "domain": names.get(platform, "")}
