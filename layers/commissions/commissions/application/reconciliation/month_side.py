"""What all journals make of members' months, added up as they are read."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from commissions.audit.month_books import BookMonths
from commissions.audit.on_the_way import OnTheWay
from commissions.audit.plan_clock import PlanClock
from commissions.audit.statement_check import BalanceSlot
from commissions.domain.ledger.journal import Journal
from commissions.domain.sales.attribution import PlanRef
from commissions.tables import audit_reads


@dataclass(slots=True)
class PlanClocks:
    """By which clock the lines of each version of a plan count, each read once."""

    known: dict[tuple[str, int], PlanClock] = field(default_factory=dict)

    def __call__(self, plan: str, version: int) -> PlanClock:
        if (plan, version) not in self.known:
            self.known[plan, version] = _read_clock(plan, version)
        return self.known[plan, version]


@dataclass(slots=True)
class MonthSide:
    """Journals come book by book, as a table gives them: of one that does not, the book is read
    once more at the end."""

    sums: Counter[BalanceSlot] = field(default_factory=Counter)
    on_the_way: OnTheWay[BalanceSlot] = field(default_factory=OnTheWay)
    """Of them, what months may lack yet."""
    clock_of: PlanClocks = field(default_factory=PlanClocks)
    book: BookMonths | None = None
    next_number: int = 1
    apart: dict[str, dict[int, bool]] = field(default_factory=dict)
    """By book the journals that came before others that they follow on, and which are young."""

    def add(self, journal: Journal, *, young: bool) -> None:
        """`young`: whether months may lack it yet."""
        if self.book is None or self.book.key != journal.order_key:
            self.book, self.next_number = BookMonths(journal.order_key, self.clock_of), 1
        if journal.number == self.next_number:
            self._count(self.book.see(journal), young=young)
            self.next_number += 1
        else:
            self.apart.setdefault(journal.order_key, {})[journal.number] = young

    def complete(self) -> Counter[BalanceSlot]:
        """With those that came apart, and no journal that was not among those that came."""
        for key, numbers in self.apart.items():
            book = BookMonths(key, self.clock_of)
            for journal in audit_reads.order_record(key).journals:
                found = book.see(journal)
                if journal.number in numbers:
                    self._count(found, young=numbers[journal.number])
        self.apart.clear()
        return self.sums

    def _count(self, found: Mapping[BalanceSlot, int], *, young: bool) -> None:
        self.sums.update(found)
        if young:
            self.on_the_way.add(found)


def _read_clock(plan: str, version: int) -> PlanClock:
    """Of a plan that is not there any more the first of all clocks, as whoever counts months has
    it; that it is gone is told elsewhere."""
    text = audit_reads.plan_document(PlanRef(plan, version, "", ""))
    if text is None:
        return PlanClock(ZoneInfo("UTC"), "", half_even=True)
    head = json.loads(text)["plan"]
    is_half_even = head["rounding"]["mode"] == "half_even"
    return PlanClock(ZoneInfo(head["timezone"]), head["base_currency"], half_even=is_half_even)
