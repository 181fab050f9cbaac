"""The ledger's side of a reconciliation: statements and balances against the journals."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from commissions.application.reconciliation.hash_side import hash_findings
from commissions.application.reconciliation.month_side import MonthSide, PlanClocks
from commissions.application.reconciliation.payout_side import payout_check
from commissions.audit.balance_check import compare_balances
from commissions.audit.findings import STATEMENTS, Finding
from commissions.audit.hash_check import HashCheck
from commissions.audit.integrity_check import altered_journal
from commissions.audit.order_record import AHEAD, OrderRecord, is_young
from commissions.audit.payout_check import PayoutCheck
from commissions.audit.period_check import KnownFreeze, KnownPeriod, PeriodCheck
from commissions.audit.plan_clock import ClockOf
from commissions.audit.report import CompanyReport
from commissions.audit.statement_check import (
    BalanceSlot,
    StatementCheck,
    StatementRow,
    balance_changes,
    check_statements,
    expected_rows,
)
from commissions.audit.store_order import utc_day
from commissions.audit.written_check import fact_ahead, journal_ahead
from commissions.domain.ledger.books import is_order_book
from commissions.domain.ledger.journal import Journal
from commissions.domain.periods.record import PeriodRecord
from commissions.domain.stores.store import Store
from commissions.tables import audit_reads, periods

NAMED_MAX = 5
EARLIER = timedelta(days=32)
"""How far before its time a line is looked for that stands on another day."""


@dataclass(slots=True)
class LedgerTotals:
    """Every balance, and every journal added up beside it.

    The balances are read first: a journal that they lack is then among those that are read, and so
    young that it is known to be on its way.
    """

    day: date
    now: datetime
    hashes: HashCheck
    """Sees every journal too."""
    periods: PeriodCheck
    payouts: PayoutCheck
    """So do these."""
    balances: Counter[BalanceSlot] = field(default_factory=Counter)
    sums: Counter[BalanceSlot] = field(default_factory=Counter)
    months: MonthSide = field(default_factory=MonthSide)
    settling: set[str] = field(default_factory=set)
    """People to whose balances a journal is still on its way."""
    journals: int = 0
    unreadable: list[str] = field(default_factory=list)
    """The order key of each journal that cannot be read."""
    altered: list[Finding] = field(default_factory=list)
    of_times_to_come: list[Finding] = field(default_factory=list)
    """Facts and journals that say that they were written then."""
    orders_of_day: dict[str, set[str]] = field(default_factory=dict)
    """Per store the orders with a journal as of the day, or with a journal or fact that was written
    on it: what a store tells late is of no day that is still to come. Or that says that it was
    written on a day that is, whatever day is looked at."""

    books_of_day: set[str] = field(default_factory=set)
    """Books of periods and payouts with a journal as of the day, or one that was written on it."""

    @classmethod
    def read(cls, day: date, now: datetime, hashes: HashCheck) -> "LedgerTotals":
        """`hashes`: that were read before."""
        totals = cls(day, now, hashes, period_check(), payout_check())
        for owner, scope, unit, amount in audit_reads.all_balances():
            totals.balances[owner, scope, unit] += amount
        for journal in audit_reads.all_journals():
            totals.journals += 1
            if isinstance(journal, Journal):
                totals._add(journal)
            else:
                totals.unreadable.append(journal)
        begin = datetime.combine(day, time(), UTC)
        end, ahead = begin + timedelta(days=1), now + AHEAD
        for order_key, written in audit_reads.facts_recorded(begin, end, ahead=ahead):
            totals._look_at(order_key)
            if written > ahead:
                totals.of_times_to_come.append(fact_ahead(order_key, written))
        return totals

    def orders_of(self, store: Store) -> set[str]:
        return self.orders_of_day.get(f"{store.platform}/{store.store_id}", set())

    def company_report(self, examined: Collection[str]) -> CompanyReport:
        """With findings of what was not examined order by order: journals that were changed, and
        the balances."""
        changed = [each for each in self.altered if each.order not in examined]
        return CompanyReport(
            balances=len(self.balances),
            journals=self.journals,
            settling=len(self.settling),
            hashes=len(self.hashes.seen),
            findings=(
                *changed,
                *self.of_times_to_come,
                *self.periods.findings(),
                *self.payouts.findings(),
                *hash_findings(self.hashes, frozenset(self.unreadable)),
                *self._compare_balances(),
            ),
        )

    def _compare_balances(self) -> list[Finding]:
        """Where a journal cannot be read, no balance can be added up: that is told instead."""
        if self.unreadable:
            return [_balances_not_compared(self.unreadable)]
        due = Counter(self.sums)
        due.update(self.months.complete())
        return compare_balances(due, self.balances, self.months.on_the_way)

    def _add(self, journal: Journal) -> None:
        young = is_young([journal.recorded_at], self.now)
        changes = balance_changes([journal])
        self.sums.update(changes)
        if young:
            self.months.on_the_way.add(changes)
            self.settling |= {slot[0] for slot in changes}
            self.settling |= {line.earner for line in journal.lines}
        self.months.add(journal, young=young)
        self.hashes.see(journal)
        self.periods.see(journal, young=young)
        self.payouts.see(journal, young=young)
        if found := altered_journal(journal):
            self.altered.append(found)
        if ahead := journal_ahead(journal, self.now):
            self.of_times_to_come.append(ahead)
        if ahead or self.day in {utc_day(journal.effective_at), utc_day(journal.recorded_at)}:
            self._look_at(journal.order_key)

    def _look_at(self, order_key: str) -> None:
        """A period's book, or a payout's, is no order's: it is checked as such."""
        if not is_order_book(order_key):
            self.books_of_day.add(order_key)
            return
        store = "/".join(order_key.split("/")[:2])
        self.orders_of_day.setdefault(store, set()).add(order_key)


def period_check() -> PeriodCheck:
    """By what the register says of all closes and freezes."""
    known = {str(each.period): _known(each) for each in periods.every()}
    freezes = {
        plan: [KnownFreeze(each.starts, each.ends, each.since, each.lifted) for each in found.spans]
        for plan, found in periods.all_frozen().items()
    }
    return PeriodCheck(known, freezes)


def _known(record: PeriodRecord) -> KnownPeriod:
    return KnownPeriod(
        period=str(record.period),
        state=record.state,
        run=record.run,
        paid=int(record.summary.get("paid", 0)),
        books=int(record.summary.get("books", 0)),
        approved_at=record.approved_at,
        by=record.approved_by,
    )


def book_statements(books: Iterable[str]) -> list[Finding]:
    """Statements of what periods gave and of what was paid out, against their books."""
    found: dict[str, list[OrderRecord]] = {}
    for key in sorted(books):
        of = key.split("/")[1]  # the plan, or the batch
        found.setdefault(of, []).append(audit_reads.order_record(key))
    return [each for check in statement_checks(found).values() for each in check.findings]


def _balances_not_compared(unreadable: Sequence[str]) -> Finding:
    orders = ", ".join(sorted(set(unreadable))[:NAMED_MAX])
    return Finding(
        check=STATEMENTS,
        kind="balances_not_compared",
        store="",
        order="",
        about="",
        sentence=f"No balance can be compared with all journals: {len(unreadable)} of them cannot "
        f"be read, of {orders}.",
    )


def statement_checks(
    settled: Mapping[str, Sequence[OrderRecord]],
) -> dict[str, StatementCheck]:
    """Per store, the statements of all its orders that are at rest."""
    orders = {record.order_key for records in settled.values() for record in records}
    clock_of = PlanClocks()
    expected = {store: _expected(records, clock_of) for store, records in settled.items()}
    found = _standing([row for rows in expected.values() for row in rows], orders)
    return {
        store: check_statements(rows, [row for row in found if row.store == store])
        for store, rows in expected.items()
    }


def _expected(records: Sequence[OrderRecord], clock_of: ClockOf) -> list[StatementRow]:
    return [row for record in records for row in expected_rows(record.journals, clock_of)]


def _standing(due: Sequence[StatementRow], orders: Collection[str]) -> list[StatementRow]:
    """What stands of these orders with all people whom they name; and where a row is missing,
    wherever it may stand instead."""
    if not due:
        return []
    since = min(row.at for row in due) - EARLIER
    owners = sorted({row.owner for row in due})
    rows = [row for owner in owners for row in audit_reads.statement_rows(owner, since, orders)]
    found = {_place(row): row for row in rows}
    missing = {row.event_id for row in due} - {row.event_id for row in found.values()}
    if missing:
        found |= {_place(row): row for row in audit_reads.rows_of_events(missing)}
    return list(found.values())


def _place(row: StatementRow) -> tuple[str, datetime, str]:
    return row.owner, row.at, row.event_id
