"""The orders of a day that stand for others, and those that others stand for: each pair of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from commissions.audit.copied_orders import uppers
from commissions.audit.copies_check import check_copy
from commissions.audit.findings import Finding
from commissions.audit.order_record import OrderRecord
from commissions.domain.sales.carried_attribution import original_history
from commissions.tables import audit_histories, audit_reads

CHILDREN_MAX = 1_000
"""Of one order so many of those that go on with it are read, the latest."""


@dataclass
class CopiesSide:
    """The orders of one store, each read once."""

    now: datetime
    is_pending: Callable[[str], bool]
    """Whether something of an order is between the inbox and the ledger."""
    records: dict[str, OrderRecord] = field(default_factory=dict)

    def findings(self, of_day: Iterable[OrderRecord]) -> list[Finding]:
        """Of every order that has a fact of the day."""
        self.records |= {each.order_key: each for each in of_day}
        pairs = dict.fromkeys(pair for key in sorted(self.records) for pair in self._pairs(key))
        return [each for child, parent in pairs for each in self._of(child, parent)]

    def _pairs(self, key: str) -> Iterator[tuple[str, str]]:
        """A child and its parent, or one above that, of each pair in which an order stands."""
        record = self.records[key]
        if not record.is_readable:
            return
        for upper in uppers(record.history):
            yield key, upper.key
        for child in self._continuing(key)[-CHILDREN_MAX:] if record.is_continued else ():
            yield child, key

    def _of(self, child_key: str, parent_key: str) -> Iterator[Finding]:
        """Nothing of one of which anything is on its way, or cannot be read: what follows from it
        may not be told yet."""
        child, parent = self._record(child_key), self._record(parent_key)
        if all(map(self._rests, (child, parent))):
            is_found = child_key in self._continuing(parent_key)
            yield from check_copy(child, parent, is_found=is_found)

    def _continuing(self, key: str) -> tuple[str, ...]:
        return tuple(audit_histories.kept_history(original_history(key), self.now).places)

    def _rests(self, record: OrderRecord) -> bool:
        moving = self.is_pending(record.order_key) or record.is_settling(self.now)
        return record.is_readable and not moving

    def _record(self, key: str) -> OrderRecord:
        if key not in self.records:
            self.records[key] = audit_reads.order_record(key)
        return self.records[key]
