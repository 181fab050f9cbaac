"""Stories of whose sale an order is, made up from a seed: what the store says when, what the
company registers when, and when each of it arrives.

The same story may arrive in many ways. Told late, a snapshot is looked up by all that was
registered meanwhile; told early, it is looked at again when its code comes, as the pipeline does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from commissions.application.pipeline.attribute import attributed
from commissions.application.preview.histories import InMemoryHistories
from commissions.application.preview.registers import InMemoryRegisters
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.domain.orders.parking import OrderParked
from commissions.domain.people.genealogy import Edge
from commissions.domain.registration import AccountLink, Registration
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.domain.stores.store import RETAIL_CHANNEL, Policies, Store
from tests.support.orders import NOON, PLAN, a_value, an_item, an_order

HOUR = timedelta(hours=1)
LONG_AGO = NOON - 10_000 * HOUR
PEOPLE = ("ann", "bob", "cara", "dan", "zoe")
COUPON, LINK = "discount_code", "landing_site"
MOMENTS = (0, 0, 1, 5, 30, 71, 72, 73, 100, 200, 400)


@dataclass(frozen=True)
class Story:
    seed: int
    snapshots: tuple[OrderPlaced, ...]
    codes: dict[str, Registration]
    accounts: dict[str, AccountLink]
    policies: Policies

    @property
    def loads(self) -> list[datetime]:
        """When something is registered."""
        found = [*self.codes.values(), *self.accounts.values()]
        return sorted({each.registered_at for each in found if each.registered_at})

    def registers(self, at: datetime) -> InMemoryRegisters:
        """As they are at a moment."""
        codes: dict[str, tuple[Registration, ...]] = {
            code: (each,) for code, each in self.codes.items() if each.is_known_at(at)
        }
        links = {
            ("tea", hashed): each for hashed, each in self.accounts.items() if each.is_known_at(at)
        }
        store = Store("tea", "shopify", RETAIL_CHANNEL, "USD", "demo", policies=self.policies)
        above = ("", *PEOPLE[:-1])
        edges: dict[str, tuple[Edge, ...]] = {
            name: (Edge(LONG_AGO, sponsor, "active", "gold"),)
            for name, sponsor in zip(PEOPLE, above, strict=True)
        }
        return InMemoryRegisters(
            stores={"tea": store}, edges=edges, codes=codes, accounts=links, plans=(PLAN,)
        )

    def arriving(self, chance: Random) -> Iterator[tuple[Content, ...]]:
        """What comes to the ledger where each snapshot arrives when it may, and some twice."""
        told = [*self.snapshots, *chance.choices(self.snapshots, k=chance.randint(0, 2))]
        arrivals = [(each.updated_at + chance.choice(MOMENTS) * HOUR, each) for each in told]
        yield from _Pipeline(self).run(arrivals)

    def told_at_last(self) -> Iterator[tuple[Content, ...]]:
        """When all is registered."""
        end = max([NOON, *self.loads]) + 1000 * HOUR
        yield from _Pipeline(self).run([(end, each) for each in self.snapshots])


@dataclass
class _Pipeline:
    """The attributing step, what waits for it, and what is noted for a coupon."""

    story: Story
    again: dict[str, OrderPlaced] = field(default_factory=dict)
    """What waits for a code, or has a coupon of nobody."""
    histories: InMemoryHistories = field(default_factory=InMemoryHistories)

    def run(self, arrivals: list[tuple[datetime, OrderPlaced]]) -> Iterator[tuple[Content, ...]]:
        moments = [(at, 1, number) for number, (at, _) in enumerate(arrivals)]
        moments += [(at, 0, 0) for at in self.story.loads]
        for at, is_arrival, number in sorted(moments):
            orders = [arrivals[number][1]] if is_arrival else [*self.again.values()]
            for order in orders:
                yield from self._look(order, at)

    def _look(self, order: OrderPlaced, at: datetime) -> Iterator[tuple[Content, ...]]:
        self.again.pop(order.version, None)
        mapped = OrderMapped(order, (a_value("TEA"),))
        found = attributed(mapped, self.story.registers(at), self.histories)
        if isinstance(found, OrderParked):
            self.again[order.version] = order
            return
        matches = [each for each in found.contents if isinstance(each, ReferralMatch)]
        if any(each.unknown for each in matches):
            self.again[order.version] = order
        yield tuple(found.contents)


def story(seed: int) -> Story:
    chance = Random(f"attribution {seed}")  # noqa: S311 - not a secret
    codes = {
        f"{name.upper()}-{number}": _registered(chance, Registration(name))
        for number, name in enumerate(chance.choices(PEOPLE, k=4))
    }
    kinds = ["participant", "preferred", "retail"]
    accounts = {
        hashed: _registered(
            chance, AccountLink(chance.choice(PEOPLE), kind=chance.choice(kinds), enrolled_at=NOON)
        )
        for hashed in ("one", "two")
    }
    hours = sorted(chance.sample(sorted({*MOMENTS}), chance.randint(1, 4)))
    return Story(
        seed,
        tuple(_snapshot(chance, number, hour, list(codes)) for number, hour in enumerate(hours)),
        codes,
        accounts,
        Policies(
            partial_payment=chance.choice(["wait", "share"]),
            late_referral_hours=chance.choice([72, 72, 72, 0, 200]),
        ),
    )


def _registered[R: Registration](chance: Random, found: R) -> R:
    """Always, or some time after the order was placed; some hold from a moment on."""
    if chance.random() < 0.4:
        return found
    since = chance.choice([None, None, None, NOON - HOUR, NOON + HOUR])
    at = NOON + chance.choice(MOMENTS) * HOUR + chance.randint(1, 59) * timedelta(minutes=1)
    return replace(found, since=since, registered_at=at)


def _snapshot(chance: Random, number: int, hours: int, codes: list[str]) -> OrderPlaced:
    referrals = [
        Referral(chance.choice([COUPON, COUPON, LINK]), code, forgeable=False)
        for code in chance.sample([*codes, "WELCOME10", "TYPO-1"], chance.choice([0, 0, 1, 1, 2]))
    ]
    return an_order(
        an_item(net=100_00 + number),
        updated_at=NOON + hours * HOUR,
        status=chance.choice([*["paid"] * 5, "pending", "partially_paid"]),
        referrals=tuple(each for each in referrals if (each.carrier, each.value) != (LINK, "")),
        customer=chance.choice(["", "", "one", "two", "guest"]),
    )
