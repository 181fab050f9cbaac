"""Whether the warehouse has of the ledger what it should: all of it, once, to the minor unit.

A difference changes nothing: what was exported stays, and people look (docs/warehouse.md).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from commissions.application.export.export import exported_until
from commissions.application.export.ledger_totals import LedgerSide, Owed
from commissions.domain.money import shown
from commissions.domain.orders.canonical import stamp
from commissions.warehouse import bucket, manifests, parts
from commissions.warehouse.manifests import JSON, PartEntry
from commissions.warehouse.rows import THREADS, connection
from commissions.warehouse.schema import (
    FACT_COMMISSION,
    FACT_LEDGER_LEG,
    FACT_ORDER_LINE,
    TABLES,
    VERSION,
    WarehouseTable,
    relation,
)
from commissions.warehouse.windows import A_DAY, midnight_of

FOLDER = f"warehouse/{VERSION}/checks/"
NAMED_MAX = 5
OWED = "select earner, currency, sum(amount_minor), count(*) from {} group by all"
ORDERS = "select distinct order_key from {}"


class NotExportedYet(LookupError):
    """The day is not wholly in the warehouse."""

    def __init__(self, day: date, until: datetime | None) -> None:
        over = until and midnight_of(day) + A_DAY <= until
        there = "begins later" if over else f"is exported until {stamp(until)}" if until else ""
        super().__init__(
            f"{day} cannot be checked: the warehouse {there or 'is empty'}; take a day that it has,"
            " or run `commissions warehouse run` first"
        )


@dataclass(frozen=True, slots=True)
class WarehouseChecked:
    """What a check of a day found; right where there is no difference."""

    day: date
    until: datetime
    """How far the warehouse was."""
    lines: int
    """Of commissions, of all days."""
    lines_of_day: int
    orders_of_day: int
    balances: int
    """That were compared."""
    differences: tuple[str, ...]

    def as_words(self) -> dict[str, Any]:
        return asdict(self) | {"day": self.day.isoformat(), "until": stamp(self.until)}


def check(day: date, now: datetime, *, keep: bool = True) -> WarehouseChecked:
    """Holds a day against the ledger, and all days against the balances. `keep`: what it found,
    beside the tables. Raises NotExportedYet, PartDamaged."""
    until = exported_until()
    if until is None or not is_exported(day, until):
        raise NotExportedYet(day, until)
    ledger = LedgerSide.read(day, until, now)
    files = _Files(until)
    owed = files.owed()
    orders = files.orders(day)
    found = WarehouseChecked(
        day=day,
        until=until,
        lines=files.lines,
        lines_of_day=ledger.lines_of_day,
        orders_of_day=len(orders),
        balances=len(ledger.balances),
        differences=(
            *_of_manifests(day, until),
            *_of_day(ledger, day),
            *_of_orders(ledger, orders),
            *_of_all(ledger, files.lines, owed),
            *_of_balances(ledger, owed),
        ),
    )
    if keep:
        bucket.put(f"{FOLDER}{day}.json", json.dumps(found.as_words(), indent=1).encode(), JSON)
    return found


def is_exported(day: date, until: datetime) -> bool:
    """Whether all of a day is in a warehouse that is exported until a moment, and began by then."""
    is_over = midnight_of(day) + A_DAY <= until
    return is_over and bool(manifests.read(FACT_ORDER_LINE, day).entries)


def last_check(day: date) -> Mapping[str, Any] | None:
    """What the last check of a day found, in words; None of a day that was not checked."""
    found = bucket.find(f"{FOLDER}{day}.json")
    return dict(json.loads(found.body)) if found else None


class _Files:
    """The parts themselves, a day at a time: not all of them fit onto a disk."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self.lines = 0

    def owed(self) -> Owed:
        """What all lines of commission add up to."""
        sums: Owed = Counter()
        every = manifests.entries(FACT_COMMISSION, self.until)
        for _, of_day in groupby(every, lambda each: each.window.day):
            for earner, currency, total, lines in _read(FACT_COMMISSION, of_day, OWED):
                sums[earner, currency] += int(total)
                self.lines += lines
        return sums

    def orders(self, day: date) -> set[str]:
        """Those of which anything was recorded on the day."""
        entries = manifests.read(FACT_ORDER_LINE, day).entries
        return {key for (key,) in _read(FACT_ORDER_LINE, entries, ORDERS)}


def _read(
    table: WarehouseTable, entries: Iterable[PartEntry], asked: str
) -> Sequence[tuple[Any, ...]]:
    with TemporaryDirectory() as home, connection(THREADS, Path(home)) as database:
        files = parts.download([each.key for each in entries if each.key], Path(home))
        return database.execute(asked.format(relation(table, files))).fetchall()


def _of_manifests(day: date, until: datetime) -> Iterator[str]:
    """Each table's windows of a day follow one another, from its first to midnight."""
    for table in TABLES.values():
        windows = [each.window for each in manifests.read(table, day).entries]
        ends = [each.end for each in windows]
        begins = [each.begin for each in windows]
        if not windows or ends[-1] != midnight_of(day) + A_DAY or ends[:-1] != begins[1:]:
            yield f"{table.name} of {day} has a gap: its windows do not follow one another"


def _of_day(ledger: LedgerSide, day: date) -> Iterator[str]:
    lines, amounts = _summed(FACT_COMMISSION, day, "amount_minor/")
    legs, units = _summed(FACT_LEDGER_LEG, day, "amount/")
    if (lines, legs) != (ledger.lines_of_day, ledger.legs_of_day):
        yield (
            f"{day} has {lines} lines and {legs} legs, and the ledger {ledger.lines_of_day} and "
            f"{ledger.legs_of_day}"
        )
    if amounts != ledger.amounts_of_day:
        yield f"{day} comes to {dict(amounts)}, and in the ledger to {dict(ledger.amounts_of_day)}"
    for unit, amount in units.items():
        if amount:
            yield f"the legs of {day} come to {amount} {unit} instead of nothing"


def _summed(table: WarehouseTable, day: date, prefix: str) -> tuple[int, Counter[str]]:
    """Rows, and what they add up to by currency or unit, as the day's manifest says."""
    rows, sums = 0, Counter[str]()
    for entry in manifests.read(table, day).entries:
        rows += entry.rows
        for name, amount in entry.sums.items():
            sums[name.removeprefix(prefix)] += amount
    return rows, sums


def _of_orders(ledger: LedgerSide, orders: set[str]) -> Iterator[str]:
    missing = ledger.orders_of_day - orders - ledger.certified
    strange = orders - ledger.orders_of_day
    for found, what in ((missing, "lacks"), (strange, "has, and the ledger has not,")):
        if found:
            named = ", ".join(sorted(found)[:NAMED_MAX])
            yield f"of {ledger.day} the warehouse {what} {len(found)} orders: {named}"


def _of_all(ledger: LedgerSide, lines: int, owed: Owed) -> Iterator[str]:
    for key in sorted(ledger.unreadable):
        yield f"a journal of {key} cannot be read"
    if lines != ledger.lines:
        yield f"the warehouse has {lines} lines of commission, and the ledger {ledger.lines}"
    yield from _apart(owed, ledger.exported, "in the ledger")


def _of_balances(ledger: LedgerSide, owed: Owed) -> Iterator[str]:
    """With what the warehouse has not, or not yet, as far as what is on its way explains it."""
    due: Owed = Counter(owed)
    due.update(ledger.others)
    slots = [
        slot
        for slot in sorted({*due, *ledger.balances})
        if not ledger.on_the_way.explains(slot, due=due[slot], stands=ledger.balances[slot])
    ]
    yield from _apart(due, ledger.balances, "on their balance", only=slots)


def _apart(
    has: Mapping[tuple[str, str], int],
    other: Mapping[tuple[str, str], int],
    where: str,
    only: Sequence[tuple[str, str]] | None = None,
) -> Iterator[str]:
    slots = sorted({**has, **other} if only is None else only)
    apart = [each for each in slots if has.get(each, 0) != other.get(each, 0)]
    for owner, currency in apart[:NAMED_MAX]:
        amount, stands = has.get((owner, currency), 0), other.get((owner, currency), 0)
        yield (
            f"{owner or 'nobody'} has {shown(amount, currency)} in the warehouse, and "
            f"{shown(stands, currency)} {where}"
        )
    if more := apart[NAMED_MAX:]:
        yield f"and {len(more)} more {where}"
