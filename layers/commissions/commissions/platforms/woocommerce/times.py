"""WooCommerce's times: the `*_gmt` fields are in UTC and do not say so; the others are local."""

import re
from datetime import UTC, datetime

from commissions.platforms.payload import Field

_GMT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z?", re.ASCII
)


def gmt(field: Field) -> datetime:
    if isinstance(field.value, str) and _GMT.fullmatch(field.value):
        try:
            return datetime.fromisoformat(field.value).replace(tzinfo=UTC)
        except ValueError:
            pass  # a 30th of February
    raise field.wrong("is not a time in UTC")


def updated(holder: Field) -> datetime:
    """When it was modified; what never was, when it was created."""
    modified = holder.get("date_modified_gmt")
    return gmt(modified if modified.stated else holder["date_created_gmt"])
