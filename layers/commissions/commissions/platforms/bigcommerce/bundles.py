"""The bundles of a BigCommerce order: lines like any other, which those of their parts name."""

from collections.abc import Iterable

from commissions.platforms.line_bundles import inside
from commissions.platforms.payload import Field

PARENT = "parent_order_product_id"


def bundle_ids(lines: Iterable[Field]) -> dict[str, str]:
    """By the id of each line that is a part of one, the id of its bundle's line."""
    above = {line["id"].identity(): line.get(PARENT) for line in lines}
    named = {line: parent.identity() for line, parent in above.items() if parent.is_id}
    return inside(named, above)
