"""What the demo's club sells in a month: to members for themselves, to customers by their code."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from commissions.domain.orders.canonical import stamp
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.stores.store import Store
from tools.cli.signing import Request, signed

STORE, PLAN, CLOCK = "club", "club", ZoneInfo("America/New_York")
BOUGHT = {
    "1001": 2,
    "1002": 3,
    "1003": 2,
    "1004": 2,
    "1005": 4,
    "1006": 2,
}
"""Boxes of 50 points that members bought for themselves, by their account in the shop."""
SOLD = {"TOM": 40, "QUINN": 12, "ROSA": 9, "SAM": 5}
"""Boxes that customers bought, by the member's code."""
BOX = 60
"""What a box costs, in dollars."""
Payload = dict[str, Any]


def last_month() -> PeriodId:
    first = datetime.now(UTC).astimezone(CLOCK).replace(day=1)
    return PeriodId(PLAN, "month", f"{first - timedelta(days=1):%Y-%m}")


def orders(period: PeriodId) -> list[Payload]:
    own = [_order(period, account, "", many) for account, many in BOUGHT.items()]
    return own + [_order(period, f"of-{code}", code, many) for code, many in SOLD.items()]


def sold_by(code: str, period: PeriodId) -> Payload:
    """What a member sold to customers."""
    return _order(period, f"of-{code}", code, SOLD[code])


def given_back(payload: Payload, at: datetime) -> Payload:
    """The same order, all of which came back at a moment."""
    [item] = payload["items"]
    back = {
        "refund_id": "R-1",
        "refunded_at": stamp(at),
        "items": [{"line_id": "1", "qty": item["qty"]}],
    }
    return payload | {"status": "refunded", "updated_at": stamp(at), "refunds": [back]}


def order_key(payload: Mapping[str, Any]) -> str:
    return f"orders/{STORE}/{payload['platform_order_id']}"


def request(payload: Payload, api_key: str) -> Request:
    """As the club's shop calls the order API."""
    store = Store(
        store_id=STORE, platform="orders", mode="retail_channel", currency="USD", plan=PLAN
    )
    body = json.dumps(payload, separators=(",", ":")).encode()
    return signed(store, "", body, api_key)


def _order(period: PeriodId, customer: str, code: str, boxes: int) -> Payload:
    """On the 12th of the month, at noon."""
    at = datetime.fromisoformat(f"{period.label}-12T12:00:00+00:00")
    return {
        "platform_order_id": f"{period.label}-{code or customer}",
        "order_ts": stamp(at),
        "updated_at": stamp(at),
        "status": "paid",
        "currency": "USD",
        "distributor_ref": code,
        "customer_id": customer,
        "items": [{"platform_sku": "CLUB-BOX", "qty": boxes, "unit_price": f"{BOX}.00"}],
        "total": f"{boxes * BOX}.00",
    }
