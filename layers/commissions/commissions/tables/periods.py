"""The periods of each plan and how far their closes have come; and which of them are frozen.

A plan's frozen periods are one item, so that whoever settles an order reads one. It changes in one
transaction with the period's own record.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from commissions.aws.cache import TtlCache
from commissions.domain.orders.canonical import canonical, stamp
from commissions.domain.periods.frozen_periods import FrozenPeriods, FrozenSpan
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import PeriodRecord
from commissions.tables import versioned
from commissions.tables.items import Item, get, query, scan

TABLE = os.environ["PERIODS_TABLE"]
KNOWN_SECONDS = int(os.environ["FREEZE_KNOWN_SECONDS"])
"""For how long a function goes by what it read of frozen periods: a freeze is announced at least
twice as long before it begins."""
_FROZEN = "frozen"
_PERIOD = "period/"
_TIMES = ("starts", "ends", "closes_at", "frozen_at", "computed_at", "approved_at", "closed_at")
_frozen: TtlCache[str, FrozenPeriods] = TtlCache()


def frozen(plan_id: str) -> FrozenPeriods:
    """The frozen periods of a plan as of KNOWN_SECONDS ago or later."""
    return _frozen.get(plan_id, frozen_now, max_age_seconds=KNOWN_SECONDS)


def frozen_now(plan_id: str) -> FrozenPeriods:
    return _read_frozen(_frozen_item(plan_id))


def find(period: PeriodId) -> PeriodRecord | None:
    """As it stands now; None where nobody ever began to close it."""
    item = get(TABLE, _key(period))
    return _read(item) if item else None


def of_plan(plan_id: str) -> list[PeriodRecord]:
    """All of a plan that anybody began to close, in the order in which they close."""
    found = query(
        TABLE,
        KeyConditionExpression="#plan = :plan AND begins_with(entry, :period)",
        ExpressionAttributeNames={"#plan": "plan"},
        values={":plan": plan_id, ":period": _PERIOD},
        ConsistentRead=True,
    )
    return sorted(map(_read, found), key=lambda each: each.place)


def every() -> list[PeriodRecord]:
    """All of all plans, in no order."""
    return [_read(item) for item in scan(TABLE, ConsistentRead=True) if item["entry"] != _FROZEN]


def all_frozen() -> dict[str, FrozenPeriods]:
    """By plan."""
    found = scan(TABLE, ConsistentRead=True)
    return {each["plan"]: _read_frozen(each) for each in found if each["entry"] == _FROZEN}


def put(record: PeriodRecord) -> PeriodRecord:
    """Writes a record over the version that was read. Raises VersionConflict."""
    versioned.put(TABLE, _item(record), after=record.version)
    return replace(record, version=record.version + 1)


def freeze(record: PeriodRecord, span: FrozenSpan, lifting: datetime | None = None) -> PeriodRecord:
    """Writes a record and that its period is frozen. `lifting`: from when on what froze it before
    does not hold any more. Raises VersionConflict."""
    return _put_with_spans(record, [span], lifting)


def lift(record: PeriodRecord, at: datetime) -> PeriodRecord:
    """Writes a record, and that its period is open again from a moment on. Raises
    VersionConflict."""
    return _put_with_spans(record, [], at)


def _put_with_spans(
    record: PeriodRecord, new: Sequence[FrozenSpan], lifting: datetime | None
) -> PeriodRecord:
    plan, item = record.period.plan, _frozen_item(record.period.plan)
    spans = [_lifted(each, record.period, lifting) for each in _read_frozen(item).spans]
    kept: Item = {
        "plan": plan,
        "entry": _FROZEN,
        "spans": [_told(each) for each in [*spans, *new]],
    }
    versioned.put_all_or_none(
        [
            versioned.versioned_put(TABLE, _item(record), after=record.version),
            versioned.versioned_put(TABLE, kept, after=item.get("version", 0) if item else 0),
        ]
    )
    _frozen.forget(plan)
    return replace(record, version=record.version + 1)


def _lifted(span: FrozenSpan, period: PeriodId, at: datetime | None) -> FrozenSpan:
    own = (span.every, span.label) == (period.every, period.label)
    return replace(span, lifted=at) if at and own and span.lifted is None else span


def _frozen_item(plan_id: str) -> Item | None:
    return get(TABLE, {"plan": plan_id, "entry": _FROZEN})


def _read_frozen(item: Item | None) -> FrozenPeriods:
    return FrozenPeriods(tuple(_span(each) for each in item["spans"]) if item else ())


def _told(span: FrozenSpan) -> Item:
    return {
        "every": span.every,
        "label": span.label,
        "starts": stamp(span.starts),
        "ends": stamp(span.ends),
        "since": stamp(span.since),
        "lifted": stamp(span.lifted) if span.lifted else None,
    }


def _span(told: Item) -> FrozenSpan:
    lifted = told.get("lifted")
    return FrozenSpan(
        every=told["every"],
        label=told["label"],
        starts=datetime.fromisoformat(told["starts"]),
        ends=datetime.fromisoformat(told["ends"]),
        since=datetime.fromisoformat(told["since"]),
        lifted=datetime.fromisoformat(lifted) if lifted else None,
    )


def _key(period: PeriodId) -> Item:
    return {"plan": period.plan, "entry": f"{_PERIOD}{period.every}/{period.label}"}


def _item(record: PeriodRecord) -> Item:
    told: dict[str, Any] = asdict(record)
    del told["period"], told["version"]
    times = {name: stamp(told[name]) if told[name] else None for name in _TIMES}
    lists = {"waits": list(record.waits), "approved_by": list(record.approved_by)}
    texts = {name: canonical(told[name]) for name in ("summary", "before")}
    return {**told, **times, **lists, **texts, **_key(record.period)}


def _read(item: Item) -> PeriodRecord:
    _, every, label = item["entry"].split("/")
    times = {
        name: datetime.fromisoformat(item[name]) if item.get(name) else None for name in _TIMES
    }
    return PeriodRecord(
        **{
            "period": PeriodId(item["plan"], every, label),
            "state": item["state"],
            "attempt": item["attempt"],
            "plan_version": item["plan_version"],
            "plan_digest": item["plan_digest"],
            "begun_by": item["begun_by"],
            "accept_waiting": item["accept_waiting"],
            "waits": tuple(item["waits"]),
            "run": item["run"],
            "summary": json.loads(item["summary"]),
            "before": json.loads(item.get("before", "{}")),
            "gate": item["gate"],
            "approved_by": tuple(item["approved_by"]),
            "version": item["version"],
            **times,
        }
    )
