"""The customers of a day's orders: all orders of theirs that can be found, read and compared.

An order is found through its customer's history, through what others heard of it, and as one of the
day whose facts name the customer: a history that lost an entry is no proof that there is none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from commissions.audit.findings import Finding
from commissions.audit.history_check import check_history
from commissions.audit.kept_history import KeptHistory
from commissions.audit.oracle import SheetOf
from commissions.audit.order_in_histories import OrderInHistories, in_histories
from commissions.audit.order_record import OrderRecord
from commissions.domain.people.genealogy import UnknownMember, climb
from commissions.domain.people.upline import Ancestor
from commissions.tables import audit_histories, audit_reads, genealogy

ORDERS_MAX = 1_000
"""Of one history so many orders are read of those that say anything, the earliest, and of those
that stand there, the latest; and all that are of the day, or that one of these heard of."""


@dataclass
class CustomerSide:
    """The orders of one store whose customers are looked at, each read once."""

    now: datetime
    sheet_of: SheetOf
    is_pending: Callable[[str], bool]
    """Whether something of an order is between the inbox and the ledger."""
    records: dict[str, OrderRecord] = field(default_factory=dict)
    found: dict[str, OrderInHistories | None] = field(default_factory=dict)

    def findings(self, of_day: Iterable[OrderRecord]) -> list[Finding]:
        """Of everybody who has an order, or a fact of one, on the day."""
        self.records |= {each.order_key: each for each in of_day}
        named: dict[str, list[str]] = {}
        for key in sorted(self.records):
            order = self._order(key)
            for name in order.names if order else ():
                named.setdefault(name, []).append(key)
        return [each for name, keys in named.items() for each in self._of_history(name, keys)]

    def _of_history(self, name: str, keys: Sequence[str]) -> Iterator[Finding]:
        """Nothing of one of which any order is on its way, or cannot be read: what follows from
        that order may not be told yet."""
        kept = audit_histories.kept_history(name, self.now)
        read = self._read(kept, keys)
        if read is None:
            return
        said = {key: each for key, each in kept.said.items() if key in read or each.decided}
        kept, orders = replace(kept, said=said), {key: each for key, each in read.items() if each}
        yield from check_history(kept, orders, self.now, self.sheet_of, line_as_of)

    def _read(
        self, kept: KeptHistory, keys: Iterable[str]
    ) -> Mapping[str, OrderInHistories | None] | None:
        """The orders of a history, and all that they heard of; of one that stands in none, nothing.
        None where one is not at rest."""
        ahead = [*keys, *_speakers(kept), *kept.places[-ORDERS_MAX:]]
        read: dict[str, OrderInHistories | None] = {}
        while ahead:
            key = ahead.pop()
            if key in read or key.count("/") < 2:
                continue
            order = read[key] = self._order(key)
            if not self._rests(self.records[key]):
                return None
            ahead += order.heard_in(kept.name) if order else ()
        return {key: read[key] for key in sorted(read)}

    def _rests(self, record: OrderRecord) -> bool:
        moving = self.is_pending(record.order_key) or record.is_settling(self.now)
        return record.is_readable and not moving

    def _order(self, key: str) -> OrderInHistories | None:
        if key not in self.found:
            if key not in self.records:
                self.records[key] = audit_reads.order_record(key)
            self.found[key] = in_histories(self.records[key])
        return self.found[key]


def _speakers(kept: KeptHistory) -> list[str]:
    """So many of those that say anything: where nothing ends or binds anew, the first decides."""
    said = sorted(kept.said.values(), key=lambda each: (not each.decided, each.seniority))
    return [each.source for each in said[:ORDERS_MAX]]


def line_as_of(member: str, at: datetime) -> tuple[Ancestor, ...]:
    """As the pipeline looks it up, and nothing is written. Raises NoLine."""
    known = genealogy.edges([member])
    while (climbed := climb(member, at, known)).missing:
        above = genealogy.edges([climbed.missing])
        if not above:
            raise UnknownMember(climbed.missing)
        known |= above
    return climbed.line
