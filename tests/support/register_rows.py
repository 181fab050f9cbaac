"""Registers of a test as a reconciliation reads them, row by row, and orders looked up in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from commissions.application.preview.registers import InMemoryRegisters
from commissions.audit.kept_inbox import KeptInbox
from commissions.audit.lock_check import RegistersAndInbox, check_locks
from commissions.audit.order_record import FactOrigin, OrderRecord
from commissions.audit.register_rows import (
    EdgeRow,
    NamingRow,
    PlanRow,
    RateRow,
    RegisterRows,
    SettingsRow,
    ValueRow,
)
from commissions.domain.ledger.facts import Content, Fact, fact
from commissions.domain.people.genealogy import HISTORY, Edge
from commissions.domain.registration import AccountLink, Registration
from commissions.domain.stores.store import Store

INBOX = "shopify#tea#orders#1"


def rows_of(registers: InMemoryRegisters, store_id: str = "tea") -> RegisterRows:
    return RegisterRows(
        settings=tuple(settings_of(each) for each in [registers.stores[store_id]]),
        plans={
            plan.plan_id: tuple(
                PlanRow(
                    since=each.effective_from,
                    version=each.version,
                    digest=each.digest,
                    base_currency=each.base_currency,
                )
                for each in registers.plans
                if each.plan_id == plan.plan_id
            )
            for plan in registers.plans
        },
        rates=_rates(registers),
        values={
            key: tuple(
                ValueRow(since=each.since, value=each.value, retired=each.retired)
                for each in versions
            )
            for (of, key), versions in registers.versions.items()
            if of == store_id
        },
        codes={code: tuple(map(naming, spans)) for code, spans in registers.codes.items()},
        accounts={
            customer: (naming(link),)
            for (of, customer), link in registers.accounts.items()
            if of == store_id
        },
        edges={name: tuple(map(edge_row, edges)) for name, edges in registers.edges.items()},
    )


def settings_of(store: Store, recorded_at: datetime | None = None) -> SettingsRow:
    return SettingsRow(
        recorded_at=recorded_at,
        mode=store.mode,
        plan=store.plan,
        owner=store.owner,
        owners=tuple(map(naming, store.owners)),
        policies=store.policies,
    )


def naming(registered: Registration) -> NamingRow:
    """A registration of a time that is kept was written then."""
    link = registered if isinstance(registered, AccountLink) else None
    return NamingRow(
        member=registered.member,
        since=registered.since,
        registered_at=registered.registered_at,
        recorded_at=registered.registered_at,
        kind=link.kind if link else "",
        enrolled_at=link.enrolled_at if link else None,
        by_orders=bool(link and link.by == HISTORY),
    )


def edge_row(edge: Edge) -> EdgeRow:
    return EdgeRow(
        since=edge.since,
        recorded_at=edge.recorded_at,
        sponsor=edge.sponsor,
        status=edge.status,
        rank=edge.rank,
        by_orders=edge.by == HISTORY,
    )


def _rates(registers: InMemoryRegisters) -> dict[tuple[str, str], tuple[RateRow, ...]]:
    found: dict[tuple[str, str], tuple[RateRow, ...]] = {}
    for each in registers.rates:
        pair = each.currency, each.base_currency
        row = RateRow(
            since=datetime.fromisoformat(each.day).replace(tzinfo=UTC),
            day=each.day,
            rate=each.rate,
            source=each.source,
        )
        found[pair] = (*found.get(pair, ()), row)
    return found


@dataclass
class LookedUp:
    """An order as it came to the ledger: each fact once, with when it was written."""

    order_key: str = "shopify/tea/1001"
    facts: dict[str, Fact] = field(default_factory=dict)
    origins: dict[str, FactOrigin] = field(default_factory=dict)

    def settle(self, contents: Iterable[Content], at: datetime, inbox: str = INBOX) -> None:
        for each in map(fact, contents):
            if each.fact_id not in self.facts:
                self.facts[each.fact_id] = each
                self.origins[each.fact_id] = FactOrigin(inbox, at)

    @property
    def record(self) -> OrderRecord:
        return OrderRecord(
            order_key=self.order_key, facts=tuple(self.facts.values()), origins=self.origins
        )


def against(
    rows: RegisterRows,
    inbox: Mapping[str, KeptInbox] | None = None,
    order_of: Callable[[str], OrderRecord] | None = None,
    erased: Iterable[str] = (),
) -> RegistersAndInbox:
    nobody = frozenset(erased)
    return RegistersAndInbox(
        rows=rows,
        inbox=inbox or {},
        is_erased=nobody.__contains__,
        order_of=order_of or (lambda key: OrderRecord(order_key=key)),
    )


def found(record: OrderRecord, registers: RegistersAndInbox) -> list[str]:
    """What a check finds, in words; without what changed later."""
    return [
        f"{each.mismatch.kind}: {each.mismatch.says} / {each.mismatch.due}"
        for each in check_locks(record, registers)
        if not each.mismatch.is_changed_later
    ]
