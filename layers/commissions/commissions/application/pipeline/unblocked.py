"""What an item that came into a table may have been waited for as."""

from typing import Any

from commissions.domain.catalogue.sku_keys import waiting_keys
from commissions.domain.orders.parking import WaitsFor
from commissions.domain.people.member import code_key


def arrived(image: dict[str, Any]) -> list[WaitsFor]:
    """What this item of the SKUs, rates, plans or members table brings; each by its hash key."""
    match image:
        case {"sku": str(key)}:
            store_id, _, name = key.partition("/")
            return [WaitsFor.sku(store_id, each) for each in waiting_keys(name)]
        case {"pair": str(pair)}:
            return [WaitsFor.rate(pair)]
        case {"plan_id": str(plan_id)}:
            return [WaitsFor.plan(plan_id)]
        case {"id": str(key)}:
            return _of_a_member(key)
    return []


def _of_a_member(key: str) -> list[WaitsFor]:
    kind, _, name = key.partition("/")
    if kind == "code":
        return [WaitsFor.referrer(code_key(name)), WaitsFor.coupon(code_key(name))]
    return [WaitsFor.referrer(code_key(name))] if kind == "member" else []
