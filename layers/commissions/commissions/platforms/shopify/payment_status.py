"""What Shopify's financial status means for money."""

from commissions.platforms.payload import Field

STATUSES = {
    "": "pending",
    "pending": "pending",
    "authorized": "authorized",
    "partially_paid": "partially_paid",
    "paid": "paid",
    "partially_refunded": "partially_refunded",
    "refunded": "refunded",
    "voided": "voided",
    "expired": "voided",
}
NOTHING_CAME_IN = frozenset({"pending", "authorized", "voided"})


def status_of(order: Field) -> str:
    """The canonical status."""
    field = order["financial_status"]
    if (status := STATUSES.get(field.text())) is None:
        raise field.wrong("is not a status that we know")
    return status
