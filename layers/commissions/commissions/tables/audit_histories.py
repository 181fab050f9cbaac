"""A history of a customer as a reconciliation reads it: what is there as it is there. What has gone
after its time, and what nobody can read, is not there."""

import os
from collections.abc import Iterator
from datetime import datetime

from commissions.audit.kept_history import KeptHistory
from commissions.domain.sales.carried_attribution import SaidAttribution
from commissions.tables.items import Item, query

TABLE = os.environ["ATTRIBUTION_HISTORY_TABLE"]
_ORDER, _SAID, _ERASED = "order#", "said#", "said#!erased"
_OF_HISTORY = "said#!"
"""What no order says: that it was erased, or that it goes on in another one."""
_UNREADABLE = (ValueError, KeyError, TypeError)


def kept_history(name: str, now: datetime) -> KeptHistory:
    items = {item["entry"]: item for item in _of(name) if _stands(item, now)}
    erased = items.pop(_ERASED, None)
    said = (_said(item) for entry, item in items.items() if _is_word(entry))
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
    return entry.startswith(_ORDER) and entry.count("#") > 1


def _is_word(entry: str) -> bool:
    return entry.startswith(_SAID) and not entry.startswith(_OF_HISTORY)


def _said(item: Item) -> SaidAttribution | None:
    try:
        return SaidAttribution(
            source=item["entry"].removeprefix(_SAID),
            source_ts=datetime.fromisoformat(item["source_ts"]),
            version=item["version"],
            seller=item.get("seller", ""),
            carrier=item.get("carrier", ""),
            code=item.get("code", ""),
            forgeable=item.get("forgeable", False),
            decided=item.get("decided", False),
        )
    except _UNREADABLE:
        return None
