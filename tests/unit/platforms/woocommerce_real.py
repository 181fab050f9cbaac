"""What a real shop sent and answered, as it lies beside the repository."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.store_record import StoreRecord
from commissions.platforms import ParsedWebhook, woocommerce
from commissions.platforms.strict_json import loads
from tests.unit.platforms.payloads import PUBLISHED
from tests.unit.platforms.woocommerce_builders import KEY, STORE, Payload

ROOT = PUBLISHED / "woocommerce" / "real-8.2.2"
SECRETS = (
    "woo-test-secret-1",
    "woo-test-secret-2",
    "p&q<r>\"s' \u00fc",
    "p&amp;q",
    " lead and trail ",
)
"""Of all its webhooks, the probes among them."""
beside = pytest.mark.skipif(not ROOT.exists(), reason="no published payloads beside the repo")

_ROW = re.compile(r"\| main (\d+) \|(.+)\|")
_REFUND = re.compile(
    r"#(\d+) ([0-9.]+) \(lines net ([-0-9.]+), tax ([-0-9.]+), shipping gross ([-0-9.]+), "
    r"unallocated ([-0-9.]+)\)"
)


@dataclass(frozen=True)
class Delivery:
    name: str
    headers: dict[str, str]
    body: bytes

    def __str__(self) -> str:
        return self.name

    def read(self) -> ParsedWebhook:
        topic = woocommerce.topic(self.headers)
        return woocommerce.parse_webhook(loads(self.body), topic, self.headers, STORE, KEY)


@dataclass(frozen=True)
class Row:
    """An order of the README's table, its amounts in hundredths, of refunds as given back."""

    order_id: str
    status: str
    currency: str
    lines: list[tuple[str, int]]
    fees: int
    shipping: int
    tax: int
    total: int
    refunds: dict[str, tuple[int, int, int, int]]
    """Of each: the lines' net, tax and shipping with its tax, unallocated, and the sum."""


def deliveries(named: str = "") -> list[Delivery]:
    files = sorted((ROOT / "deliveries").glob(f"*{named}*.json"))
    return [_delivery(loads(path.read_bytes()), path.stem) for path in files]


def delivery(number: int) -> Delivery:
    [one] = [each for each in deliveries() if each.name.startswith(f"{number:03d}-")]
    return one


def answered(number: int) -> Any:
    """The body of a REST answer."""
    [path] = (ROOT / "rest").glob(f"{number:03d}-*.json")
    return loads(base64.b64decode(loads(path.read_bytes())["body_base64"]))


@cache
def rows() -> list[Row]:
    text = (ROOT / "README.md").read_text() if ROOT.exists() else ""
    return [_row(match[1], match[2]) for match in _ROW.finditer(text)]


@cache
def orders() -> dict[str, Payload]:
    """Each order as it was last seen, with its refunds as they were last asked for."""
    seen: dict[str, Payload] = {}
    for order in (*_answered_orders(), *_delivered_orders()):
        known = seen.get(str(order["id"]))
        if known is None or order["date_modified_gmt"] > known["date_modified_gmt"]:
            seen[str(order["id"])] = order
    whole = {order_id: _whole(order) for order_id, order in seen.items()}
    return {order_id: order for order_id, order in whole.items() if order}


def fetched(order: Payload) -> tuple[OrderPlaced, list[OrderRefunded], tuple[StoreRecord, ...]]:
    placed, *others = woocommerce.parse_order(order, STORE, KEY).records
    assert isinstance(placed, OrderPlaced)
    back = [each for each in others if isinstance(each, OrderRefunded)]
    return placed, back, tuple(each for each in others if each not in back)


def _whole(order: Payload) -> Payload:
    """With its refunds in full; nothing, where those were not asked for."""
    listed = {each["id"] for each in order["refunds"]}
    known = [each for each in _refunds().get(str(order["id"]), []) if each["id"] in listed]
    return order | {"refunds": known} if len(known) == len(listed) else {}


@cache
def _rest() -> list[Payload]:
    return [loads(path.read_bytes()) for path in sorted((ROOT / "rest").glob("*.json"))]


def _answered_orders() -> Iterator[Payload]:
    """The later ones first: two reads within one second are told apart by their order."""
    for answer in reversed(_rest()):
        if answer["status"] in (200, 201) and "dp" not in answer["request"]["query"]:
            body = answer["body"]
            batch = body.get("create", [body]) if isinstance(body, dict) else body
            yield from (each for each in batch if "line_items" in each and "order_key" in each)


def _delivered_orders() -> Iterator[Payload]:
    for each in reversed(deliveries("-order.")):
        body = loads(each.body)
        if "line_items" in body:
            yield body


def _refunds() -> dict[str, list[Payload]]:
    found: dict[str, list[Payload]] = {}
    for answer in _rest():
        match = re.fullmatch(r".*/orders/(\d+)/refunds", answer["request"]["path"])
        if match and answer["request"]["method"] == "GET":
            found[match[1]] = answer["body"]
    return found


def _delivery(told: Payload, name: str) -> Delivery:
    headers = {key.lower(): value for key, value in told["headers"]}
    return Delivery(name, headers, base64.b64decode(told["body_base64"]))


def _row(order_id: str, text: str) -> Row:
    _, status, currency, lines, _, _, fees, shipping, tax, total, refunds = [
        cell.strip() for cell in text.split("|")
    ]
    named = [line.rsplit("=", 1) for line in lines.split(" + ")]
    return Row(
        order_id,
        status,
        currency,
        [(what, cents(net)) for what, net in named],
        cents(fees),
        cents(shipping),
        cents(tax),
        cents(total),
        {
            match[1]: (
                -cents(match[3]),
                -cents(match[4]) - cents(match[5]),
                cents(match[6]),
                cents(match[2]),
            )
            for match in _REFUND.finditer(refunds)
        },
    )


def cents(text: str) -> int:
    whole, _, part = text.partition(".")
    sign = -1 if text.startswith("-") else 1
    return sign * (abs(int(whole)) * 100 + int(part.ljust(2, "0")))
