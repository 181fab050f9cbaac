"""An order of a SKU that the map lacks, as far as it goes."""

import json
from typing import Any

from tests.support.pipeline_driver import Published, changed, run, shopify
from tests.support.samples import webhook_sample


def an_unmapped_order(published: Published, sku: str = "NEW") -> list[dict[str, Any]]:
    """Sends the sample order with another SKU; all events that it leads to."""
    lines = json.loads(webhook_sample("shopify/orders_paid"))["line_items"]
    lines[0] |= {"sku": sku, "variant_id": None}
    shopify(changed("orders_paid", line_items=lines))
    return run(published)
