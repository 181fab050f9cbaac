"""What customers do at the demo company's shop while somebody looks: today, and each once."""

from datetime import UTC, datetime
from itertools import count

from commissions.domain.orders.keys import order_key
from tests.journey.stores import Stores
from tools.demo.payloads import Basket, Line, order, refund

SHOP = "tea-us"
GREEN = Line("TEA-GREEN-100", 2, 2400)
"""40 points."""
FIVE_GREEN = Line("TEA-GREEN-100", 5, 2400)
"""100 points."""
_numbers = count(61_000_001)


def a_basket(code: str, *lines: Line) -> Basket:
    number = next(_numbers)
    return Basket(
        number=number,
        at=datetime.now(UTC),
        code=code,
        lines=lines or (GREEN,),
        customer=7_700_000_000_000 + number,
    )


def buys(stores: Stores, code: str, *lines: Line) -> Basket:
    """Somebody, with a member's code; the shop tells of it."""
    bought = a_basket(code, *lines)
    assert stores.tell(SHOP, "orders/paid", order(bought)).status == 200
    return bought


def buys_what_has_no_value(stores: Stores) -> tuple[Basket, str]:
    """What is new in the shop, each time under another SKU; the order, and the SKU."""
    sku = f"TEA-NEW-{next(_numbers)}"
    return buys(stores, "CARA-7", Line(sku, 2, 1900)), sku


def buys_and_the_sums_differ(stores: Stores) -> Basket:
    """The shop's total is not what its lines come to."""
    bought = a_basket("CARA-7")
    wrong = f"{bought.total / 100 + 2:.2f}"
    told = order(bought, total_price=wrong)
    told["total_price_set"] = {"shop_money": {"amount": wrong, "currency_code": "USD"}}
    assert stores.tell(SHOP, "orders/paid", told).status == 200
    return bought


def key_of(bought: Basket) -> str:
    return order_key("shopify", SHOP, str(bought.number))


def gives_back(stores: Stores, bought: Basket) -> None:
    """Half of the first line."""
    back = refund(bought, bought.number * 10 + 1, [(0, 1)], at=datetime.now(UTC))
    assert stores.tell(SHOP, "refunds/create", back).status == 200
