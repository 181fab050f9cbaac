"""What is parked: why, since when, what it waits for, and what a person can do about it."""

from commissions.application.queries.order_reference import parse_order
from commissions.tables import parked
from commissions.tables.parked import ParkedEntry


class NothingParked(LookupError):
    """Nothing waits under that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Nothing of {name} is parked")


def parked_records() -> list[ParkedEntry]:
    """The longest waiting first."""
    return sorted(parked.all_entries(), key=lambda entry: entry.since)


def find(name: str) -> list[ParkedEntry]:
    """What waits under a record's key, for what it waits for, or of an order by any of its names.

    Raises NothingParked, or NotAnOrder.
    """
    entries = list(parked.all_entries())
    found = [entry for entry in entries if name in (entry.record_key, entry.waits_for)]
    if not found:
        found = _of_order(name, entries)
    if not found:
        raise NothingParked(name)
    return found


def _of_order(name: str, entries: list[ParkedEntry]) -> list[ParkedEntry]:
    stores = [entry.order_key.split("/", 2) for entry in entries]
    keys = parse_order(name).keys((platform, store_id) for platform, store_id, _ in stores)
    return [entry for entry in entries if entry.order_key in keys]
