"""What people buy at the demo company's shop in these journeys, and what the shop tells of it.

Everything is dated, so that the money is the same on every day the tests run.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commissions.domain.orders.keys import order_key
from tools.demo.payloads import Basket, Line, Payload, order, refund

SHOP = "tea-us"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
GREEN, CUPS = "TEA-GREEN-100", "TEA-CUPS-2"


@dataclass(frozen=True, slots=True)
class Webhook:
    store_id: str
    topic: str
    body: bytes
    order_key: str


def basket(number: int, *lines: Line, code: str = "CARA-7") -> Basket:
    """Two green teas and cups, unless it says otherwise: 68 points, 84.00 USD. Everybody buys once:
    no order hears of another."""
    bought = lines or (Line(GREEN, 2, 2400), Line(CUPS, 1, 3600))
    return Basket(number=number, at=NOON, code=code, lines=bought, customer=_customer(number))


def _customer(number: int) -> int:
    return 7_700_000_100_000 + number


def key(number: int) -> str:
    return order_key("shopify", SHOP, str(number))


def after(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def one_tea_back(bought: Basket) -> Payload:
    """20 of the 68 points."""
    return refund(bought, bought.number * 10 + 1, [(0, 1)], at=after(60))


def webhooks_of(life: str, number: int) -> list[Webhook]:
    """All that the shop tells of an order that lived such a life, in order."""
    return [
        Webhook(SHOP, topic, json.dumps(payload, separators=(",", ":")).encode(), key(number))
        for topic, payload in LIVES[life](basket(number))
    ]


def _refunded(bought: Basket) -> list[tuple[str, Payload]]:
    return [
        ("orders/paid", order(bought)),
        ("refunds/create", one_tea_back(bought)),
    ]


def _edited(bought: Basket) -> list[tuple[str, Payload]]:
    """Told unpaid, then paid; a line is added; a tea comes back, which two webhooks tell of."""
    back = one_tea_back(bought)
    more = Basket(
        number=bought.number,
        at=NOON,
        code=bought.code,
        customer=bought.customer,
        lines=(*bought.lines, Line("HONEY-500", 1, 1250)),
    )
    changed = order(
        more, updated_at=after(61), financial_status="partially_refunded", refunds=[back]
    )
    changed["line_items"][0]["current_quantity"] = 1
    return [
        ("orders/create", order(bought, financial_status="pending")),
        ("orders/paid", order(bought, updated_at=after(1))),
        ("orders/updated", order(more, updated_at=after(30))),
        ("refunds/create", back),
        ("orders/updated", changed),
    ]


def _cancelled(bought: Basket) -> list[tuple[str, Payload]]:
    """A tea comes back, and then the whole order is called off."""
    at = after(90)
    called_off = order(bought, updated_at=at, cancelled_at=at.isoformat())
    return [*_refunded(bought), ("orders/cancelled", called_off)]


LIVES: dict[str, Callable[[Basket], list[tuple[str, Payload]]]] = {
    "refunded": _refunded,
    "edited": _edited,
    "cancelled": _cancelled,
}
