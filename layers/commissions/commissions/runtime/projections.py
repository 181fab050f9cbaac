"""Statements and balances against the journals: for the reconciliation."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from commissions.audit.books import altered
from commissions.audit.examine import Bench
from commissions.audit.findings import STATEMENTS, Finding
from commissions.audit.kept import Kept, is_young
from commissions.audit.projected import (
    Line,
    Slot,
    compare_balances,
    compare_lines,
    expected_lines,
    moved,
    sums,
)
from commissions.audit.shop import day_of
from commissions.domain.ledger import Journal
from commissions.domain.store import Store
from commissions.tables import audited
from commissions.tables.audited import LineRow

NAMED_MAX = 5
EARLIER = timedelta(days=32)
"""How far before its time a line is looked for that stands on another day."""


def kept_of(order_key: str) -> Kept:
    found = audited.kept(order_key)
    return Kept(
        order_key=order_key,
        facts=tuple(fact for fact in found.facts.values() if fact),
        journals=tuple(journal for journal in found.journals.values() if journal),
        numbers=tuple(found.journals),
        head_journals=found.head_journals,
        unreadable_facts=tuple(name for name, fact in found.facts.items() if not fact),
        unreadable_journals=tuple(n for n, journal in found.journals.items() if not journal),
        written=found.written,
    )


@dataclass(slots=True)
class Totals:
    """Every balance, and every journal added up beside it.

    The balances are read first: a journal that they lack is then among those that are read, and so
    young that it is known to be on its way.
    """

    day: date
    now: datetime
    balances: dict[Slot, int] = field(default_factory=dict)
    sums: Counter[Slot] = field(default_factory=Counter)
    settling: set[str] = field(default_factory=set)
    journals: int = 0
    unreadable: list[str] = field(default_factory=list)
    altered: list[Finding] = field(default_factory=list)
    touched: dict[str, set[str]] = field(default_factory=dict)
    """Per store the orders with a journal as of the day."""

    @classmethod
    def read(cls, day: date, now: datetime) -> "Totals":
        totals = cls(day, now)
        for owner, scope, unit, amount in audited.all_balances():
            totals.balances[owner, scope, unit] = amount
        for journal in audited.all_journals():
            totals.journals += 1
            if isinstance(journal, Journal):
                totals._add(journal)
            else:
                totals.unreadable.append(journal)
        return totals

    def orders_of(self, store: Store) -> set[str]:
        return self.touched.get(f"{store.platform}/{store.store_id}", set())

    def findings(self, examined: Collection[str]) -> list[Finding]:
        """Of what was not examined order by order: journals that were changed, and the balances."""
        changed = [each for each in self.altered if each.order not in examined]
        return [*changed, *self._balances()]

    def _balances(self) -> list[Finding]:
        """Where a journal cannot be read, no balance can be added up: that is told instead."""
        if not self.unreadable:
            return compare_balances(self.sums, self.balances, self.settling)
        orders = ", ".join(sorted(set(self.unreadable))[:NAMED_MAX])
        sentence = (
            f"No balance can be compared with all journals: {len(self.unreadable)} of them cannot "
            f"be read, of {orders}."
        )
        return [
            Finding(
                check=STATEMENTS,
                kind="balances_not_compared",
                store="",
                order="",
                about="",
                sentence=sentence,
            )
        ]

    def _add(self, journal: Journal) -> None:
        young = is_young([journal.recorded_at], self.now)
        for slot, amount in moved([journal]).items():
            self.sums[slot] += amount
            if young:
                self.settling.add(slot[0])
        if found := altered(journal):
            self.altered.append(found)
        if day_of(journal.effective_at) == self.day:
            store = "/".join(journal.order_key.split("/")[:2])
            self.touched.setdefault(store, set()).add(journal.order_key)


@dataclass(slots=True)
class Projections:
    """The statement lines of all orders that were looked at."""

    totals: Totals
    expected: dict[str, list[Line]] = field(default_factory=dict)
    """Per store."""

    def expect(self, bench: Bench) -> None:
        lines = [line for kept in bench.settled for line in expected_lines(kept.journals)]
        self.expected[bench.report.store] = lines

    def compare(self, benches: list[Bench]) -> None:
        orders = {kept.order_key for bench in benches for kept in bench.settled}
        found = self._found(orders)
        for bench in benches:
            report = bench.report
            stand = [line for line in found if line.store == report.store]
            expected = self.expected[report.store]
            report.findings += compare_lines(expected, stand)
            for side, lines in ((report.lines.expected, expected), (report.lines.found, stand)):
                side.count = len(lines)
                side.amounts.update(sums(lines))

    def _found(self, orders: set[str]) -> list[Line]:
        """What stands of these orders with all people whom they name; and where a line is missing,
        wherever it may stand instead."""
        due = [line for lines in self.expected.values() for line in lines]
        if not due:
            return []
        since = min(line.at for line in due) - EARLIER
        owners = sorted({line.owner for line in due})
        rows = [row for owner in owners for row in audited.lines(owner, since)]
        found = {_place(row): _line(row) for row in rows if row.order_id in orders}
        missing = {line.event_id for line in due} - {line.event_id for line in found.values()}
        if missing:
            found |= {_place(row): _line(row) for row in audited.lines_of_events(missing)}
        return list(found.values())


def _place(row: LineRow) -> tuple[str, datetime, str]:
    return row.distributor_id, row.at, row.event_id


def _line(row: LineRow) -> Line:
    return Line(
        event_id=row.event_id,
        order=row.order_id,
        owner=row.distributor_id,
        amount=row.amount,
        currency=row.currency,
        at=row.at,
    )
