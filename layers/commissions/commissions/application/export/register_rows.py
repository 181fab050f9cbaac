"""The registers as rows: a snapshot of each, of what was written in it before a moment."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from commissions.domain.catalogue.sku_keys import id_of
from commissions.domain.people.genealogy import Edge
from commissions.domain.people.upline import PARTICIPANT
from commissions.domain.plans import read_plan
from commissions.domain.stores.certification import is_certified
from commissions.tables import whole_registers
from commissions.tables.whole_registers import recorded_at
from commissions.warehouse.rows import Row
from commissions.warehouse.schema import (
    DIM_FX,
    DIM_MEMBER,
    DIM_PLAN,
    DIM_SEAT,
    DIM_SKU,
    WarehouseTable,
)

Words = dict[str, Any]


def register_rows(end: datetime) -> Iterator[tuple[WarehouseTable, Row]]:
    """As the registers stand now, without what was written at `end` or later. What does not say
    when it was written is from before that was kept, or, of seats and kinds, is as it stands."""
    for table, rows in (
        (DIM_MEMBER, _members(end)),
        (DIM_SEAT, _seats()),
        (DIM_SKU, _values(end)),
        (DIM_PLAN, _plans(end)),
        (DIM_FX, _rates(end)),
    ):
        for row in rows:
            yield table, row


def _members(end: datetime) -> Iterator[Words]:
    kinds = whole_registers.kinds()
    for name, edges in whole_registers.members():
        known = [each for each in edges if _is_of_before(each.recorded_at, end)]
        if known and not is_certified(name):
            yield from _of_member(name, kinds.get(name, PARTICIPANT), known)


def _of_member(name: str, kind: str, edges: Sequence[Edge]) -> Iterator[Words]:
    """A row for each moment at which something of a member changed, until the next one."""
    parts: dict[str, str] = {"sponsor": "", "status": "", "rank": ""}
    for edge, following in pairwise([*edges, None]):
        if edge is None:
            continue
        parts |= edge.parts
        if following and following.since == edge.since:
            continue
        yield {
            "member_id": name,
            "kind": kind,
            "enrolled_at": edges[0].since,
            "valid_from": edge.since,
            "valid_to": following.since if following else None,
            "recorded_at": edge.recorded_at,
            **parts,
        }


def _seats() -> Iterator[Words]:
    for tree, member, placements in whole_registers.seats():
        for each in () if is_certified(member) else placements:
            yield {
                "tree": tree,
                "member_id": member,
                "parent": each.seat.parent,
                "side": each.seat.side,
                "since": each.since,
            }


def _values(end: datetime) -> Iterator[Words]:
    for store, version, written in whole_registers.values():
        if is_certified(store) or not _is_of_before(written, end):
            continue
        value = version.value
        yield {
            "store": store,
            "platform_sku": id_of(value.platform_sku) or value.platform_sku,
            "map_key": value.platform_sku,
            "effective_from": value.effective_from,
            "sku_id": value.sku_id,
            "name": version.name,
            "category": version.category,
            "commission_class": value.commission_class,
            **value.volumes,
            "bundle": value.bundle,
            "retired": version.retired,
            "recorded_at": written,
        }


def _plans(end: datetime) -> Iterator[Words]:
    for item in whole_registers.plans():
        if _is_of_before(recorded_at(item), end):
            yield {
                "plan_id": item["plan_id"],
                "version": item["version"],
                "digest": item["digest"],
                "effective_from": datetime.fromisoformat(item["effective_from"]),
                "base_currency": item["base_currency"],
                "timezone": read_plan(json.loads(item["document"])).timezone,
                "document": item["document"],
                "recorded_at": recorded_at(item),
            }


def _rates(end: datetime) -> Iterator[Words]:
    for item in whole_registers.rates():
        if _is_of_before(recorded_at(item), end):
            yield {
                "pair": item["pair"],
                "day": item["day"],
                "rate": item["rate"],
                "source": item["source"],
                "recorded_at": recorded_at(item),
            }


def _is_of_before(written: datetime | None, end: datetime) -> bool:
    return written is None or written < end
