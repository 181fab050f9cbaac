"""Where the payloads are: our own samples, and those that the platforms publish."""

from pathlib import Path
from typing import Any

from commissions.platforms.strict_json import loads

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "events" / "webhooks"
PUBLISHED = ROOT.parent / "shared" / "payloads"
WRAPPED = ("order", "refund", "product", "customer")
LISTED = {
    "orders/list": ("orders", "orders/updated"),
    "products/list": ("products", "products/update"),
}
RESOURCES = (
    "order_transactions",
    "orders",
    "refunds",
    "products",
    "customers",
    "shop",
    "returns",
    "app",
)
TWO_WORDS = ("data_request",)


def sample(name: str) -> Any:
    """`sample("shopify/orders_paid")`"""
    return loads((SAMPLES / f"{name}.json").read_bytes())


def topic_of(name: str) -> str:
    """`topic_of("orders_paid_tip_gift_card")` is `orders/paid`."""
    resource = next((each for each in RESOURCES if name.startswith(each)), "")
    if not resource:
        return "orders/updated"
    action = name.removeprefix(f"{resource}_")
    return f"{resource}/{action if action in TWO_WORDS else action.split('_')[0]}"


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
    [name, *others] = payload
    return [(topic, payload[name] if name in WRAPPED and not others else payload)]
