"""Reconciliation of a day: store = facts = journals = statements, and what orders say of their
customers is heard, told as a report.

It only reads, and writes the report; what it finds, people repair.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property

from commissions.application.reconciliation.copies_side import CopiesSide
from commissions.application.reconciliation.customer_side import CustomerSide, line_as_of
from commissions.application.reconciliation.hash_side import read_hashes
from commissions.application.reconciliation.ledger_side import (
    LedgerTotals,
    book_statements,
    statement_checks,
)
from commissions.application.reconciliation.lock_side import LockSide, orders_of_no_store
from commissions.application.reconciliation.log_side import log_findings
from commissions.application.reconciliation.register_reads import RegisterReads, SharedReads
from commissions.application.reconciliation.store_side import (
    StoreSide,
    look_up,
    read_store_side,
    store_report,
)
from commissions.audit.findings import Finding
from commissions.audit.lock_findings import LockCheck
from commissions.audit.order_case import Criteria, Deferred, Examined, OrderCase
from commissions.audit.order_check import check_order
from commissions.audit.order_record import OrderRecord
from commissions.audit.plan_sheet import PlanSheet, parse_published
from commissions.audit.report import Report, StoreReport
from commissions.audit.report_json import as_json, in_short
from commissions.audit.rule_change import RELEASED
from commissions.aws.clients import client
from commissions.domain.sales.attribution import PlanRef
from commissions.domain.stores.store import Store
from commissions.pages import reconciliation
from commissions.tables import audit_reads, connections, orders_by_day, parked, pending, stores
from commissions.tables.parked import ParkedEntry

BUCKET = os.environ["REPORTS_BUCKET"]
PENDING_MAX = 10_000
PAID = "paid"


def reconcile(
    day: date,
    only: Sequence[str] = (),
    *,
    now: datetime | None = None,
    rule_since: datetime = RELEASED,
    hashes_since: date | None = None,
) -> Report:
    """`rule_since`: from when on journals have to follow the money rule. `hashes_since`: that all
    hashes kept since are compared, not those of some days. Raises UnknownStore."""
    run = _Reconciliation(day, now or datetime.now(UTC), rule_since, hashes_since)
    every = [stores.get(store_id) for store_id in only] if only else stores.all_stores()
    checked = [run.check(store) for store in every]
    statements = statement_checks({each.report.store: each.settled for each in checked})
    company = run.totals.company_report(
        {one.record.order_key for each in checked for one in each.examined}
    )
    books = book_statements(run.totals.books_of_day)
    strangers = [] if only else orders_of_no_store(run.totals.orders_of_day, every)
    return Report(
        day=day,
        made_at=run.now,
        stores=tuple(
            each.report.with_statements(statements[each.report.store]) for each in checked
        ),
        company=replace(
            company, findings=(*company.findings, *books, *strangers, *log_findings(day))
        ),
    )


def report_files(report: Report) -> dict[str, str]:
    """The report as a file for machines and one for people, by their names."""
    name = report.day.isoformat()
    return {f"{name}.json": as_json(report), f"{name}.html": reconciliation.render(report)}


def save_report(report: Report, *, part: str = "") -> list[str]:
    """Writes the report where all are kept; of some stores only, beside the one of all. Their
    addresses are returned."""
    types = {"json": "application/json", "html": "text/html; charset=utf-8"}
    keys = []
    for name, text in report_files(report).items():
        stem, kind = name.rsplit(".", 1)
        key = f"reports/{stem}{f'-{part}' if part else ''}.{kind}"
        body = text.encode()
        client("s3").put_object(Bucket=BUCKET, Key=key, Body=body, ContentType=types[kind])
        keys.append(f"s3://{BUCKET}/{key}")
    if not part:
        client("s3").put_object(
            Bucket=BUCKET,
            Key=f"reports/days/{report.day.isoformat()}.json",
            Body=in_short(report).encode(),
            ContentType=types["json"],
        )
    return keys


@dataclass(frozen=True, slots=True)
class CheckedStore:
    """What became of one store's orders; their statements are compared with all stores' at once."""

    report: StoreReport
    examined: tuple[Examined, ...]

    @property
    def settled(self) -> list[OrderRecord]:
        return [each.record for each in self.examined if each.is_settled]


@dataclass
class _Reconciliation:
    """What all stores of a report have in common. It is read once the first store has been asked:
    what it lacks of an order that a store tells of is then young, and known to be on its way."""

    day: date
    now: datetime
    rule_since: datetime
    hashes_since: date | None = None
    sheets: dict[PlanRef, PlanSheet] = field(default_factory=dict)
    shared: SharedReads = field(default_factory=SharedReads)

    @cached_property
    def totals(self) -> LedgerTotals:
        hashes = read_hashes(self.day, self.now, hashes_since=self.hashes_since)
        return LedgerTotals.read(self.day, self.now, hashes)

    @cached_property
    def pending_orders(self) -> frozenset[str]:
        items = pending.received_before(datetime.max.replace(tzinfo=UTC), PENDING_MAX)
        keys = (getattr(record, "order_key", "") for item in items for record in item.records)
        return frozenset(keys)

    @cached_property
    def parked_entries(self) -> list[ParkedEntry]:
        return list(parked.all_entries())

    @cached_property
    def parked_orders(self) -> dict[str, tuple[Deferred, ...]]:
        """By order what waits of it; what is only listed of it keeps nothing from being due."""
        waiting: dict[str, tuple[Deferred, ...]] = {}
        for entry in self.parked_entries:
            if entry.holds:
                waiting[entry.order_key] = (*waiting.get(entry.order_key, ()), _deferred(entry))
        return waiting

    def listed_of(self, store: Store) -> tuple[Deferred, ...]:
        own = f"{store.platform}/{store.store_id}/"
        found = [each for each in self.parked_entries if not each.holds]
        found = [each for each in found if each.order_key.startswith(own)]
        return tuple(map(_deferred, sorted(found, key=lambda each: each.since)))

    def sheet_of(self, ref: PlanRef) -> PlanSheet:
        if ref not in self.sheets:
            self.sheets[ref] = parse_published(ref, audit_reads.plan_document(ref))
        return self.sheets[ref]

    def check(self, store: Store) -> CheckedStore:
        """All orders of the day, and all others to which something happened on it."""
        side, criteria = read_store_side(store, self.day, now=self.now), self._criteria(store)
        keys = set(orders_by_day.orders_of_day(store.store_id, self.day))
        keys |= self.totals.orders_of(store) | set(side.orders)
        examined = tuple(check_order(self._case(side, key), criteria) for key in sorted(keys))
        report = replace(store_report(side), listed=self.listed_of(store)).with_orders(examined)
        findings = (*report.findings, *self._heard(store, examined))
        report = replace(report, findings=findings).with_locks(self._locks(store, examined))
        return CheckedStore(report, examined)

    def _locks(self, store: Store, examined: Sequence[Examined]) -> Iterator[LockCheck]:
        """What was looked up for these orders, but for those that are on their way."""
        reads = RegisterReads(store.store_id, self.shared)
        at_rest = (each.record for each in examined if not each.in_flight)
        yield from LockSide(reads, self.now, self.sheet_of, line_as_of).checks(at_rest)

    def _heard(self, store: Store, examined: Sequence[Examined]) -> list[Finding]:
        """What others should have heard of these orders, and they of others; of a closed store
        nothing is told any more."""
        if store.closed:
            return []
        is_pending, records = self.pending_orders.__contains__, [each.record for each in examined]
        customers = CustomerSide(self.now, self.sheet_of, is_pending)
        return [*customers.findings(records), *CopiesSide(self.now, is_pending).findings(records)]

    def _criteria(self, store: Store) -> Criteria:
        paid = {PAID} & set(store.policies.paid)
        return Criteria(
            day=self.day,
            now=self.now,
            sheet_of=self.sheet_of,
            paid=paid,
            rule_since=self.rule_since,
        )

    def _case(self, side: StoreSide, order_key: str) -> OrderCase:
        if order_key not in side.orders:
            look_up(side, order_key)
        store_order = side.order(order_key)
        since = connections.get(side.store.store_id).since if store_order else None
        return OrderCase(
            record=audit_reads.order_record(order_key),
            store_order=store_order,
            is_gone=side.is_gone(order_key),
            is_earlier=bool(store_order and since and store_order.order.order_ts < since),
            is_asked=side.answered,
            is_pending=order_key in self.pending_orders,
            parked=self.parked_orders.get(order_key, ()),
        )


def _deferred(entry: ParkedEntry) -> Deferred:
    return Deferred(
        order=entry.order_key, reason=entry.reason, detail=entry.detail, record=entry.record_key
    )
