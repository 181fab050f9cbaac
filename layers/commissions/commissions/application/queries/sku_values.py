"""From when on a SKU that lacks a value needs one."""

from datetime import datetime

from commissions.application.queries.unmapped_skus import UnmappedSku
from commissions.domain.orders.order import OrderPlaced
from commissions.tables import inbox


def needed_from(wanted: UnmappedSku) -> datetime:
    """When it was first listed, or the first of the orders that wait for it was placed."""
    items = [inbox.find(each) for each in {entry.inbox for entry in wanted.parked}]
    records = [record for item in items if item for record in item.records]
    placed = [record.order_ts for record in records if isinstance(record, OrderPlaced)]
    return min([wanted.since, *placed])
