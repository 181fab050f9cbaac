"""Where the payloads are: our own samples, and those that the platforms publish."""

from pathlib import Path
from typing import Any

from commissions.platforms.shopify.webhooks import READERS
from commissions.platforms.strict_json import loads

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "events" / "webhooks"
PUBLISHED = ROOT.parent / "shared" / "payloads"
WRAPPED = ("order", "refund", "product")
LISTED = {
    "orders/list": ("orders", "orders/updated"),
    "products/list": ("products", "products/update"),
}
TOPICS = (
    "app/uninstalled",
    "customers/update",
    "returns/approve",
    *(each for each in READERS if "/" in each),
)


def sample(name: str) -> Any:
    """`sample("shopify/orders_paid")`"""
    return loads((SAMPLES / f"{name}.json").read_bytes())


def topic_of(name: str) -> str:
    """`topic_of("orders_paid_tip_gift_card")` is `orders/paid`."""
    named = (topic for topic in TOPICS if name.startswith(topic.replace("/", "_")))
    return next(named, "orders/updated")


def samples(platform: str) -> list[str]:
    return sorted(path.stem for path in (SAMPLES / platform).glob("*.json"))


def published(platform: str) -> list[Path]:
    return sorted((PUBLISHED / platform).glob("*.json"))


def published_webhooks(path: Path) -> list[tuple[str, Any]]:
    """The bodies in a published Shopify file with their topic: the REST answers unwrapped."""
    payload = loads(path.read_bytes())
    topic = path.name.split("--", maxsplit=1)[0].replace("-", "/", 1)
    if topic in LISTED:
        name, topic = LISTED[topic]
        return [(topic, each) for each in payload[name]]
    inner = next((payload[name] for name in WRAPPED if name in payload), None)
    return [(topic, payload if "id" in payload or inner is None else inner)]
