"""Stories of customers of a store that places its buyers: with members whom the company itself has
placed, and codes that nobody has."""

from dataclasses import replace
from random import Random

from commissions.application.preview.registers import InMemoryRegisters
from commissions.domain.catalogue.sku_map import SkuVersion
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.genealogy import HISTORY, Edge
from commissions.domain.registration import AccountLink, Registration
from commissions.domain.sales.customer_place import placed_as
from commissions.domain.stores.store import BUYER_IN_TREE, STORE_DEFAULTS, Policies, Store
from tests.support.customer_stories import (
    DAY,
    LINK,
    PEOPLE,
    CustomerStory,
    Shop,
    coupon,
    customer_story,
)
from tests.support.orders import NOON, PLAN, a_value

IN_TREE = STORE_DEFAULTS[BUYER_IN_TREE]
CUSTOMERS = ("one", "two", "three", "four")


def tree_story(seed: int) -> CustomerStory:
    """Of four customers: `two` the company placed under bob after two days, `three` is the account
    of a preferred customer whom zoe sponsors, and `four` orders little."""
    chance = Random(f"tree {seed}")  # noqa: S311 - not a secret
    story = customer_story(seed)
    orders = [each for each in story.told if isinstance(each, OrderPlaced)]
    # Where nothing of an order changes, so that no word is taken back: a snapshot that went on by a
    # word has gone on.
    typos = len(orders) == len({each.order_key for each in orders})
    told = [
        _of_tree(chance, each, typos=typos) if isinstance(each, OrderPlaced) else each
        for each in story.told
    ]
    hours = story.policies.late_referral_hours
    return replace(story, told=tuple(told), policies=replace(IN_TREE, late_referral_hours=hours))


def _of_tree(chance: Random, order: OrderPlaced, *, typos: bool) -> OrderPlaced:
    """Some of another customer, and some with a code that nobody has."""
    customer = chance.choice([order.customer, order.customer, *CUSTOMERS])
    typo = typos and chance.random() < 0.3 and not order.referrals
    referrals = (replace(coupon("typo"), carrier=LINK),) if typo else order.referrals
    return replace(order, customer=customer, referrals=referrals)


def tree_shop(policies: Policies = IN_TREE, chance: Random | None = None, dies: float = 0) -> Shop:
    return Shop(policies, chance, dies, tree=_registers(policies))


def places(shop: Shop) -> dict[str, str]:
    """Under whom the customers stand, since when, and who says so."""
    edges = shop.registers.edges
    return {
        member: ", ".join(map(_shown, edges[member]))
        for member in sorted(edges)
        if member.startswith("c-")
    }


def _shown(edge: Edge) -> str:
    since = f"{edge.sponsor} since day {(edge.since - NOON) / DAY}"
    return f"{since} by orders" if edge.by == HISTORY else since


def people_of(shop: Shop) -> dict[str, str]:
    """All that is known of the people of each order."""
    return {
        key: f"{it.seller} {it.buyer} {it.buyer_class} {it.carrier} {it.source} {it.line}"
        for key, ledger in sorted(shop.ledgers.items())
        if (it := ledger.target(ledger.facts.values()).credit)
    }


def _registers(policies: Policies) -> InMemoryRegisters:
    above = ("", *PEOPLE[:-1])
    edges: dict[str, tuple[Edge, ...]] = {
        name: (Edge(NOON - 1000 * DAY, sponsor, "active", "gold"),)
        for name, sponsor in zip(PEOPLE, above, strict=True)
    }
    placed = Edge(NOON + 2 * DAY, "bob", "customer", "customer")
    preferred = Edge(NOON - DAY, "zoe", "active", "preferred")
    return InMemoryRegisters(
        stores={
            "tea": Store("tea", "shopify", BUYER_IN_TREE, "USD", "demo", policies=policies),
        },
        edges=edges | {placed_as("two"): (placed,), "pat": (preferred,)},
        codes={f"{name.upper()}-7": (Registration(name),) for name in PEOPLE},
        accounts={("tea", "three"): AccountLink("pat", kind="preferred")},
        plans=(PLAN,),
        versions={("tea", "TEA"): (SkuVersion(value=a_value("TEA"), name="TEA", category="tea"),)},
    )
