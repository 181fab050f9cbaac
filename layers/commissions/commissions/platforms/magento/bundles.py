"""The bundles of a Magento order whose price is dynamic: no line of ours stands for them, as the
money is on their parts. One with a price of its own is a line, and its parts are none."""

from collections.abc import Iterable

from commissions.domain.orders.sold_bundle import SoldBundle
from commissions.platforms.magento.amounts import quantity
from commissions.platforms.magento.lines import MoneyLine, product_of, sku_of
from commissions.platforms.payload import Field


def bundles_of(lines: Iterable[MoneyLine]) -> tuple[SoldBundle, ...]:
    """Each once, in the order of their ids."""
    found = {line.bundle_id: line.bundle for line in lines if line.bundle}
    return tuple(_bundle(each, found[each]) for each in sorted(found, key=int))


def _bundle(bundle_id: str, bundle: Field) -> SoldBundle:
    return SoldBundle(
        bundle_id=bundle_id,
        variant_id=product_of(bundle),
        platform_sku=sku_of(bundle.get("sku")),
        qty=quantity(bundle["qty_ordered"], is_required=True),
    )
