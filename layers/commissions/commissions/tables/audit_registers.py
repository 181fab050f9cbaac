"""The registers as a reconciliation reads them: rows as they are there, many at once, with when
each was written. What nobody can read any more is not there."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from commissions import events
from commissions.audit.kept_inbox import KeptInbox
from commissions.audit.register_rows import (
    EdgeRow,
    NamingRow,
    PlanRow,
    RateRow,
    SettingsRow,
    ValueRow,
)
from commissions.aws import claim_check
from commissions.domain.people.genealogy import HISTORY
from commissions.tables import skus, stores
from commissions.tables.audit_reads import UNREADABLE
from commissions.tables.items import Item, decompress, get, query
from commissions.tables.versioned import get_all

GENEALOGY, MEMBERS = os.environ["GENEALOGY_TABLE"], os.environ["MEMBERS_TABLE"]
INBOX, PLANS = os.environ["INBOX_TABLE"], os.environ["PLANS_TABLE"]
RATES, SKUS, STORES = (
    os.environ["RATES_TABLE"],
    os.environ["SKUS_TABLE"],
    os.environ["STORES_TABLE"],
)


def settings(store_id: str) -> tuple[SettingsRow, ...]:
    """By what a store stood and stands, the earliest first; none of a store that is not there."""
    item = get(STORES, {"store_id": store_id})
    rows = [*item.get("before", ()), item] if item else []
    return tuple(_read(_settings, rows))


def plans(plan_id: str) -> tuple[PlanRow, ...]:
    """Its versions, without what they say."""
    found = query(
        PLANS,
        KeyConditionExpression="plan_id = :plan_id",
        ProjectionExpression="#version, effective_from, digest, base_currency, recorded_at",
        ExpressionAttributeNames={"#version": "version"},
        values={":plan_id": plan_id},
        ConsistentRead=True,
    )
    return tuple(_read(_plan, found))


def rates(currency: str, base: str, first: date, last: date) -> tuple[RateRow, ...]:
    """Those of a span of days, both included."""
    found = query(
        RATES,
        KeyConditionExpression="pair = :pair AND #day BETWEEN :first AND :last",
        ExpressionAttributeNames={"#day": "day"},
        values={
            ":pair": f"{currency}/{base}",
            ":first": first.isoformat(),
            ":last": last.isoformat(),
        },
        ConsistentRead=True,
    )
    return tuple(_read(_rate, found))


def values(store_id: str, keys: Iterable[str]) -> dict[str, tuple[ValueRow, ...]]:
    """All versions of keys of a store's map, by key."""
    found = get_all(SKUS, [{"sku": f"{store_id}/{key}"} for key in sorted(set(keys))])
    return {
        item["name"]: tuple(
            row for rows in _read(_values_of(item["name"]), item["versions"]) for row in rows
        )
        for item in found
    }


def namings(
    store_id: str, codes: Iterable[str], customers: Iterable[str]
) -> tuple[dict[str, tuple[NamingRow, ...]], dict[str, tuple[NamingRow, ...]]]:
    """Whose codes are and were, by code; and whose accounts, by the customer's hash."""
    of_code = {f"code/{code}": code for code in codes}
    of_customer = {f"customer/{store_id}/{each}": each for each in customers}
    found = get_all(MEMBERS, [{"id": name} for name in sorted({*of_code, *of_customer})])
    rows = {item["id"]: _namings(item) for item in found}
    return (
        {of_code[name]: each for name, each in rows.items() if name in of_code},
        {of_customer[name]: each for name, each in rows.items() if name in of_customer},
    )


def edges(members: Iterable[str]) -> dict[str, tuple[EdgeRow, ...]]:
    """All edges of members, by member; of nobody, nothing."""
    found = get_all(GENEALOGY, [{"member_id": each} for each in sorted(set(members))])
    return {each["member_id"]: tuple(_read(_edge, each.get("edges", ()))) for each in found}


def inbox(ids: Iterable[str]) -> dict[str, KeptInbox]:
    """The items that there are, with what they brought."""
    found = get_all(INBOX, [{"id": each} for each in sorted(set(ids))])
    return {item["id"]: _inbox(item) for item in found}


def _read[T](read: Callable[[Item], T], rows: Iterable[Item]) -> Iterator[T]:
    for row in rows:
        try:
            yield read(row)
        except UNREADABLE:
            continue


def _settings(item: Item) -> SettingsRow:
    mode = item["mode"]
    return SettingsRow(
        recorded_at=_moment(item, "recorded_at"),
        mode=mode,
        plan=item["plan"],
        owner=item["owner"],
        owners=tuple(_naming(each) for each in item.get("owners", ())),
        policies=stores.policies_of(item["policies"], mode),
    )


def _plan(item: Item) -> PlanRow:
    return PlanRow(
        since=datetime.fromisoformat(item["effective_from"]),
        recorded_at=_moment(item, "recorded_at"),
        version=item["version"],
        digest=item["digest"],
        base_currency=item["base_currency"],
    )


def _rate(item: Item) -> RateRow:
    return RateRow(
        since=datetime.fromisoformat(f"{item['day']}T00:00:00+00:00"),
        recorded_at=_moment(item, "recorded_at"),
        day=item["day"],
        rate=Decimal(item["rate"]),
        source=item["source"],
    )


def _values_of(key: str) -> Callable[[Item], tuple[ValueRow, ...]]:
    """A version as it was written, and each time that it said more."""

    def read(version: Item) -> tuple[ValueRow, ...]:
        said = [*version.get("before", ()), version]
        times = [version.get("recorded_at"), *(each["until"] for each in version.get("before", ()))]
        return tuple(
            ValueRow(
                since=listing.since,
                recorded_at=datetime.fromisoformat(time) if time else None,
                value=listing.value,
                retired=listing.retired,
            )
            for each, time in zip(said, times, strict=True)
            for listing in [skus.version_of(key, each)]
        )

    return read


def _namings(item: Item) -> tuple[NamingRow, ...]:
    return tuple(_read(_naming, [*item.get("earlier", ()), item]))


def _naming(item: Mapping[str, Any]) -> NamingRow:
    """One that was written before it was kept when was written when it was registered."""
    registered = _moment(item, "registered_at")
    return NamingRow(
        member=item["member"],
        since=_moment(item, "since"),
        registered_at=registered,
        recorded_at=_moment(item, "recorded_at") or registered,
        kind=item.get("kind", ""),
        enrolled_at=_moment(item, "enrolled_at"),
        by_orders=item.get("by") == HISTORY,
    )


def _edge(edge: Item) -> EdgeRow:
    return EdgeRow(
        since=datetime.fromisoformat(edge["since"]),
        recorded_at=_moment(edge, "recorded_at"),
        sponsor=edge.get("sponsor"),
        status=edge.get("status"),
        rank=edge.get("rank"),
        by_orders=edge.get("by") == HISTORY,
    )


def _inbox(item: Item) -> KeptInbox:
    return KeptInbox(datetime.fromisoformat(item["received_at"]), partial(_records, item))


def _records(item: Item) -> tuple[Any, ...] | None:
    """None of what lies in the bucket of large records and has gone after its time."""
    try:
        text = claim_check.load(item["claim"]) if "claim" in item else decompress(item["records"])
        pairs = json.loads(text)
        return tuple(
            events.decode(events.RECORD_TYPES[name], json.dumps(each)) for name, each in pairs
        )
    except (*UNREADABLE, ClientError):
        return None


def _moment(item: Mapping[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(item[name]) if name in item else None
