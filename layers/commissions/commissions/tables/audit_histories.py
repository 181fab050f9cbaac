"""A history of a customer as a reconciliation reads it: what is there as it is there. What has gone
after its time, and what nobody can read, is not there."""

from collections.abc import Iterator
from datetime import datetime

from commissions.audit.kept_history import KeptHistory
from commissions.domain.sales.carried_attribution import SaidAttribution
from commissions.tables.history_items import ERASED, ORDER, TABLE, is_word, said_of
from commissions.tables.items import Item, query

_UNREADABLE = (ValueError, KeyError, TypeError)


def kept_history(name: str, now: datetime) -> KeptHistory:
    items = {item["entry"]: item for item in _of(name) if _stands(item, now)}
    erased = items.pop(ERASED, None)
    said = (_said(item) for item in items.values() if is_word(item))
    places = (entry.split("#", 2)[2] for entry in items if _is_place(entry))
    return KeptHistory(
        name=name,
        places=tuple(places),
        said={each.source: each for each in said if each},
        erased_at=datetime.fromisoformat(erased["source_ts"]) if erased else None,
    )


def _of(name: str) -> Iterator[Item]:
    return query(
        TABLE,
        KeyConditionExpression="history = :history",
        values={":history": name},
        ConsistentRead=True,
    )


def _stands(item: Item, now: datetime) -> bool:
    return bool(item.get("expires_at", 0) >= int(now.timestamp()))


def _is_place(entry: str) -> bool:
    return entry.startswith(ORDER) and entry.count("#") > 1


def _said(item: Item) -> SaidAttribution | None:
    try:
        return said_of(item)
    except _UNREADABLE:
        return None
