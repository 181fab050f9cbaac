"""The facts that a sequence makes, as the pipeline would make them, and what is left waiting."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from commissions.application.pipeline.attribute import attributed
from commissions.application.pipeline.instalments import is_sold_in_parts
from commissions.application.pipeline.map_skus import mapped
from commissions.application.pipeline.merge_customers import merged
from commissions.application.pipeline.place_customers import place_customer
from commissions.application.pipeline.say_lines import lines_told, lines_told_further_up
from commissions.application.pipeline.say_to_customers import told_to_others
from commissions.application.preview.histories import InMemoryHistories
from commissions.application.registers import Registers
from commissions.domain.ledger.changes import changes_by_order
from commissions.domain.ledger.facts import Content, Fact, FactConflict, Heard, fact, new_facts
from commissions.domain.ledger.payments import WithoutPayments, without_payments
from commissions.domain.ledger.waits import conflict_waits
from commissions.domain.orders.carried_lines import LinesCarried
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.hint import ORDER, ChangeHinted
from commissions.domain.orders.order import OfOrder, OrderCancelled, OrderPlaced
from commissions.domain.orders.parking import OrderParked, WaitsFor, park
from commissions.domain.orders.parking_reasons import (
    PAYMENTS_UNKNOWN,
    WAITS_FOR_SOMEBODY,
    WAITS_FOR_VALUE,
)
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.customer_merge import CustomersMerged
from commissions.domain.sales.attribution import SaleAttributed
from commissions.domain.sales.carried_attribution import AttributionCarried
from commissions.domain.sales.customer_place import CustomerNamed
from commissions.platforms import ParsedWebhook

MEMO = "creditmemo"
"""In the reason of a hint that no webhook of its order answers: Magento's tell of no memos."""
_OF_ORDER = (OrderPlaced, OrderRefunded, OrderCancelled, OrderDisputed)


@dataclass(frozen=True, slots=True)
class ParkedSnapshot:
    order: OrderPlaced
    why: OrderParked


@dataclass(slots=True)
class OrderInWorld:
    """What is known of one order so far."""

    facts: list[Fact] = field(default_factory=list)
    parked: dict[str, ParkedSnapshot] = field(default_factory=dict)
    """Snapshots that could not go on, by their keys."""
    conflicts: dict[str, OrderParked] = field(default_factory=dict)
    """What was told twice with two contents, by the key of its record."""
    hints: list[ChangeHinted] = field(default_factory=list)
    told_at: datetime | None = None
    """As of when a webhook told all of it, memos apart, that there is to ask for."""

    @property
    def is_told(self) -> bool:
        """Whether a step told of it: others may have said something of an order that none does."""
        own = any(not isinstance(each.content, Heard) for each in self.facts)
        return own or bool(self.parked or self.conflicts or self.hints)

    @property
    def unanswered(self) -> list[ChangeHinted]:
        """What the store would be asked for, whenever it came."""
        told = self.told_at
        return [
            each
            for each in self.hints
            if told is None or each.hinted_at > told or MEMO in each.reason
        ]


@dataclass(slots=True)
class World:
    """All that one sequence tells; its orders share the people and what they are placed under."""

    registers: Registers
    orders: dict[str, OrderInWorld] = field(default_factory=dict)
    histories: InMemoryHistories = field(default_factory=InMemoryHistories)
    continued: set[str] = field(default_factory=set)
    """The orders that others go on with, by key, told or not."""

    def tell(self, reading: ParsedWebhook) -> None:
        """Takes in what a webhook, or the order API, says."""
        for record in reading.records:
            match record:
                case OrderPlaced():
                    self._place(record)
                case OrderRefunded() | OrderCancelled() | OrderDisputed():
                    self._happened(record)
                case CustomersMerged():
                    self._carry(merged(record, self.histories))
                case ChangeHinted() if record.subject == ORDER:
                    known = self._of(record.order_key)
                    known.hints += [record] if record not in known.hints else []
        for order in _told_whole(reading):
            known = self._of(order.order_key)
            known.told_at = max(known.told_at or order.updated_at, order.updated_at)

    def answer(self, reading: ParsedWebhook, *, read_at: datetime) -> None:
        """Takes in what the store's API answers: only what is news."""
        told = [record for record in reading.records if isinstance(record, _OF_ORDER)]
        known = {key: self._of(key).facts for key in sorted({each.order_key for each in told})}
        unseen = tuple(filter(None, reading.delivery.get("unseen", "").split(",")))
        facts = [each for of_one in known.values() for each in of_one]
        changes = changes_by_order(told, known, read_at, unseen=unseen)
        lacking = without_payments(changes, facts, left_out=reading.payments_left_out)
        for record in changes:
            if lacking and record is lacking.order:
                self._park_without_payments(lacking)
            elif isinstance(record, OrderPlaced):
                self._place(record)
            else:
                self._happened(record)
        for order in _told_whole(reading):
            self._of(order.order_key).hints.clear()

    def _place(self, order: OrderPlaced) -> None:
        known = self._of(order.order_key)
        outcome = self._attributed(order)
        if isinstance(outcome, OrderParked):
            known.parked[order.key] = ParkedSnapshot(order, outcome)
            return
        known.parked.pop(order.key, None)
        self._settle(order, outcome.contents)
        self._tell_others(order.order_key)
        if is_sold_in_parts(order):
            self._release(WaitsFor.order(order.order_key))
        self._place_again(order.order_key, WAITS_FOR_VALUE)

    def _happened(self, record: OrderRefunded | OrderCancelled | OrderDisputed) -> None:
        self._settle(record, [record])
        key = record.order_key
        facts, continued = self.facts_of(key), key in self.continued
        self._carry(lines_told(facts, continued=continued, histories=self.histories))

    def _park_without_payments(self, lacking: WithoutPayments) -> None:
        access = WaitsFor.access(lacking.order.store_id)
        why = park(lacking.order, PAYMENTS_UNKNOWN, lacking.detail, waits_for=access)
        self._of(lacking.order.order_key).parked[lacking.order.key] = ParkedSnapshot(
            lacking.order, why
        )

    def _attributed(self, order: OrderPlaced) -> SaleAttributed | OrderParked:
        valued = mapped(order, self.registers, self.facts_of)
        if isinstance(valued, OrderParked):
            return valued
        originals = self.facts_of_original
        return attributed(valued, self.registers, self.histories, self.facts_of, originals)

    def facts_of(self, order_key: str) -> list[Fact]:
        """What was told of an order, and looked up for it, as its ledger would have it."""
        known = self.orders.get(order_key)
        return known.facts if known else []

    def facts_of_original(self, order_key: str) -> list[Fact]:
        """The same, once it is marked as one that others go on with."""
        self.continued.add(order_key)
        return self.facts_of(order_key)

    def _tell_others(self, order_key: str) -> None:
        """Tells later orders of its customer, and those that go on with it, what it says."""
        said = told_to_others(
            self.facts_of(order_key),
            continued=order_key in self.continued,
            histories=self.histories,
            originals=self.facts_of_original,
        )
        self._carry(said)

    def _carry(self, said: Iterable[AttributionCarried | LinesCarried | CustomerNamed]) -> None:
        """Tells orders what others say, and shows whose a customer is."""
        for each in [*said]:
            if isinstance(each, CustomerNamed):
                place_customer(each, self.histories, self.registers)
                continue
            if isinstance(each, LinesCarried):
                parent = self._of(each.order_key)
                parent.facts += new_facts([fact(each.carried)], parent.facts)
                self._carry(lines_told_further_up(parent.facts, each.carried))
                continue
            told = each.carried
            line = self.registers.line(told.seller, told.order_ts) if told.seller else ()
            hears = self._of(told.order_key)
            hears.facts += new_facts([fact(replace(told, line=line))], hears.facts)
            if not any(isinstance(known.content, OrderPlaced) for known in hears.facts):
                self._place_again(told.order_key, WAITS_FOR_SOMEBODY)

    def _place_again(self, order_key: str, reasons: Collection[str]) -> None:
        """What waits of an order until it is known whose it is, as its customer's is known now; or
        what its lines are worth, as that of its other snapshots is."""
        for each in [*self._of(order_key).parked.values()]:
            if each.why.reason in reasons:
                self._place(each.order)

    def _release(self, what: WaitsFor) -> None:
        """What waited for it goes on."""
        awaited = str(what)
        waiting = [
            each.order
            for known in self.orders.values()
            for each in known.parked.values()
            if each.why.waits_for == awaited
        ]
        for order in waiting:
            self._place(order)

    def _settle(self, record: OfOrder, contents: Sequence[Content]) -> None:
        known = self._of(record.order_key)
        try:
            known.facts += new_facts(map(fact, contents), known.facts)
        except FactConflict as conflict:
            known.conflicts[record.key] = conflict_waits(record, conflict)

    def _of(self, order_key: str) -> OrderInWorld:
        return self.orders.setdefault(order_key, OrderInWorld())


def _told_whole(reading: ParsedWebhook) -> list[OrderPlaced]:
    """The orders of which a step tells all, and does not itself say that there is more to ask."""
    asks = {each.order_key for each in reading.records if isinstance(each, ChangeHinted)}
    placed = [each for each in reading.records if isinstance(each, OrderPlaced)]
    return [each for each in placed if each.order_key not in asks]
