"""What the GraphQL API tells of an order that decides no money, in the shape that webhooks have.

Whatever of it is not as documented is left out: an order is read without it.
"""

from collections.abc import Mapping
from typing import Any


def webhook_extras(order: Mapping[str, Any]) -> dict[str, Any]:
    """What the shop's apps and the buyer left in it, and by what address the visit began."""
    visit = _visit(order)
    landing = visit.get("landingPage") or None
    return {
        # Of a recording from before they were asked for, nothing is known.
        "name": order.get("name"),
        "source_name": order.get("sourceName"),
        "tags": ", ".join(each for each in _list(order.get("tags")) if isinstance(each, str)),
        "discount_codes": [{"code": code} for code in _list(order.get("discountCodes"))],
        "note_attributes": [
            {"name": each.get("key"), "value": each.get("value")}
            for each in map(_object, _list(order.get("customAttributes")))
        ],
        "landing_site": landing,
        # No webhook has it: it tells the rest of a code where the address was cut off.
        "referral_code": visit.get("referralCode") or None,
        "unseen": [] if landing else ["landing_site"],
    }


def _visit(order: Mapping[str, Any]) -> Mapping[str, Any]:
    """The visit that led to the order; empty also where Shopify keeps none of it, or has not yet
    sorted them."""
    journey = _object(order.get("customerJourneySummary"))
    return _object(journey.get("lastVisit")) if journey.get("ready") else {}


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
