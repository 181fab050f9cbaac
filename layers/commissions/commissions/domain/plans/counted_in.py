"""In which period an order counts, volume by volume: that in which it was placed, or paid."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

PLACED, PAID = "placed", "paid"


def counts_in(
    document: Mapping[str, Any], placed_at: datetime, paid_at: datetime | None
) -> dict[str, datetime]:
    """By product volume of a plan the moment whose period an order counts in.

    Nothing until it is paid: an order that nobody has paid is no volume, and with `moment: placed`
    it comes late to the period of its placing. `paid_at`: when it was paid in full, or nothing.
    """
    if paid_at is None:
        return {}
    return {
        str(unit): placed_at if volume.get("moment", PAID) == PLACED else paid_at
        for unit, volume in document["volumes"].items()
    }
