"""What rows of several tables say in the same words."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from commissions.domain.currencies import exponent
from commissions.warehouse.rows import Row
from commissions.warehouse.schema import WarehouseTable

Words = dict[str, Any]
Rows = list[tuple[WarehouseTable, Row]]


def amount(minor: int, currency: str) -> Decimal:
    """As people read it."""
    return Decimal(minor).scaleb(-exponent(currency))


def of_day(moment: datetime) -> Words:
    """A business time, and its day in UTC."""
    return {"event_at": moment, "event_day": moment.astimezone(UTC).date()}
