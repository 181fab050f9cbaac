"""Every store's samples and answers, read as its route and its client read them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from commissions import events
from commissions.domain.stores.store import RETAIL_CHANNEL, Store
from commissions.platforms import ParsedWebhook, bigcommerce, magento, woocommerce
from tests.unit.platforms import (
    bigcommerce_builders,
    magento_builders,
    woocommerce_builders,
)
from tests.unit.platforms.payloads import sample, samples, topic_of
from tools.cli import payloads
from tools.company.platforms import carriers_of

PLATFORMS = ("shopify", "woocommerce", "magento", "bigcommerce")
ALL = [f"{platform}/{name}" for platform in PLATFORMS for name in samples(platform)]
Path = tuple[str | int, ...]
Read = Callable[[Any], ParsedWebhook]


def read(name: str, payload: Any) -> ParsedWebhook:
    """A sample, or what was made of it; whose it is, is not asked."""
    platform, _, file = name.partition("/")
    channel = file.partition("_")[0] if platform == "magento" else ""
    store = Store(
        "tea",
        platform,
        RETAIL_CHANNEL,
        "USD",
        "",
        channel=channel,
        carriers=carriers_of(platform),
    )
    return payloads.read(store, _topic(platform, file), payload)


def _topic(platform: str, file: str) -> str:
    if platform == "shopify":
        return topic_of(file)
    if platform == "magento":
        return re.sub(r"^[a-z]+_(3_)?", "", file).replace("_", ".")
    return ".".join(file.split("_")[:2])


def _asked() -> Iterator[tuple[str, Any, Read]]:
    """Orders as the stores' APIs answer them, people and all."""
    person = {"first_name": "Canary", "email": "nora.canary@example.org", "phone": "canary 0100"}
    woo, big, mage = woocommerce_builders, bigcommerce_builders, magento_builders
    people = {"billing": person, "customer_note": "canary", "shipping": person}
    refunds = [woo.a_refund(woo.back(), reason="canary")]
    yield (
        "woocommerce's order",
        woo.an_order(refunds=refunds) | people,
        lambda payload: woocommerce.parse_order(payload, woo.STORE, woo.KEY),
    )
    order = big.an_order(billing_address=person, staff_notes="canary", customer_message="canary")
    refunds = [big.a_refund(big.an_item(), reason="canary")]
    yield (
        "bigcommerce's order",
        {"order": order, "products": [big.a_line()], "refunds": refunds},
        lambda payload: bigcommerce.parse_order(payload, big.STORE, big.KEY),
    )
    order = mage.an_order() | {"customer_email": person["email"], "billing_address": person}
    memo = mage.a_memo() | {"comments": [{"comment": "sorry, canary"}]}
    yield (
        "magento's order",
        {"order": order, "creditmemos": [memo]},
        lambda payload: magento.parse_order(payload, mage.a_store(), mage.KEY),
    )


def _reader(name: str) -> Read:
    return lambda payload: read(name, payload)


EVERY: dict[str, tuple[Any, Read]] = {name: (sample(name), _reader(name)) for name in ALL}
EVERY |= {name: (payload, reader) for name, payload, reader in _asked()}


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where anything stands, and in each object a field that is not there yet."""
    yield path
    inner = value.items() if isinstance(value, dict) else ()
    if isinstance(value, dict):
        yield (*path, "a_new_field")
    for key, each in inner or (enumerate(value) if isinstance(value, list) else ()):
        yield from places(each, (*path, key))


def changed(value: Any, path: Path, other: Any) -> Any:
    """The payload with something else in one place."""
    if not path:
        return other
    copy = value.copy()
    first, *rest = path
    known = not isinstance(value, dict) or first in value
    copy[first] = changed(value[first] if known else None, tuple(rest), other)
    return copy


def kept_text(reading: ParsedWebhook) -> str:
    """All that is kept of what was said, as it goes on the bus and into the tables."""
    told = [events.encode(record) for record in reading.records]
    return "\n".join([*told, repr((reading.topic, reading.ignored, reading.delivery))]).lower()
