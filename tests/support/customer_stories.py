"""Stories of a few customers' orders, made up from a seed, and a pipeline in memory that hears of
them in any order: told twice, taking turns at every look into a history, and dying halfway."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from commissions.application.pipeline.attribute import attributed
from commissions.application.pipeline.merge_customers import merged
from commissions.application.pipeline.place_customers import place_customer
from commissions.application.pipeline.say_lines import lines_told, lines_told_further_up
from commissions.application.pipeline.say_to_customers import told_to_others
from commissions.application.preview.histories import InMemoryHistories
from commissions.application.preview.registers import InMemoryRegisters
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.ledger.facts import Fact
from commissions.domain.orders.carried_lines import LinesCarried
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.order import OrderCancelled, OrderPlaced, Referral
from commissions.domain.orders.parking import OrderParked
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.people.customer_merge import CustomersMerged
from commissions.domain.people.genealogy import Edge
from commissions.domain.registration import Registration
from commissions.domain.sales.attribution import SaleAttributed
from commissions.domain.sales.attribution_history import HistoryPlace, ToldOfMerge
from commissions.domain.sales.carried_attribution import AttributionCarried, SaidAttribution
from commissions.domain.sales.customer_place import CustomerNamed, CustomerPlace
from commissions.domain.stores.store import (
    KEEP,
    LIFETIME,
    NEVER,
    REBIND,
    RETAIL_CHANNEL,
    THIS_ORDER,
    Policies,
    Store,
)
from tests.support.memory_ledger import MemoryLedger
from tests.support.orders import NOON, PLAN, a_refund, a_value, an_item, an_order

DAY = timedelta(days=1)
PEOPLE = ("ann", "bob", "cara", "zoe")
REMEMBERED: tuple[str | int, ...] = (LIFETIME, LIFETIME, 2, 3, NEVER)
COUPON, LINK = "discount_code", "landing_site"
Told = (
    OrderPlaced
    | OrderRefunded
    | OrderCancelled
    | OrderDecided
    | AttributionOverride
    | CustomersMerged
)


@dataclass(frozen=True)
class CustomerStory:
    seed: int
    told: tuple[Told, ...]
    """As the store tells it, the earliest first."""
    policies: Policies


class Died(RuntimeError):
    """A worker was killed where it stood."""


@dataclass
class Shop:
    """Its pipeline: what is on its way, and all that stands. `chance`: who goes on next."""

    policies: Policies
    chance: Random | None = None
    dies: float = 0.0
    """How likely a worker is killed whenever it looks into a history."""
    ledgers: dict[str, MemoryLedger] = field(default_factory=dict)
    pending: list[Callable[[], None]] = field(default_factory=list)
    stands: InMemoryHistories = field(default_factory=InMemoryHistories)
    waiting: list[Callable[[], None]] = field(default_factory=list)
    """Instalments, until something more is told."""
    messages: int = 0
    deaths: int = 0
    turns: int = 0
    tree: InMemoryRegisters | None = None
    """Where the store places its buyers: the company's registers, in which the places show."""
    parked: dict[str, OrderPlaced] = field(default_factory=dict)
    """What waits for a code that nobody has, by its key."""

    @property
    def registers(self) -> InMemoryRegisters:
        return self.tree or registers(self.policies)

    def run(self, told: Iterable[Told]) -> "Shop":
        """In this order, or as the chance has it."""
        for each in told:
            self.pending.append(self._task(self._come, each))
            while self.pending and self.chance is None:
                self.pending.pop(0)()
        while self.pending:
            self._somebody()
        return self

    def sellers(self) -> dict[str, str]:
        return {
            key: target.credit.seller if target.credit else "-"
            for key, ledger in sorted(self.ledgers.items())
            for target in [ledger.target(ledger.facts.values())]
            if not target.waiting
        }

    def _somebody(self) -> None:
        place = self.chance.randrange(len(self.pending)) if self.chance else 0
        self.pending.pop(place)()

    def between(self) -> None:
        """Before a look into a history: another worker may go on, and this one may be killed."""
        if self.chance is None:
            return
        while self.pending and self.chance.random() < 0.3:
            self.turns += 1
            self._somebody()
        if self.chance.random() < self.dies:
            raise Died

    def _task[T](self, step: Callable[[T], None], content: T) -> Callable[[], None]:
        def task() -> None:
            try:
                step(content)
            except Died:
                self.deaths += 1
                self.pending.append(task)  # its message comes again

        return task

    def _come(self, told: Told) -> None:
        if isinstance(told, OrderRefunded | OrderCancelled | OrderDecided):
            self._happens(told)
            return
        if isinstance(told, CustomersMerged):
            self._tell([*merged(told, _Watched(self))])
            return
        if isinstance(told, AttributionOverride):
            self._settle(told.order_key, [told])
            return
        found = self._looked_up(told)
        if isinstance(found, OrderParked) and found.reason == "instalment":
            self.waiting.append(self._task(self._come, told))
            return
        if isinstance(found, OrderParked):
            self.parked[told.key] = told
            self.between()
            found = self._looked_up(told)  # once more, after it is parked
        if isinstance(found, OrderParked):
            return
        self.parked.pop(told.key, None)
        self.pending.append(self._task(self._earn, tuple(found.contents)))

    def _looked_up(self, told: OrderPlaced) -> SaleAttributed | OrderParked:
        mapped = OrderMapped(told, (a_value("TEA"),))
        return attributed(
            mapped, self.registers, _Watched(self), self._facts_of, self.facts_of_original
        )

    def _earn(self, contents: Sequence[object]) -> None:
        order = contents[0]
        assert isinstance(order, OrderPlaced)
        self._settle(order.order_key, contents)
        if self.waiting:
            self.pending += self.waiting
            self.waiting = []

    def _happens(self, told: OrderRefunded | OrderCancelled | OrderDecided) -> None:
        """It names nobody, and is told to the parent and to copies alone."""
        continued = self._written(told.order_key, [told])
        facts = [*self._ledger(told.order_key).facts.values()]
        self._tell([*lines_told(facts, continued=continued, histories=_Watched(self))])

    def _settle(self, order_key: str, contents: Sequence[object]) -> None:
        """And then what it says to others."""
        continued = self._written(order_key, contents)
        told = [
            *told_to_others(
                [*self._ledger(order_key).facts.values()],
                continued=continued,
                histories=_Watched(self),
                originals=self.facts_of_original,
            )
        ]
        self._tell(told)

    def _written(self, order_key: str, contents: Sequence[object]) -> bool:
        """One step of it at a time; says whether others go on with the order."""
        ledger = self._ledger(order_key)
        steps = ledger.asking(contents)  # type: ignore[arg-type]
        continued = None
        while continued is None:
            try:
                next(steps)
                self.between()
            except StopIteration as done:
                continued = bool(done.value)
        return continued

    def _tell(self, told: Sequence[AttributionCarried | LinesCarried | CustomerNamed]) -> None:
        self.between()
        for each in told:
            if isinstance(each, CustomerNamed):
                self.pending.append(self._task(self._show, each))
            elif isinstance(each, LinesCarried):
                self.messages += 1
                self.pending.append(self._task(self._hear_lines, each))
            else:
                self.messages += 1
                self.pending.append(self._task(self._hear, each))

    def _show(self, named: CustomerNamed) -> None:
        place_customer(named, _Watched(self), _WatchedPlaces(self))

    def facts_of_original(self, order_key: str) -> Sequence[Fact]:
        """Marked first, then read."""
        self.between()
        self._ledger(order_key).mark()
        self.between()
        return self._facts_of(order_key)

    def _facts_of(self, order_key: str) -> Sequence[Fact]:
        return [*self._ledger(order_key).facts.values()]

    def _hear(self, told: AttributionCarried) -> None:
        seller, at = told.carried.seller, told.carried.order_ts
        line = self.registers.line(seller, at) if seller else ()
        self._ledger(told.order_key).settle(replace(told.carried, line=line))
        again = [each for each in self.parked.values() if each.order_key == told.order_key]
        self.pending += [self._task(self._come, each) for each in again]

    def _hear_lines(self, told: LinesCarried) -> None:
        """It says nothing further, but to those that it knows of by that."""
        self._ledger(told.order_key).settle(told.carried)
        facts = [*self._ledger(told.order_key).facts.values()]
        self._tell([*lines_told_further_up(facts, told.carried)])

    def _ledger(self, order_key: str) -> MemoryLedger:
        return self.ledgers.setdefault(order_key, MemoryLedger(PLAN))


@dataclass
class _Watched:
    """The histories, with a turn for somebody else before each look."""

    shop: Shop

    def enter(self, history: str, place: HistoryPlace) -> None:
        self.shop.between()
        self.shop.stands.enter(history, place)

    def said(self, history: str, place: HistoryPlace) -> Sequence[SaidAttribution]:
        self.shop.between()
        return self.shop.stands.said(history, place)

    def all_said(self, history: str) -> Sequence[SaidAttribution]:
        self.shop.between()
        found = self.shop.stands.all_said(history)
        self.shop.between()
        return found

    def say(self, history: str, said: SaidAttribution) -> bool:
        self.shop.between()
        return self.shop.stands.say(history, said)

    def since(
        self, history: str, said: SaidAttribution
    ) -> tuple[Sequence[HistoryPlace], Sequence[SaidAttribution]]:
        self.shop.between()
        return self.shop.stands.since(history, said)

    def merge(self, kept: str, gone: str, at: datetime) -> Sequence[ToldOfMerge]:
        self.shop.between()
        return self.shop.stands.merge(kept, gone, at)


@dataclass
class _WatchedPlaces:
    """The places in the tree, with a turn for somebody else, or a death, after each write."""

    shop: Shop

    def keep(self, store_id: str, customer: str, places: Sequence[CustomerPlace]) -> bool:
        is_new = self.shop.registers.keep(store_id, customer, places)
        self.shop.between()
        return is_new


def registers(policies: Policies) -> InMemoryRegisters:
    store = Store("tea", "shopify", RETAIL_CHANNEL, "USD", "demo", policies=policies)
    above = ("", *PEOPLE[:-1])
    return InMemoryRegisters(
        stores={"tea": store},
        edges={
            name: (Edge(NOON - 1000 * DAY, sponsor, "active", "gold"),)
            for name, sponsor in zip(PEOPLE, above, strict=True)
        },
        codes={f"{name.upper()}-7": (Registration(name),) for name in PEOPLE},
        plans=(PLAN,),
    )


def coupon(name: str, carrier: str = COUPON) -> Referral:
    return Referral(carrier, f"{name.upper()}-7", forgeable=carrier == LINK)


def bought(number: int, day: float, who: str = "", **fields: object) -> OrderPlaced:
    """An order of so many days after the first, with the coupon of `who`."""
    plain: dict[str, object] = {
        "platform_order_id": str(1000 + number),
        "order_ts": NOON + day * DAY,
        "updated_at": NOON + day * DAY,
        "customer": "one",
        "referrals": (coupon(who),) if who else (),
    }
    return an_order(an_item(net=100_00), **plain | fields)  # type: ignore[arg-type]


def customer_story(seed: int, orders: int = 0) -> CustomerStory:
    chance = Random(f"customers {seed}")  # noqa: S311 - not a secret
    told: list[Told] = []
    for number in range(orders or chance.randint(2, 5)):
        first = _bought(chance, number)
        told.append(first)
        if chance.random() < 0.4:
            told.append(_changed(chance, first))
        if chance.random() < 0.3:
            back = a_refund(f"r{number}", amounts={"1": 10_00}, minutes=60 * 24)
            told.append(replace(back, platform_order_id=first.platform_order_id))
    return CustomerStory(seed, tuple(told), _policies(chance))


def _policies(chance: Random) -> Policies:
    remember = chance.choice(REMEMBERED)
    return Policies(
        remember_referrer=remember,
        another_referral=chance.choice([KEEP, THIS_ORDER, REBIND]),
        rebinds=chance.choice(["any", "trusted"]),
        late_referral_hours=chance.choice([0, 72]),
    )


def _bought(chance: Random, number: int) -> OrderPlaced:
    who = chance.choice(["", "", "", *PEOPLE])
    carrier = chance.choice([COUPON, LINK])
    return bought(
        number,
        chance.choice([0, 0.5, 1, 2, 3, 4]),
        referrals=(coupon(who, carrier),) if who else (),
        customer=chance.choice(["", "one", "one", "one", "two"]),
        contract=chance.choice(["", "sub-1"]),
    )


def _changed(chance: Random, order: OrderPlaced) -> OrderPlaced:
    """The same order told again later: another code, another customer, or unpaid before."""
    who = chance.choice(["", *PEOPLE])
    return replace(
        order,
        updated_at=order.updated_at + chance.choice([1, 80]) * timedelta(hours=1),
        referrals=(coupon(who),) if who else order.referrals,
        customer=chance.choice([order.customer, "one", "two"]),
        test=chance.random() < 0.1,
    )
