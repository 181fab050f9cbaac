"""The bundles of a Shopify order: its lines are their parts, and name them by the id of a group.

https://shopify.dev/docs/api/admin-graphql/2026-10/objects/LineItemGroup
"""

from collections.abc import Iterator
from decimal import Decimal

from commissions.domain.orders.sold_bundle import SoldBundle
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word

GROUP, GROUPS = "sales_line_item_group_id", "line_item_groups"
"""Of a line, the group that it is in; of an order, its groups."""
_VARIANT, _SKU = ("variant_id", "variantId"), ("variant_sku", "variantSku", "sku")
"""Webhooks promise no more of a group than its id; the API calls the rest as the second names."""


def bundle_of(line: Field) -> str:
    """The id of the bundle that a line is a part of; empty for any other."""
    group = line.get(GROUP)
    return _number(group) if group.is_id else ""


def bundles_of(order: Field) -> tuple[SoldBundle, ...]:
    """Those that lines are parts of, by their ids, as far as the order says what they are."""
    wanted = {bundle_of(line) for line in order["line_items"].each()} - {""}
    groups = _groups(order) if wanted else ()
    found = {bundle: group for bundle, group in groups if bundle in wanted}
    return tuple(_bundle(bundle, found[bundle]) for bundle in sorted(found, key=int))


def are_unnamed(order: Field) -> bool:
    """Whether lines are parts of bundles of which the order does not say what they are, or how
    many: the store has to be asked, as a bundle may be worth something of its own."""
    told = {bundle.bundle_id for bundle in bundles_of(order)}
    return any(bundle_of(line) not in ("", *told) for line in order["line_items"].each())


def _groups(order: Field) -> Iterator[tuple[str, Field]]:
    for group in order.get(GROUPS).each():
        if _first(group, _VARIANT + _SKU).stated and group.get("quantity").given:
            yield _number(group["id"]), group


def _bundle(bundle: str, group: Field) -> SoldBundle:
    variant = _first(group, _VARIANT)
    return SoldBundle(
        bundle_id=bundle,
        variant_id=_number(variant) if variant.is_id else "",
        platform_sku=word(_first(group, _SKU)),
        qty=Decimal(group["quantity"].integer()),
    )


def _first(group: Field, names: tuple[str, ...]) -> Field:
    fields = [group.get(name) for name in names]
    return next((field for field in fields if field.stated), fields[0])


def _number(field: Field) -> str:
    """The number, which the API writes at the end of `gid://shopify/LineItemGroup/77`."""
    named = field.value
    number = named.rsplit("/", 1)[-1].split("?", 1)[0] if isinstance(named, str) else named
    return Field(number, field.path).identity()
