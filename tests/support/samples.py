"""The samples in events/, by name."""

import json
from pathlib import Path
from typing import Any

EVENTS = Path(__file__).parents[2] / "events"


def bus_sample(detail_type: str) -> dict[str, Any]:
    """What EventBridge puts into a queue for an event of this type."""
    sample: dict[str, Any] = json.loads((EVENTS / "bus" / f"{detail_type}.json").read_text())
    return sample


def webhook_sample(name: str) -> bytes:
    """The body of a store's webhook: `shopify/orders_paid`."""
    return (EVENTS / "webhooks" / f"{name}.json").read_bytes()
