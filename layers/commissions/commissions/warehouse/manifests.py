"""Which parts a table has: one manifest a day and table, and nothing else says so.

An entry is added by one write, under the condition that the manifest is as it was read; so of two
who export one window one adds it, and a part that was put and is named nowhere is no part.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from commissions.domain.orders.canonical import stamp
from commissions.warehouse import bucket
from commissions.warehouse.schema import TABLES, VERSION, WarehouseTable
from commissions.warehouse.windows import ExportWindow, in_utc

JSON = "application/json"
FOLDER = f"warehouse/{VERSION}/manifests/"
READ_TOGETHER = 8
INSTANT = timedelta(microseconds=1)


class ManifestMoved(RuntimeError):
    """Somebody else has exported meanwhile: look again at how far the table is."""


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A window of a table, and the file that has it; an empty window has none."""

    window: ExportWindow
    key: str
    rev: str
    """The first 16 digits of the SHA-256 of the file; empty without one."""
    rows: int
    sums: Mapping[str, int]
    """By column, and by currency or unit: `net_minor/USD`."""

    def as_words(self) -> dict[str, Any]:
        return {
            "from": stamp(self.window.begin),
            "to": stamp(self.window.end),
            "key": self.key,
            "rev": self.rev,
            "rows": self.rows,
            "sums": dict(self.sums),
        }


@dataclass(frozen=True, slots=True)
class DayManifest:
    entries: tuple[PartEntry, ...]
    etag: str
    """Empty of a manifest that is not there yet."""


def read(table: WarehouseTable, day: date) -> DayManifest:
    found = bucket.find(_key(table, day))
    if found is None:
        return DayManifest((), "")
    words = json.loads(found.body)
    return DayManifest(tuple(map(_entry, words["parts"])), found.etag)


def add(table: WarehouseTable, entry: PartEntry) -> bool:
    """Adds a window; False where it is there. Raises ManifestMoved where another one is, and
    nothing is added."""
    manifest = read(table, entry.window.day)
    if any(each.window == entry.window for each in manifest.entries):
        return False
    if manifest.entries and manifest.entries[-1].window.end != entry.window.begin:
        raise ManifestMoved(f"{table.name} of {entry.window.day} does not end at the window before")
    if not _written(table, entry, manifest):
        raise ManifestMoved(f"{table.name} of {entry.window.day} was written by another")
    return True


def last(table: WarehouseTable) -> Sequence[PartEntry]:
    """The windows of its last day; none before its first one."""
    days = _days(table)
    return read(table, days[-1]).entries if days else ()


def exported_until(table: WarehouseTable) -> datetime | None:
    """How far the table is; None before its first window."""
    found = last(table)
    return found[-1].window.end if found else None


def all_exported_until() -> datetime | None:
    """How far the table is that is least far; None where one has nothing yet."""
    found = [exported_until(each) for each in TABLES.values()]
    known = [each for each in found if each is not None]
    return min(known) if len(known) == len(found) else None


def ends_at(table: WarehouseTable, moment: datetime) -> bool:
    """Whether a window ends at a moment, or none has begun before it that reaches to it."""
    found = read(table, (in_utc(moment) - INSTANT).date()).entries
    begun = [each.window for each in found if each.window.begin < moment]
    return not begun or begun[-1].end == moment


def entries(table: WarehouseTable, until: datetime) -> list[PartEntry]:
    """The windows that end at a moment or before, by time; those without rows too."""
    last = in_utc(until).date()
    days = [day for day in _days(table) if day <= last]
    with ThreadPoolExecutor(READ_TOGETHER) as together:
        manifests = together.map(lambda day: read(table, day), days)
        return [
            each
            for found in manifests
            for each in found.entries
            if each.window.end <= in_utc(until)
        ]


def parts(table: WarehouseTable, until: datetime) -> list[str]:
    """The keys of the parts whose windows end at a moment or before, by time."""
    return [each.key for each in entries(table, until) if each.key]


def _days(table: WarehouseTable) -> list[date]:
    return list(_named_days(table))


def _named_days(table: WarehouseTable) -> Iterator[date]:
    folder = f"{FOLDER}{table.name}/"
    for key in bucket.keys(folder):
        yield date.fromisoformat(key.removeprefix(folder).removesuffix(".json"))


def _key(table: WarehouseTable, day: date) -> str:
    return f"{FOLDER}{table.name}/{day.isoformat()}.json"


def _written(table: WarehouseTable, entry: PartEntry, manifest: DayManifest) -> bool:
    key = _key(table, entry.window.day)
    body = _body(table, entry.window.day, [*manifest.entries, entry])
    if manifest.etag:
        return bucket.put_if_as_read(key, body, manifest.etag, JSON)
    return bucket.put_if_absent(key, body, JSON)


def _body(table: WarehouseTable, day: date, entries: Sequence[PartEntry]) -> bytes:
    words = {
        "table": table.name,
        "day": day.isoformat(),
        "parts": [each.as_words() for each in entries],
    }
    return json.dumps(words, indent=1, sort_keys=True).encode()


def _entry(words: Mapping[str, Any]) -> PartEntry:
    window = ExportWindow(
        datetime.fromisoformat(words["from"]), datetime.fromisoformat(words["to"])
    )
    return PartEntry(window, words["key"], words["rev"], words["rows"], words["sums"])
