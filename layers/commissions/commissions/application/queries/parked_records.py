"""What is parked: why, since when, what it waits for, and what a person can do about it."""

from collections.abc import Sequence
from dataclasses import replace

from commissions.application.queries.order_reference import parse_order
from commissions.domain.orders.parking_reasons import NO_ORDER, WITH_ITS_ORDER, addressed
from commissions.tables import parked
from commissions.tables.parked import ParkedEntry


class NothingParked(LookupError):
    """Nothing waits under that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Nothing of {name} is parked")


def parked_records() -> list[ParkedEntry]:
    """The longest waiting first."""
    return in_words(sorted(parked.all_entries(), key=lambda entry: entry.since))


def in_words(entries: Sequence[ParkedEntry]) -> list[ParkedEntry]:
    """As they are told to a person: the order and the store by their names, and of what waits for
    an order that waits itself, for what that does."""
    waiting = {
        each.order_key: each
        for each in entries
        if each.holds and each.record_key.startswith(f"{each.order_key}/order/")
    }
    return [_in_words(each, waiting.get(each.order_key)) for each in entries]


def _in_words(entry: ParkedEntry, order: ParkedEntry | None) -> ParkedEntry:
    if entry.reason == NO_ORDER and order:
        reason = order.reason.replace("_", " ")
        detail = f"its order waits itself ({reason}): {order.detail}"
        return replace(entry, detail=detail, advice=WITH_ITS_ORDER)
    return replace(entry, advice=addressed(entry.advice, entry.order_key))


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
