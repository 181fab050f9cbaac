"""Stories of whose sale an order is, made up from a seed: what the store says when, what the
company registers when, and when each of it arrives.

The same story may arrive in many ways. Told late, a snapshot is looked up by all that was
registered meanwhile; told early, it is looked at again when its code comes, as the pipeline does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from commissions.application.pipeline.attribute import attributed
from commissions.application.preview.histories import InMemoryHistories
from commissions.application.preview.registers import InMemoryRegisters
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.ledger.facts import Content, Fact, fact
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.domain.orders.parking import OrderParked
from commissions.domain.people.attribution_override import (
    HOUSE,
    MEMBER,
    TAKEN_BACK,
    AttributionOverride,
)
from commissions.domain.people.genealogy import Edge
from commissions.domain.people.upline import Ancestor
from commissions.domain.registration import AccountLink, Registration
from commissions.domain.sales.referral_match import AWAITED, ReferralMatch
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
    overrides: tuple[AttributionOverride, ...] = ()

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
        """What comes to the ledger where each snapshot arrives when it may, and some twice; so does
        each word of a person."""
        told = [*self.snapshots, *chance.choices(self.snapshots, k=chance.randint(0, 2))]
        arrivals = [(each.updated_at + chance.choice(MOMENTS) * HOUR, each) for each in told]
        said = [*self.overrides, *chance.choices(self.overrides or [None], k=chance.randint(0, 1))]
        words = [(NOON + chance.choice(MOMENTS) * HOUR, each) for each in said if each]
        yield from _Pipeline(self).run(arrivals, words)

    def run(
        self,
        arrivals: list[tuple[datetime, OrderPlaced]],
        words: list[tuple[datetime, AttributionOverride]],
    ) -> Iterator[tuple[Content, ...]]:
        """What comes to the ledger where each comes at its moment."""
        yield from _Pipeline(self).run(arrivals, words)

    def told_at_last(self) -> Iterator[tuple[Content, ...]]:
        """When all is registered."""
        end = max([NOON, *self.loads]) + 1000 * HOUR
        words = [(end - HOUR, each) for each in self.overrides]
        yield from _Pipeline(self).run([(end, each) for each in self.snapshots], words)


@dataclass
class _Pipeline:
    """The attributing step, what waits for it, and what is noted for a coupon."""

    story: Story
    again: dict[str, OrderPlaced] = field(default_factory=dict)
    """What waits for a code, or has a coupon of nobody."""
    alone: dict[str, OrderPlaced] = field(default_factory=dict)
    """What went on by a person's word alone."""
    said: list[Fact] = field(default_factory=list)
    histories: InMemoryHistories = field(default_factory=InMemoryHistories)

    def run(
        self,
        arrivals: list[tuple[datetime, OrderPlaced]],
        words: list[tuple[datetime, AttributionOverride]],
    ) -> Iterator[tuple[Content, ...]]:
        moments = [(at, 1, number) for number, (at, _) in enumerate(arrivals)]
        moments += [(at, 2, number) for number, (at, _) in enumerate(words)]
        moments += [(at, 0, 0) for at in self.story.loads]
        for at, kind, number in sorted(moments):
            if kind == 2:
                yield from self._hear(words[number][1])
            orders = [arrivals[number][1]] if kind == 1 else [*self.again.values()]
            for order in orders:
                yield from self._look(order, at)

    def _hear(self, word: AttributionOverride) -> Iterator[tuple[Content, ...]]:
        """What waits is looked at after it; and where it takes back, what went on alone."""
        yield (word,)
        self.said.append(fact(word))
        if word.says == TAKEN_BACK:
            self.again |= self.alone
            self.alone = {}

    def _look(self, order: OrderPlaced, at: datetime) -> Iterator[tuple[Content, ...]]:
        self.again.pop(order.version, None)
        mapped = OrderMapped(order, (a_value("TEA"),))
        found = attributed(mapped, self.story.registers(at), self.histories, lambda _: self.said)
        if isinstance(found, OrderParked):
            self.again[order.version] = order
            return
        matches = [each for each in found.contents if isinstance(each, ReferralMatch)]
        if found.lock and all(each.carrier == AWAITED for each in matches):
            self.alone[order.version] = order
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
        tuple(_overrides(chance)),
    )


def _overrides(chance: Random) -> Iterator[AttributionOverride]:
    """Up to three words, and whether each was taken back; some of one moment."""
    for number in range(chance.choice([0, 0, 0, 0, 1, 1, 2, 3])):
        seller = chance.choice([*PEOPLE, ""])
        word = a_word(
            seller,
            f"o-{chance.choice('abc')}{number}",
            decided_at=NOON + chance.choice([0, 1, 5, 400]) * HOUR,
            effective_at=NOON + chance.choice([0, 0, 0, 1000]) * HOUR,
        )
        yield word
        if chance.random() < 0.4:
            yield replace(
                a_word("", f"t-{number}", decided_at=word.decided_at + HOUR),
                says=TAKEN_BACK,
                takes_back=word.override_id,
                effective_at=word.effective_at,
            )


def a_word(seller: str, override_id: str = "o-1", **fields: Any) -> AttributionOverride:
    """Mara's and Ines's word on order 1001: it is the seller's, or nobody's."""
    place = PEOPLE.index(seller) + 1 if seller else 0
    plain: dict[str, Any] = {
        "decided_at": NOON + 24 * HOUR,
        "effective_at": NOON,
        "line": tuple(Ancestor(each, "active", "gold") for each in reversed(PEOPLE[:place])),
    }
    return AttributionOverride(
        platform="shopify",
        store_id="tea",
        platform_order_id="1001",
        override_id=override_id,
        says=MEMBER if seller else HOUSE,
        seller=seller,
        by="mara",
        approved_by="ines",
        why="the buyer named them on the phone",
        **plain | fields,
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
