"""The registers as a snapshot has them: every row there is, with when it was written where that is
kept. Reads each table from end to end."""

import os
from collections.abc import Iterator
from datetime import datetime

from commissions.domain.catalogue.sku_map import SkuVersion
from commissions.domain.people.genealogy import Edge
from commissions.domain.people.placement import Placement
from commissions.tables import edge_items, skus
from commissions.tables.items import Item, marshal, scan
from commissions.tables.placement_items import PLACEMENTS, read_placements

__all__ = ["kinds", "members", "plans", "rates", "seats", "values"]

GENEALOGY, MEMBERS = os.environ["GENEALOGY_TABLE"], os.environ["MEMBERS_TABLE"]
SEATS, SKUS = os.environ["PLACEMENTS_TABLE"], os.environ["SKUS_TABLE"]
PLANS, RATES = os.environ["PLANS_TABLE"], os.environ["RATES_TABLE"]


def members() -> Iterator[tuple[str, tuple[Edge, ...]]]:
    """Everybody with their edges, by time."""
    for item in scan(GENEALOGY, ConsistentRead=True):
        if "edges" in item:
            yield item["member_id"], tuple(map(edge_items.from_item, item["edges"]))


def kinds() -> dict[str, str]:
    """What everybody is, by member id, and nothing else of anybody."""
    found = scan(
        MEMBERS,
        ProjectionExpression="member_id, kind",
        FilterExpression="begins_with(id, :member)",
        ExpressionAttributeValues=marshal({":member": "member/"}),
        ConsistentRead=True,
    )
    return {item["member_id"]: item["kind"] for item in found}


def seats() -> Iterator[tuple[str, str, tuple[Placement, ...]]]:
    """By tree and member, all seats that they ever had."""
    found = scan(
        SEATS,
        FilterExpression="part = :part",
        ExpressionAttributeValues=marshal({":part": PLACEMENTS}),
        ConsistentRead=True,
    )
    for item in found:
        yield item["tree"], item["member_id"], read_placements(item)


def values() -> Iterator[tuple[str, SkuVersion, datetime | None]]:
    """By store every version of every SKU, and when it was written."""
    for item in scan(SKUS, ConsistentRead=True):
        store = item["sku"].removesuffix(f"/{item['name']}")
        for each in item["versions"]:
            yield store, skus.version_of(item["name"], each), recorded_at(each)


def plans() -> Iterator[Item]:
    """Every published version."""
    return scan(PLANS, ConsistentRead=True)


def rates() -> Iterator[Item]:
    return scan(RATES, ConsistentRead=True)


def recorded_at(item: Item) -> datetime | None:
    """None of what was written before that was kept."""
    return datetime.fromisoformat(item["recorded_at"]) if "recorded_at" in item else None
