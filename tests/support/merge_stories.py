"""Stories of customers whom their store makes one, whoever hears of what first; and who should have
each order, by one who knows all of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from commissions.application.preview.histories import InMemoryHistories
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.own_attribution import decided_by, said_by
from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.customer_merge import CustomersMerged
from commissions.domain.sales.attribution_history import HistoryPlace
from commissions.domain.sales.carried_attribution import (
    CarriedAttribution,
    SaidAttribution,
    carried_to,
    contract_history,
    customer_history,
)
from commissions.domain.sales.merged_histories import Alias
from commissions.domain.stores.store import LIFETIME
from tests.support.customer_stories import (
    DAY,
    PEOPLE,
    CustomerStory,
    Shop,
    Told,
    coupon,
    customer_story,
)
from tests.support.orders import NOON

CUSTOMERS = ("one", "two", "three", "four")


def merge_story(seed: int) -> CustomerStory:
    """A story of customers in which up to three merges are told, also in chains."""
    chance = Random(f"merges {seed}")  # noqa: S311 - not a secret
    story = customer_story(seed, orders=chance.randint(3, 5))
    customers = CUSTOMERS[: chance.choice([2, 2, 3, 4])]
    told: list[Told] = [_by_somebody(each, customers, chance) for each in story.told]
    for name in customers[1 : chance.randint(2, 4)]:
        kept = chance.choice([each for each in customers if each != name])
        merge = made_one(kept, name, chance.choice([0.25, 0.75, 1, 2]))
        told.insert(chance.randint(0, len(told)), merge)
    policies = story.policies
    if chance.random() < 0.7:
        policies = replace(policies, remember_referrer=LIFETIME)
    return CustomerStory(seed, tuple(told), policies)


def made_one(kept: str, gone: str, day: float) -> CustomersMerged:
    """So many days after the first order."""
    return CustomersMerged(
        platform="shopify", store_id="tea", kept=kept, gone=gone, merged_at=NOON + day * DAY
    )


def _by_somebody(told: Told, customers: Sequence[str], chance: Random) -> Told:
    """Early orders are of anybody and have a referral; later ones mostly the first customer's."""
    if not isinstance(told, OrderPlaced) or chance.random() < 0.1:
        return told
    if told.order_ts <= NOON + DAY:
        who = told.referrals or (coupon(chance.choice(PEOPLE)),)
        return replace(told, customer=chance.choice(customers), referrals=who, contract="")
    who = told.referrals if chance.random() < 0.3 else ()
    customer = chance.choice([*customers, *[customers[0]] * 3])
    return replace(told, customer=customer, referrals=who, contract="")


class TurningHistories(InMemoryHistories):
    """Histories that let others go on, or a worker die, between any two looks of one walk."""

    between: Callable[[], None]

    def _words(self, history: str) -> list[SaidAttribution]:
        self.between()
        return super()._words(history)

    def _places(self, history: str) -> list[HistoryPlace]:
        self.between()
        return super()._places(history)

    def _gone(self, history: str) -> list[Alias]:
        self.between()
        return super()._gone(history)

    def _kept(self, history: str) -> list[Alias]:
        self.between()
        return super()._kept(history)


def turning(shop: Shop) -> Shop:
    shop.stands = TurningHistories()
    shop.stands.between = shop.between
    return shop


def due_sellers(shop: Shop, told: Sequence[Told]) -> dict[str, str]:
    """Who has each order if it heard all that is said in what it may hear, however it is told."""
    merges = [each for each in told if isinstance(each, CustomersMerged)]
    said = [
        (history, each)
        for ledger in shop.ledgers.values()
        for history, each in _said([*ledger.facts.values()])
    ]
    return {key: _due(shop, key, said, merges) for key in sorted(shop.ledgers)}


def _said(facts: Sequence[Fact]) -> list[tuple[str, SaidAttribution]]:
    return [*said_by(facts).items(), *decided_by(facts)]


def _due(
    shop: Shop,
    order_key: str,
    said: Sequence[tuple[str, SaidAttribution]],
    merges: Sequence[CustomersMerged],
) -> str:
    facts = [*shop.ledgers[order_key].facts.values()]
    known = sorted_out([each for each in facts if each.kind != "carried"])
    if known is None or not known.locks:
        return "-"
    order = known.latest
    customers = _one_with(known.customer, order.order_ts, merges)
    heard: list[CarriedAttribution] = []
    if known.contract:
        name = contract_history("tea", known.contract)
        heard += [carried_to(order_key, order.order_ts, name, it) for h, it in said if h == name]
    own = customer_history("tea", known.customer)
    for customer in sorted(customers):
        name = customer_history("tea", customer)
        through = f"from {customer}" if customer != known.customer else ""
        heard += [
            replace(carried_to(order_key, order.order_ts, own, it), merged=through)
            for h, it in said
            if h == name
        ]
    verdict = replace(known, carried=heard).verdict
    return verdict.credit.seller if verdict else "-"


def _one_with(customer: str, at: datetime, merges: Sequence[CustomersMerged]) -> set[str]:
    """All that were merged into a customer by a moment, one into another."""
    found = {customer} if customer else set()
    while (
        more := {each.gone for each in merges if each.kept in found and each.merged_at <= at}
        - found
    ):
        found |= more
    return found
