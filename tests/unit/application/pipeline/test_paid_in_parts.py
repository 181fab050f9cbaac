"""One order that is paid in parts, as plug-ins of WooCommerce tell it."""

from typing import Any

from commissions.domain.stores.store import Policies
from tests.support.deposits import CARAS, DEPOSIT, Shop, a_deposit, metas
from tests.unit.platforms.woocommerce_builders import a_line

LATER = "2026-11-24T20:06:00"
WHOLE = {"cara": 6_00, "bob": 1_00}


def paid_in_parts(**fields: Any) -> dict[str, Any]:
    """One order for all of it, of which the plug-in has taken the deposit."""
    told = {
        "awcdp_deposits_order_has_deposit": "yes",
        "awcdp_deposits_deposit_paid": "yes",
        "awcdp_deposits_second_payment_paid": "no",
        "awcdp_deposits_deposit_amount": "30",
    }
    lines = (a_line(total="100.00"),)
    plain = {"id": DEPOSIT, "status": "partially-paid", "meta_data": CARAS + metas(**told)}
    return a_deposit(*lines, **plain | fields)


def test_an_order_that_is_paid_in_parts_earns_when_all_of_it_is_there() -> None:
    shop = Shop().tell(paid_in_parts())

    assert shop.money(DEPOSIT) == {}
    shop.tell(paid_in_parts(status="processing", date_modified_gmt=LATER))
    assert shop.money(DEPOSIT) == WHOLE


def test_where_the_store_shares_it_earns_by_what_came_in() -> None:
    shop = Shop(Policies(partial_payment="share")).tell(paid_in_parts())

    assert shop.points(DEPOSIT) == 6
    assert shop.money(DEPOSIT) == {"cara": 1_80, "bob": 30}
