"""Where the payloads are: our own samples, and those that the platforms publish."""

from pathlib import Path
from typing import Any

from commissions.platforms.strict_json import loads

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "events" / "webhooks"
PUBLISHED = ROOT.parent / "shared" / "payloads"
WRAPPED = ("orders/create", "orders/cancelled", "refunds/create")


def sample(name: str) -> Any:
    """`sample("shopify/orders_paid")`"""
    return loads((SAMPLES / f"{name}.json").read_bytes())


def samples(platform: str) -> list[str]:
    return sorted(path.stem for path in (SAMPLES / platform).glob("*.json"))


def published(platform: str) -> list[Path]:
    return sorted((PUBLISHED / platform).glob("*.json"))


def published_webhooks(path: Path) -> list[tuple[str, Any]]:
    """The bodies in a published Shopify file with their topic: the REST answers unwrapped."""
    payload = loads(path.read_bytes())
    topic = path.name.split("--", maxsplit=1)[0].replace("-", "/", 1)
    if topic == "orders/list":
        return [("orders/updated", order) for order in payload["orders"]]
    inner = payload.get("order") or payload.get("refund") if topic in WRAPPED else None
    return [(topic, inner or payload)]
