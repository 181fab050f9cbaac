"""The locks of a day's orders against the registers, and their facts against the inbox."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from commissions.application.reconciliation.register_reads import RegisterReads
from commissions.audit.attribution_findings import LineOf
from commissions.audit.customer_memory import customer_name
from commissions.audit.findings import LOCKS, Finding
from commissions.audit.kept_inbox import unbacked
from commissions.audit.lock_check import RegistersAndInbox, check_locks
from commissions.audit.lock_findings import LockCheck, lock_check
from commissions.audit.lock_kinds import OF_NO_STORE
from commissions.audit.lock_wants import LockWants
from commissions.audit.oracle import SheetOf
from commissions.audit.order_record import OrderRecord
from commissions.domain.stores.store import Store
from commissions.tables import audit_histories, audit_reads, audit_registers

AT_ONCE = 50
"""For so many orders registers and inbox are asked together."""


@dataclass
class LockSide:
    """Of one store."""

    reads: RegisterReads
    now: datetime
    sheet_of: SheetOf
    line_of: LineOf

    def checks(self, of_day: Iterable[OrderRecord]) -> Iterator[LockCheck]:
        for records in batched(of_day, AT_ONCE, strict=False):
            yield from self._checks(records)

    def _checks(self, records: Sequence[OrderRecord]) -> Iterator[LockCheck]:
        wants = LockWants.of(records)
        registers = RegistersAndInbox(
            rows=self.reads.rows(wants),
            inbox=audit_registers.inbox(wants.inbox),
            is_erased=self._is_erased,
            order_of=audit_reads.order_record,
        )
        for record in records:
            wrong, facts = check_locks(record, registers), [*unbacked(record, registers.inbox)]
            yield lock_check(record, wrong, facts, self.sheet_of, self.line_of)

    def _is_erased(self, customer: str) -> bool:
        name = customer_name(self.reads.store_id, customer)
        return audit_histories.kept_history(name, self.now).erased_at is not None


def orders_of_no_store(
    orders: Mapping[str, Iterable[str]], known: Iterable[Store]
) -> list[Finding]:
    """`orders`: the keys of the day's, by what they begin with; `known`: all stores there are."""
    of_stores = {f"{each.platform}/{each.store_id}" for each in known}
    others = [key for name, keys in orders.items() if name not in of_stores for key in keys]
    return [
        Finding(
            check=LOCKS,
            kind=OF_NO_STORE,
            store=key.split("/")[1],
            order=key,
            about=key,
            sentence=f"Order {key} has facts or journals, and no store of that name is there.",
        )
        for key in sorted(others)
    ]
