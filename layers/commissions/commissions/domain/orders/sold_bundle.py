"""Several things sold as one, of which an order has the parts among its lines."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SoldBundle:
    """A bundle that no line stands for, as the order names it."""

    bundle_id: str
    variant_id: str
    platform_sku: str
    """As of a line: empty where it has none."""
    qty: Decimal
