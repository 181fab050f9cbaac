"""One order, looked at from all sides: what is found, what is on its way, what waits."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from commissions.audit import oracle
from commissions.audit.books import integrity
from commissions.audit.findings import LEDGER, Finding
from commissions.audit.kept import Kept
from commissions.audit.oracle import SheetOf
from commissions.audit.posted import against_facts, never_settled, posted
from commissions.audit.report import Aside, StoreReport
from commissions.audit.sheet import NoSheet
from commissions.audit.shop import Told, against_store, day_of, gone, refunded

BY_THE_BOOKS = {"journal_missing", "journal_doubled", "journal_without_fact"}
"""What the sums of an order tell with amounts, where they tell it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An order, and what else is known of it."""

    kept: Kept
    told: Told | None = None
    is_gone: bool = False
    """The store was asked for it, and does not have it."""
    earlier: bool = False
    """It is from before the store was ours."""
    pending: bool = False
    """Something of it is between the inbox and the ledger."""
    parked: tuple[Aside, ...] = ()


@dataclass(slots=True, kw_only=True)
class Bench:
    """Where the orders of one store are examined, one by one, into a report."""

    report: StoreReport
    day: date
    now: datetime
    sheet_of: SheetOf
    paid: Collection[str]
    """Statuses that count as paid in this store whatever was looked up with an order."""
    examined: set[str] = field(default_factory=set)
    settled: list[Kept] = field(default_factory=list)
    """The orders at rest that can be read: what stands of them elsewhere can be compared."""

    def examine(self, case: Case) -> None:
        kept, report = case.kept, self.report
        report.looked_at += 1
        self.examined.add(kept.order_key)
        report.facts += len(kept.facts)
        report.journals += len(kept.numbers)
        books = integrity(kept)
        if why := self._in_flight(case):
            report.in_flight.append(Aside(order=kept.order_key, reason=why))
            report.findings += books
            return
        ledger = self._ledger(kept) if kept.readable else []
        told = {each.kind for each in ledger} & BY_THE_BOOKS
        books = [each for each in books if each.kind not in told]
        store = self._store(case)
        if case.parked:
            report.waiting += case.parked
            ledger = [each for each in ledger if each.unit or each.kind != "journal_missing"]
        if store and case.parked:
            store = []  # it is just what an order looks like that waits for somebody
        else:
            self._figures(case)
        report.findings += [*store, *ledger, *books]
        if kept.readable:
            self.settled.append(kept)

    def _in_flight(self, case: Case) -> str:
        if case.pending:
            return "something of it is between the inbox and the ledger"
        if case.kept.is_settling(self.now):
            return "it was written to within the last ten minutes"
        if case.told and case.told.is_settling(self.now):
            return "the store changed it within the last ten minutes"
        return ""

    def _store(self, case: Case) -> list[Finding]:
        if case.told:
            if case.earlier and case.kept.order is None:
                self.report.earlier += 1
                return []
            return against_store(case.kept, case.told)
        finding = gone(case.kept) if case.is_gone else None
        return [finding] if finding else []

    def _ledger(self, kept: Kept) -> list[Finding]:
        try:
            expected = oracle.due((fact.content for fact in kept.facts), self.sheet_of)
            found = against_facts(kept, expected)
            found = found or never_settled(kept, self.sheet_of, self.paid)
        except (ValueError, LookupError, TypeError, ArithmeticError) as error:
            kind = error.kind if isinstance(error, NoSheet) else "not_worked_out"
            why = str(error) if isinstance(error, NoSheet) else "its facts make no sense"
            return [_not_worked_out(kept, kind, why)]
        both = self.report.commissions
        both.expected.amounts.update(oracle.money(expected))
        both.expected.count += kept.diary.paid()
        both.found.amounts.update(oracle.money(posted(kept.journals)))
        both.found.count += bool(kept.journals)
        return found

    def _figures(self, case: Case) -> None:
        self._told_figures(case)
        report, order = self.report, case.kept.order
        if order is None:
            return
        if day_of(order.order_ts) == self.day:
            report.orders.found.add(order.total, order.currency)
        for refund in case.kept.diary.standing_refunds():
            if day_of(refund.refunded_at) == self.day:
                report.refunds.found.add(refunded(refund, order), refund.currency)

    def _told_figures(self, case: Case) -> None:
        told, report = case.told, self.report
        if told is None or (case.earlier and case.kept.order is None):
            return
        if day_of(told.order.order_ts) == self.day:
            report.orders.expected.add(told.order.total, told.order.currency)
        for refund in told.refunds.values():
            if day_of(refund.refunded_at) == self.day:
                report.refunds.expected.add(refunded(refund, told.order), refund.currency)


def _not_worked_out(kept: Kept, kind: str, why: str) -> Finding:
    return Finding(
        check=LEDGER,
        kind=kind,
        store=kept.store,
        order=kept.order_key,
        about="",
        sentence=f"What order {kept.order_key} makes cannot be worked out: {why}.",
    )
