"""An order of a WooCommerce marketplace and its vendors' sub-orders, as the shop tells them.

Order 9101 is 60.00 of tea and 40.00 of cups, by Cara's coupon; vendors have 9102 (the tea) and 9103
(the cups). Cara has 30 % of the net, Bob 5 %.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from commissions.application.preview.world import World
from commissions.domain.ledger.facts import fact
from commissions.domain.ledger.waits import listed_entries
from commissions.domain.orders.decision import WHETHER_COPY
from commissions.domain.stores.store import Policies
from tests.support.deposits import Shop as PointsShop
from tests.support.orders import a_decision
from tests.unit.platforms.woocommerce_builders import Payload, a_line, a_refund, an_order, back

PARENT, TEA, CUPS = 9101, 9102, 9103
CARAS = [{"id": 901, "code": "cara-7", "discount": "0.00", "discount_tax": "0.00", "meta_data": []}]
LATER = datetime(2027, 1, 1, tzinfo=datetime.fromisoformat("2026-11-20T00:00:00Z").tzinfo)


def tea(line_id: int = 1, total: str = "60.00", **fields: Any) -> Payload:
    named: Payload = {"product_id": 188, "sku": "TEA"}
    return a_line(line_id, total=total, **named | fields)


def cups(line_id: int = 2, total: str = "40.00", **fields: Any) -> Payload:
    named: Payload = {"product_id": 189, "sku": "CUP"}
    return a_line(line_id, total=total, **named | fields)


def the_order(*lines: Payload, hours: int = 0, **fields: Any) -> Payload:
    """Order 9101 as of so many hours after it was paid."""
    plain: Payload = {"id": PARENT, "parent_id": 0, "coupon_lines": CARAS, **_as_of(hours)}
    return an_order(*(lines or (tea(), cups())), **plain | fields)


def sub_order(order_id: int, *lines: Payload, hours: int = 0, **fields: Any) -> Payload:
    """What a plug-in made for a vendor, with what it copies of the order above it."""
    plain: Payload = {
        "id": order_id,
        "parent_id": PARENT,
        "created_via": "dokan",
        "coupon_lines": CARAS,
        **_as_of(hours),
    }
    return an_order(*lines, **plain | fields)


def of_tea(*lines: Payload, **fields: Any) -> Payload:
    return sub_order(TEA, *(lines or (tea(3),)), **fields)


def of_cups(*lines: Payload, **fields: Any) -> Payload:
    return sub_order(CUPS, *(lines or (cups(4),)), **fields)


def refunded(line_id: int, money: str, qty: int = 1, **fields: Any) -> dict[str, Any]:
    """The fields of an order of which a line came back."""
    line = back(line_id, qty=-qty, total=f"-{money}")
    return _refunds(a_refund(line, amount=money, **fields))


def given_back(money: str, **fields: Any) -> dict[str, Any]:
    """Those of an order of which money went back that names nothing."""
    return _refunds(a_refund(amount=money, **fields))


def _refunds(*refunds: Payload) -> dict[str, Any]:
    return {"refunds": list(refunds)} | _as_of(200)


def _as_of(hours: int) -> dict[str, Any]:
    moment = datetime(2026, 11, 20, 15, 30, 4) + timedelta(hours=hours)  # noqa: DTZ001
    return {"date_modified_gmt": moment.isoformat()}


class Marketplace(PointsShop):
    """Everything is worth its net."""

    def __init__(self, policies: Policies | None = None) -> None:
        super().__init__(policies, points="100%")

    def earned(self) -> tuple[str, str]:
        """What Cara and Bob have of all orders together, having checked that the oracle agrees."""
        told = [int(key.rpartition("/")[2]) for key, known in self._orders if known.is_told]
        self.points(*told)
        money = self.money(*told)
        cara, bob = (Decimal(money.get(name, 0)) / 100 for name in ("cara", "bob"))
        return f"{cara:.2f}", f"{bob:.2f}"

    def earned_by(self, order_id: int) -> str:
        self.points(order_id)
        return f"{Decimal(self.money(order_id).get('cara', 0)) / 100:.2f}"

    def listed(self) -> list[tuple[int, str, str]]:
        """What somebody has to see, by order and reason."""
        return [
            (int(each.order_key.rpartition("/")[2]), each.reason, each.detail)
            for key, _ in self._orders
            for each in listed_entries(self.target(int(key.rpartition("/")[2])), LATER)
        ]

    def why(self, order_id: int) -> set[str]:
        """Why nobody is paid for an order."""
        return {each.reason for each in self.target(order_id).standings.values()}

    def say(self, order_id: int, answer: str, minutes: int = 60) -> "Marketplace":
        """A person says whether an order is a copy."""
        named = {"platform": "woocommerce", "platform_order_id": str(order_id)}
        word = a_decision(WHETHER_COPY, answer, minutes=minutes, **named)
        self.world.orders[word.order_key].facts.append(fact(word))
        return self

    @property
    def _orders(self) -> Iterable[tuple[str, Any]]:
        world: World = self.world
        return [*world.orders.items()]


def told(*payloads: Payload, policies: Policies | None = None) -> Marketplace:
    shop = Marketplace(policies)
    shop.tell(*payloads)
    return shop
