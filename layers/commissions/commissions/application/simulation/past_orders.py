"""The past orders of a stack as a facts document: what happened in a period, as it stands now.

Reads the days of the period by their index, each order once, and nothing of an order that neither
was sold nor came back in it. What is not in the document is named, with the reason.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from commissions.application.queries.waiting_of_period import (
    EVER,
    PlanPeriod,
    times_of,
    waiting_of_period,
)
from commissions.application.simulation import past_people
from commissions.application.simulation.facts_document import FORMAT
from commissions.application.simulation.past_order import NotSold, SoldOrder, sold_order
from commissions.application.simulation.past_people import Genealogy, Words
from commissions.domain.ledger.settlement import Slot, posted_sums
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.genealogy import NoLine, SponsorLoop, climb
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.attribution import PlanRef
from commissions.tables import (
    audit_reads,
    ledger,
    orders_by_day,
    plans,
    stores,
)
from commissions.tables.ledger import StoredOrder

NO_SENSE = (*audit_reads.UNREADABLE, LookupError, ArithmeticError)
"""What facts say that cannot be read or make no sense."""
A_DAY = timedelta(days=1)
CLOCKS_DIFFER = timedelta(hours=1)
"""A store's clock may be so far ahead: what it tells is then recorded before it happened."""


NOT_SETTLED = "its ledger is not what its facts say by today's rule (commissions refold)"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the document lacks of the period, and why."""

    order: str
    why: str


@dataclass(frozen=True, slots=True)
class Standings:
    """What the ledger has of an order in the document."""

    plan: PlanRef
    """By which it was sold."""
    awards: Mapping[Slot, int]
    """Minor units by award (`bonus/level/member`) and currency."""


@dataclass(slots=True)
class PastOrders:
    """A period of a stack."""

    document: dict[str, Any]
    ledger: dict[str, Standings] = field(default_factory=dict)
    """By order, what stands of it now: of the same facts that the document tells."""
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def plans(self) -> Counter[PlanRef]:
        """By which plans how many of the orders were sold."""
        return Counter(each.plan for each in self.ledger.values())


def past_orders(
    starts: datetime, ends: datetime, *, currency: str, trees: Iterable[str] = ()
) -> PastOrders:
    """What was sold from `starts` until before `ends`, and what came back in that time of older
    orders. `currency`: only orders whose volume is worth it; `trees`: whose seats are told too."""
    everybody = past_people.everybody()
    gathering = _Gathering(starts, ends, currency, everybody)
    for order_key in _sold_within(starts, ends):
        gathering.add(order_key)
    for order_key in _older_that_changed(starts):
        gathering.add(order_key)
    gathering.name_what_waits()
    return gathering.told(trees)


def _sold_within(starts: datetime, ends: datetime) -> Iterator[str]:
    """By the days in UTC that the period touches: some of the first and last are of another one."""
    for store in stores.all_stores():
        for day in _days(starts, ends):
            yield from orders_by_day.orders_of_day(store.store_id, day)


def _days(starts: datetime, ends: datetime) -> Iterator[date]:
    day = starts.astimezone(UTC).date()
    last = (ends.astimezone(UTC) - timedelta(microseconds=1)).date()
    while day <= last:
        yield day
        day += A_DAY


def _older_that_changed(starts: datetime) -> list[str]:
    """The orders from before a period of which anything was recorded since it began: one look
    through the facts, since no index knows when."""
    since = audit_reads.facts_recorded(starts - CLOCKS_DIFFER, EVER)
    days = orders_by_day.days_of(sorted({order_key for order_key, _ in since}))
    first = starts.astimezone(UTC).date().isoformat()
    return [order_key for order_key, day in sorted(days.items()) if day <= first]


@dataclass(slots=True)
class _Gathering:
    starts: datetime
    ends: datetime
    currency: str
    genealogy: Genealogy
    orders: dict[str, SoldOrder] = field(default_factory=dict)
    ledger: dict[str, Standings] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, order_key: str) -> None:
        """An order of one of the period's days, or one of before that changed since."""
        if order_key in self.seen:
            return
        self.seen.add(order_key)
        try:
            self._add(ledger.read(order_key))
        except NO_SENSE as error:
            self.leave_out(order_key, f"it cannot be read: {type(error).__name__}: {error}")

    def _add(self, stored: StoredOrder) -> None:
        try:
            sold = sold_order(stored.facts, plans.get, self._line)
        except NotSold as reason:
            if self._is_of_period(stored):
                self.leave_out(stored.order_key, str(reason))
            return
        if self._is_within(sold.at) or self._came_back(sold):
            self._keep(sold, _standing(posted_sums(stored.journals).awards))

    def _keep(self, sold: SoldOrder, posted: Mapping[Slot, int]) -> None:
        order_key, plan = sold.order_key, sold.plan
        if plan.base_currency != self.currency:
            self.leave_out(order_key, f"its volume is worth {plan.base_currency} (by its plan)")
            return
        if posted != _standing(sold.due):
            self.leave_out(order_key, NOT_SETTLED)
        self.orders[order_key] = sold
        self.ledger[order_key] = Standings(plan, posted)

    def name_what_waits(self) -> None:
        """What has not got as far as the ledger, of orders that may be of the period."""
        for each in waiting_of_period(PlanPeriod("", self.starts, self.ends)):
            self.leave_out(each.order_key, each.why)

    def told(self, trees: Iterable[str]) -> PastOrders:
        orders = sorted(self.orders.values(), key=lambda each: (each.at, each.order_key))
        for sold in orders:
            self._without_strange_buyer(sold)
        members = past_people.people(self.genealogy, self.ends)
        document = {
            "format": FORMAT,
            "members": [*members, *self._strangers(members)],
            "seats": past_people.seats(trees, self.ends),
            "orders": [each.order for each in orders],
            "refunds": [words for each in orders for words in each.refunds],
        }
        left_out = sorted(set(self.left_out), key=lambda each: (each.order, each.why))
        return PastOrders(document, self.ledger, left_out)

    def leave_out(self, order_key: str, why: str) -> None:
        self.left_out.append(LeftOut(order_key, why))

    def _is_within(self, moment: datetime) -> bool:
        return self.starts <= moment < self.ends

    def _came_back(self, sold: SoldOrder) -> bool:
        return sold.at < self.starts and sold.came_back_within(self.starts, self.ends)

    def _is_of_period(self, stored: StoredOrder) -> bool:
        """Of an order that earns nothing: whether it was placed in the period, or something of it
        was paid or taken back in it."""
        placed = [each.content for each in stored.facts if isinstance(each.content, OrderPlaced)]
        moments = [each.order_ts for each in placed]
        moments += [each.effective_at for each in stored.journals if each.lines]
        moments += [] if placed else times_of(each.content for each in stored.facts)
        return any(map(self._is_within, moments))

    def _line(self, member: str, moment: datetime) -> tuple[Ancestor, ...]:
        try:
            return climb(member, moment, self.genealogy).line
        except (NoLine, SponsorLoop):
            return ()

    def _without_strange_buyer(self, sold: SoldOrder) -> None:
        """A customer who got a place only by a later order had none when this one was placed."""
        edges = self.genealogy.get(sold.credit.buyer)
        if edges and sold.at < edges[0].since:
            sold.order["buyer"] = ""

    def _strangers(self, members: Sequence[Words]) -> list[Words]:
        """Whom orders name and the registers do not know any more."""
        known = {each["id"] for each in members}
        named = {
            name
            for each in self.orders.values()
            for name in (each.order["seller"], each.order["buyer"])
        }
        return [{"id": name} for name in sorted(named - known - {""})]


def _standing(awards: Mapping[Slot, int]) -> dict[Slot, int]:
    return {slot: amount for slot, amount in awards.items() if amount}
