"""Reconciliation of a day: store = facts = journals = statements, told as a report.

It only reads, and writes the report; what it finds, people repair.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from commissions.audit.examine import Bench, Case
from commissions.audit.findings import STORE, Finding
from commissions.audit.page import page
from commissions.audit.report import Aside, CompanyReport, Report, StoreReport, as_json
from commissions.audit.sheet import Sheet, published
from commissions.aws import client
from commissions.clients import StoreError
from commissions.domain.attribution import PlanRef
from commissions.domain.store import Store
from commissions.runtime.doors import has_api
from commissions.runtime.hearing import Heard, hear, is_gone
from commissions.runtime.projections import Projections, Totals, kept_of
from commissions.tables import audited, parked, pending, progress, recent, stores

BUCKET = os.environ["REPORTS_BUCKET"]
PENDING_MAX = 10_000
PAID = "paid"


def reconcile(day: date, only: Sequence[str] = (), *, now: datetime | None = None) -> Report:
    """Raises UnknownStore."""
    run = _Run(day, now or datetime.now(UTC))
    every = [stores.get(store_id) for store_id in only] if only else stores.all_stores()
    benches = [run.store(store) for store in every]
    projections = Projections(run.totals)
    for bench in benches:
        projections.expect(bench)
    projections.compare(benches)
    return Report(
        day=day,
        made_at=run.now,
        stores=tuple(bench.report for bench in benches),
        company=CompanyReport(
            balances=len(run.totals.balances),
            journals=run.totals.journals,
            settling=len(run.totals.settling),
            findings=run.totals.findings({key for bench in benches for key in bench.examined}),
        ),
    )


def files(report: Report) -> dict[str, str]:
    """The report as a file for machines and one for people, by their names."""
    name = report.day.isoformat()
    return {f"{name}.json": as_json(report), f"{name}.html": page(report)}


def keep(report: Report, *, part: str = "") -> list[str]:
    """Writes the report where all are kept; of some stores only, beside the one of all."""
    types = {"json": "application/json", "html": "text/html; charset=utf-8"}
    keys = []
    for name, text in files(report).items():
        stem, kind = name.rsplit(".", 1)
        key = f"reports/{stem}{f'-{part}' if part else ''}.{kind}"
        body = text.encode()
        client("s3").put_object(Bucket=BUCKET, Key=key, Body=body, ContentType=types[kind])
        keys.append(f"s3://{BUCKET}/{key}")
    return keys


@dataclass
class _Run:
    """What all stores of a report have in common."""

    day: date
    now: datetime
    sheets: dict[PlanRef, Sheet] = field(default_factory=dict)

    @cached_property
    def totals(self) -> Totals:
        return Totals.read(self.day, self.now)

    @cached_property
    def pending(self) -> frozenset[str]:
        items = pending.since(datetime.max.replace(tzinfo=UTC), PENDING_MAX)
        keys = (getattr(record, "order_key", "") for item in items for record in item.records)
        return frozenset(keys)

    @cached_property
    def parked(self) -> dict[str, tuple[Aside, ...]]:
        waiting: dict[str, tuple[Aside, ...]] = {}
        for entry in parked.everything():
            aside = Aside(order=entry.order_key, reason=entry.reason, detail=entry.detail)
            waiting[entry.order_key] = (*waiting.get(entry.order_key, ()), aside)
        return waiting

    def sheet_of(self, ref: PlanRef) -> Sheet:
        if ref not in self.sheets:
            self.sheets[ref] = published(ref, audited.plan_document(ref))
        return self.sheets[ref]

    def store(self, store: Store) -> Bench:
        """All orders of the day, and all others to which something happened on it."""
        heard = hear(store, self.day, now=self.now)
        bench = Bench(
            report=StoreReport(store=store.store_id, platform=store.platform),
            day=self.day,
            now=self.now,
            sheet_of=self.sheet_of,
            paid={PAID} & set(store.policies.paid),
        )
        ours = set(recent.orders_of_day(store.store_id, self.day))
        touched = self.totals.orders_of(store)
        for order_key in sorted({*ours, *touched, *heard.told}):
            bench.examine(self._case(store, heard, order_key))
        _tell(bench.report, store, heard)
        return bench

    def _case(self, store: Store, heard: Heard, order_key: str) -> Case:
        gone = False
        if order_key not in heard.told:
            try:
                gone = is_gone(heard, store, order_key)
            except StoreError as error:
                heard.failed = str(error) or type(error).__name__
        told = heard.told.get(order_key) if heard.answered else None
        since = progress.connection(store.store_id).since if told else None
        return Case(
            kept=kept_of(order_key),
            told=told,
            is_gone=gone and heard.answered,
            earlier=bool(told and since and told.order.order_ts < since),
            pending=order_key in self.pending,
            parked=self.parked.get(order_key, ()),
        )


def _tell(report: StoreReport, store: Store, heard: Heard) -> None:
    """Says what of the store could not be compared, and why."""
    report.not_asked, report.has_api = heard.not_asked, has_api(store)
    if heard.failed:
        report.not_asked = f"it gave no answer ({heard.failed})"
        sentence = f"{store.store_id} could not be asked: {heard.failed}"
        report.findings.append(_of_store(store, "store_not_read", "", sentence))
    for order_id, why in sorted(heard.unreadable.items()):
        sentence = f"What {store.store_id} says of order {order_id} cannot be read: {why}"
        report.findings.append(_of_store(store, "order_unreadable", order_id, sentence))


def _of_store(store: Store, kind: str, order_id: str, sentence: str) -> Finding:
    order = f"{store.platform}/{store.store_id}/{order_id}" if order_id else ""
    return Finding(
        check=STORE, kind=kind, store=store.store_id, order=order, about="", sentence=sentence
    )
