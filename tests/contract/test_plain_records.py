"""What payloads without news of money are translated into has the digests that it always had.

`tests/stored/plain_records.json` was written by the state of 2026-11-28, before records told what
came in. A refund told again with another digest is a conflict, and a snapshot with another is one
more, so whoever adds a fact leaves these as they are. What moved on purpose is in MOVED.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.platforms import ParsedWebhook, orders_api, woocommerce
from tests.unit.platforms import orders_builders, shopify_builders, woocommerce_builders
from tests.unit.platforms.payloads import (
    PUBLISHED,
    SAMPLES,
    published,
    published_webhooks,
    samples,
)
from tests.unit.platforms.sampled import EVERY
from tests.unit.platforms.woocommerce_real import orders

PINS = Path(__file__).parents[1] / "stored" / "plain_records.json"
BESIDE = "beside/"
"""Stands before payloads that lie beside the repository, and may not be there."""
_FEE = "a negative fee is a discount on everything, which the fold must be able to tell from before"
MOVED = {
    "beside/orders-create--official-partially-paid/0": "149.00 of it are outstanding",
    "magento/mageos_sales_order_recreated": "it says which order it was made of",
    "magento/mageos_sales_order_paid_bundle_gift_card": "what a gift card paid is tender",
    "woocommerce/order_updated_negative_fee": _FEE,
    **{f"beside/woocommerce/{order_id}": _FEE for order_id in (22, 48, 49, 62)},
}
"""By the payload's name, why its records are not those that it had."""

Read = Callable[[], ParsedWebhook]


def readings() -> Iterator[tuple[str, Read]]:
    """All payloads at hand by name, each with its reading."""
    for name, (payload, read) in EVERY.items():
        yield name, partial(read, payload)
    for name in samples("orders"):
        body = (SAMPLES / "orders" / f"{name}.json").read_bytes()
        told = partial(orders_api.parse_order, body, orders_builders.STORE, orders_builders.KEY)
        yield f"orders/{name}", told
    yield from _beside()


def _beside() -> Iterator[tuple[str, Read]]:
    for path in published("shopify"):
        for number, (topic, payload) in enumerate(published_webhooks(path)):
            if topic.startswith(("orders/", "refunds/")):
                told = partial(shopify_builders.read, payload, topic)
                yield f"{BESIDE}{path.stem}/{number}", told
    shop = woocommerce_builders
    for order_id, order in orders().items():
        answer = partial(woocommerce.parse_order, order, shop.STORE, shop.KEY)
        yield f"{BESIDE}woocommerce/{order_id}", answer


def identities(read: Read) -> list[list[str]]:
    kinds = (OrderPlaced, OrderRefunded, OrderCancelled)
    return [[each.key, each.digest] for each in read().records if isinstance(each, kinds)]


READINGS = dict(readings())
PINNED: dict[str, list[list[str]]] = json.loads(PINS.read_text())


@pytest.mark.parametrize("name", sorted(PINNED))
def test_a_payload_has_the_records_that_it_had(name: str) -> None:
    if name.startswith(BESIDE) and not PUBLISHED.exists():
        pytest.skip("no published payloads beside the repo")

    found = identities(READINGS[name])
    missing = [each for each in PINNED[name] if each not in found]

    assert bool(missing) == (name in MOVED)
    assert all(key.endswith(("-amount", "-beside")) for key, _ in found if not _is_old(key, name))


def _is_old(key: str, name: str) -> bool:
    return name in MOVED or key in {old for old, _ in PINNED[name]}
