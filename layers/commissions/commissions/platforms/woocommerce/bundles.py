"""The bundles of a WooCommerce order: plug-ins make a line of each, and of each of its parts.

Product Bundles and Composite Products name the other lines by their ids, on both sides, and in the
lines' meta data by the keys that both had in the cart; WPC's name the bundle's product, whose line
comes before those of its parts.
https://woocommerce.com/document/bundles/bundles-rest-api-reference/
"""

from collections.abc import Iterator, Sequence

from commissions.platforms.line_bundles import inside
from commissions.platforms.marks import id_of
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word
from commissions.platforms.woocommerce.deposits import Metas, metas_of

OF_A_PART = ("bundled_by", "composite_parent")
"""The line of the bundle."""
OF_A_BUNDLE = ("bundled_items", "composite_children")
"""The lines of its parts."""
CART_KEYS = {
    "_bundled_by": ("_bundle_cart_key", "_yith_bundle_cart_key"),
    "_composite_parent": ("_composite_cart_key",),
    "_mnm_container": ("_mnm_cart_key",),
}
"""Meta data of a part: the key of its bundle; by it, where the bundle's line has its own."""
PRODUCTS = ("_woosb_parent_id", "_wooco_parent_id", "wooco_parent_id")
"""Meta data of a part: the product that the bundle is."""


def bundle_ids(order: Field) -> dict[str, str]:
    """By the id of each line that is a part of one, the id of its bundle's line."""
    lines = list(order["line_items"].each())
    by_metas = [*_by_products(lines), *_by_cart_keys(lines)]
    named = dict([*by_metas, *_by_bundles(lines), *_by_parts(lines)])
    return inside(named, map(_id, lines))


def _by_bundles(lines: Sequence[Field]) -> Iterator[tuple[str, str]]:
    for line in lines:
        for name in OF_A_BUNDLE:
            listed = line.get(name).value
            for part in listed if isinstance(listed, list) else ():
                yield id_of(Field(part)), _id(line)


def _by_parts(lines: Sequence[Field]) -> Iterator[tuple[str, str]]:
    for line in lines:
        named = (id_of(line.get(name)) for name in OF_A_PART)
        if bundle := next(filter(None, named), ""):
            yield _id(line), bundle


def _by_products(lines: Sequence[Field]) -> Iterator[tuple[str, str]]:
    """The nearest line before it, else any, of the product."""
    for place, line in enumerate(lines):
        metas = metas_of(line)
        product = next(filter(None, (id_of(Field(metas.get(name))) for name in PRODUCTS)), "")
        around = (*reversed(lines[:place]), *lines[place + 1 :])
        if bundle := next((each for each in around if product and _is_of(each, product)), None):
            yield _id(line), _id(bundle)


def _by_cart_keys(lines: Sequence[Field]) -> Iterator[tuple[str, str]]:
    metas = {_id(line): metas_of(line) for line in lines}
    for above, own in CART_KEYS.items():
        keyed = {
            key: line for line, told in metas.items() for name in own if (key := _key(told, name))
        }
        for line, told in metas.items():
            if (key := _key(told, above)) in keyed:
                yield line, keyed[key]


def _key(metas: Metas, name: str) -> str:
    return word(Field(metas.get(name)))


def _is_of(line: Field, product: str) -> bool:
    return product in (id_of(line.get("product_id")), id_of(line.get("variation_id")))


def _id(line: Field) -> str:
    return line["id"].identity()
