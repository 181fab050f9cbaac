"""Who buys what in the demo, and what the stores then send.

Who stands where in the company: ann < bob < dan < cara < eve, and ann < fay < gil, ann < fay < hal.
Dan is inactive since October.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from commissions.domain.orders.keys import order_key
from tools.demo.payloads import Basket, Line, Payload, order, refund

TEA_US, TEA_EU, ANN_SHOP, B2B = "tea-us", "tea-eu", "ann-shop", "b2b"
NEW_SKU = "TEA-OOLONG-50"
"""Not in the company's map yet."""
_GIL_HIMSELF = 7700000000004


@dataclass(frozen=True, slots=True)
class Sent:
    """A webhook, or a call of the order API."""

    store_id: str
    topic: str
    payload: Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One order of the demo: what the store sends first, and what later."""

    order_key: str
    about: str
    first: tuple[Sent, ...]
    later: tuple[Sent, ...] = ()
    parked: bool = False
    moves_nothing: bool = False
    """Whether what is sent later changes nobody's money."""

    @property
    def journals(self) -> int:
        """How many journals its ledger has in the end."""
        return 1 + (bool(self.later) and not self.moves_nothing)


def scenes(now: datetime) -> list[Scene]:
    return [
        _part_comes_back(now),
        _inactive_seller(now),
        _in_euros(now),
        _own_purchase(now),
        _replicated_site(now),
        _through_the_api(now),
        _cancelled(now),
        _unmapped(now),
    ]


def _part_comes_back(now: datetime) -> Scene:
    basket = Basket(
        number=1001,
        at=now,
        code="CARA-7",
        lines=(
            Line("TEA-BLACK-250", 2, 3400, discount=680, tax=490),
            Line("HONEY-500", 1, 1250, discount=125),
        ),
        shipping=690,
    )
    back = refund(basket, 9001, [(0, 1)], at=now + timedelta(seconds=2))
    return Scene(
        order_key=key_of(TEA_US, basket),
        about="Two teas and a honey with Cara's discount code; then one of the teas comes back.",
        first=placed(TEA_US, basket),
        later=(Sent(TEA_US, "refunds/create", back),),
    )


def _inactive_seller(now: datetime) -> Scene:
    basket = Basket(number=1002, at=now, code="DAN", lines=(Line("TEA-CUPS-2", 1, 3600, tax=288),))
    return Scene(
        order_key=key_of(TEA_US, basket),
        about="Cups with the code of Dan, who is inactive: he is not paid, those above him are.",
        first=placed(TEA_US, basket),
    )


def _in_euros(now: datetime) -> Scene:
    basket = Basket(
        number=2001,
        at=now,
        currency="EUR",
        landing="/?ref=EVE",
        lines=(Line("TEA-GREEN-100", 3, 2140, tax=449),),
        customer=8800000000001,
    )
    return Scene(
        order_key=key_of(TEA_EU, basket),
        about="Paid in euros through Eve's link; earned in dollars, at the rate locked today.",
        first=placed(TEA_EU, basket),
    )


def _own_purchase(now: datetime) -> Scene:
    lines = (Line("TEA-DUO", 1, 8200, tax=656),)
    basket = Basket(number=1003, at=now, lines=lines, customer=_GIL_HIMSELF)
    return Scene(
        order_key=key_of(TEA_US, basket),
        about="Gil, a distributor, buys a bundle for himself.",
        first=placed(TEA_US, basket),
    )


def _replicated_site(now: datetime) -> Scene:
    basket = Basket(number=3001, at=now, lines=(Line("TEA-GREEN-100", 1, 2400),))
    return Scene(
        order_key=key_of(ANN_SHOP, basket),
        about="Somebody buys in Ann's own shop: no code is needed, the sale is hers.",
        first=placed(ANN_SHOP, basket),
    )


def _through_the_api(now: datetime) -> Scene:
    call: Payload = {
        "platform_order_id": "SALON-17",
        "order_ts": now.isoformat(),
        "status": "paid",
        "currency": "USD",
        "distributor_ref": "HAL",
        "items": [{"platform_sku": "TEA-GREEN-100", "qty": 5, "unit_price": "19.00"}],
        "total": "95.00",
    }
    return Scene(
        order_key=order_key("orders", B2B, "SALON-17"),
        about="A salon's order from a desk without a shop, through POST /api/mlm/orders.",
        first=(Sent(B2B, "", call),),
    )


def _cancelled(now: datetime) -> Scene:
    basket = Basket(number=1004, at=now, code="FAY", lines=(Line("TEA-GREEN-100", 2, 2400),))
    at = now + timedelta(seconds=3)
    called_off = order(basket, updated_at=at, cancelled_at=at.isoformat())
    return Scene(
        order_key=key_of(TEA_US, basket),
        about="Paid with Fay's code, then cancelled: every level goes back.",
        first=placed(TEA_US, basket),
        later=(Sent(TEA_US, "orders/cancelled", called_off),),
    )


def _unmapped(now: datetime) -> Scene:
    basket = Basket(number=1005, at=now, code="HAL", lines=(Line(NEW_SKU, 2, 1900),))
    return Scene(
        order_key=key_of(TEA_US, basket),
        about=f"Somebody buys {NEW_SKU}, which the store sells and nobody has given a value.",
        first=placed(TEA_US, basket),
        parked=True,
    )


def crowd(now: datetime, count: int) -> dict[str, Sent]:
    """Ordinary orders to measure with, by order key."""
    codes = ("CARA-7", "EVE", "BOB", "FAY", "GIL", "HAL", "ANN")
    teas = ("TEA-GREEN-100", "TEA-BLACK-250", "TEA-CUPS-2")
    found = {}
    for number in range(count):
        basket = Basket(
            number=5001 + number,
            at=now,
            code=codes[number % len(codes)],
            lines=(Line(teas[number % len(teas)], 1 + number % 3, 2400, tax=192),),
            customer=7700000001000 + number,
        )
        found[key_of(TEA_US, basket)] = Sent(TEA_US, "orders/paid", order(basket))
    return found


def placed(store_id: str, basket: Basket, **fields: Any) -> tuple[Sent, ...]:
    """Stores tell an order that is paid at once twice: that it is there, and that it is paid."""
    body = order(basket, **fields)
    return (Sent(store_id, "orders/create", body), Sent(store_id, "orders/paid", body))


def key_of(store_id: str, basket: Basket) -> str:
    return order_key("shopify", store_id, str(basket.number))


OOLONG = (
    "store_id,platform_sku,sku_id,name,category,commission_class,pv,bv,cv,qv,effective_from,bundle\n"
    f"tea-us,{NEW_SKU},tea-oolong-50,Oolong 50 g,tea,standard,"
    "15.00,15.00,15.00,15.00,2026-01-01,\n"
)
"""The row of skus.csv that the parked order waits for."""
