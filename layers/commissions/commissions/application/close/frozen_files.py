"""The frozen inputs of a run: a folder of Parquet files, and which periods they are of.

`frozen.json`: plan and spans. `members`, `sponsors`, `seats`: a row a member, and a row a change;
members are numbered from 0 as they enrolled, -1 is nobody. `sales`: a row an order by time, and
what stands of it; `lines`: the same by line, where a bonus pays by SKU; `earned`: what stands of
the awards that were paid with the orders; `late`: what came back of orders of earlier periods,
and `late_orders`: what was added to them, that no close before has taken in;
`paid_before`: what orders paid before the period within a longer one that persons are capped by.

`so_far/<period>/`: the sales of a longer period as far as it has gone, where the plan judges by it.
`over/<label>/`: members and sales of each that was over since the close before, where grace is
counted by it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from commissions.domain.plans.period_calendar import PeriodSpan

MANIFEST = "frozen.json"
SO_FAR, OVER = "so_far", "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What the files of a folder are of."""

    plan_id: str
    version: int
    units: tuple[str, ...]
    span: PeriodSpan
    capped: tuple[PeriodSpan, ...] = ()
    """The periods around that persons are capped by."""
    so_far: tuple[str, ...] = ()
    """The longer periods that are judged as far as they have gone, by id."""
    over: tuple[str, ...] = ()
    """Those that were over since the close before, by label; the oldest first."""


def file_of(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def so_far_folder(folder: Path, window: str) -> Path:
    return folder / SO_FAR / window


def over_folder(folder: Path, label: str) -> Path:
    return folder / OVER / label


def write_manifest(folder: Path, frozen: Frozen) -> None:
    told = {
        "plan": {"id": frozen.plan_id, "version": frozen.version},
        "units": frozen.units,
        "span": _told(frozen.span),
        "capped": [_told(each) for each in frozen.capped],
        "so_far": frozen.so_far,
        "over": frozen.over,
    }
    (folder / MANIFEST).write_text(json.dumps(told, indent=1) + "\n")


def read_manifest(folder: Path) -> Frozen:
    told: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text())
    return Frozen(
        plan_id=told["plan"]["id"],
        version=told["plan"]["version"],
        units=tuple(told["units"]),
        span=_span(told["span"]),
        capped=tuple(_span(each) for each in told["capped"]),
        so_far=tuple(told["so_far"]),
        over=tuple(told["over"]),
    )


def _told(span: PeriodSpan) -> Sequence[str]:
    moments = (span.starts, span.ends, span.closes_at)
    return [span.every, span.label, *(each.isoformat() for each in moments)]


def _span(told: Sequence[str]) -> PeriodSpan:
    every, label, *moments = told
    starts, ends, closes_at = map(datetime.fromisoformat, moments)
    return PeriodSpan(every=every, label=label, starts=starts, ends=ends, closes_at=closes_at)
