"""Stories of orders that go on with others, made up from a seed: what a buyer placed, its renewals,
exchanges and parts, those of those, and what people say of any of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

from commissions.domain.orders.continues import INSTALMENT, KINDS, Continues
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import (
    HOUSE,
    MEMBER,
    TAKEN_BACK,
    AttributionOverride,
)
from commissions.domain.people.upline import Ancestor
from commissions.domain.stores.store import LIFETIME, NEVER, Policies
from tests.support.customer_stories import PEOPLE, CustomerStory, Told, bought, coupon
from tests.support.orders import NOON

HOUR = timedelta(hours=1)


def continuing(
    number: int, day: float, original: int, as_: str = "renewal", **fields: object
) -> OrderPlaced:
    """An order of so many days after the first, that goes on with another one by itself."""
    continues = Continues(f"shopify/tea/{1000 + original}", as_)
    return bought(number, day, **{"continues": continues, "customer": ""} | fields)  # type: ignore[arg-type]


def by_number(order: OrderPlaced) -> OrderPlaced:
    """The same in a shop whose apps name orders by their numbers alone; a deposit has an id."""
    continues = order.continues
    if continues and continues.as_ != INSTALMENT:
        continues = Continues("", continues.as_, continues.order.rpartition("/")[2])
    return replace(order, number=order.platform_order_id, continues=continues)


def original_story(seed: int) -> CustomerStory:
    chance = Random(f"originals {seed}")  # noqa: S311 - not a secret
    told: list[Told] = []
    orders = chance.randint(2, 4)
    for number in range(orders):
        order = _placed(chance, number, orders)
        told.append(order)
        if chance.random() < 0.4:
            told.append(_changed(chance, order))
        told += _words(chance, number) if chance.random() < 0.3 else []
    remember: list[str | int] = [LIFETIME, 2, NEVER]
    policies = Policies(
        remember_referrer=chance.choice(remember),
        another_referral=chance.choice(["keep", "this_order", "rebind"]),
        late_referral_hours=chance.choice([0, 72]),
    )
    return CustomerStory(seed, tuple(told), policies)


def _placed(chance: Random, number: int, orders: int) -> OrderPlaced:
    """The first was placed by a buyer; of others the most go on with any one of them."""
    who = chance.choice(["", "", *PEOPLE])
    fields: dict[str, object] = {
        "referrals": (coupon(who),) if who else (),
        "customer": chance.choice(["", "", "one"]),
        "contract": chance.choice(["", "", "sub-1"]),
        "status": chance.choice(["paid", "paid", "paid", "pending"]),
    }
    if number and chance.random() < 0.8:
        original = chance.choice([each for each in range(orders) if each != number])
        key = f"shopify/tea/{1000 + original}"
        fields["continues"] = Continues(key, chance.choice(KINDS))
    return bought(number, chance.choice([0, 1, 2, 3]), "", **fields)


def _changed(chance: Random, order: OrderPlaced) -> OrderPlaced:
    """The same order told again later: with another code, or paid at last."""
    who = chance.choice(["", *PEOPLE])
    return replace(
        order,
        updated_at=order.updated_at + chance.choice([1, 80]) * HOUR,
        status="paid",
        referrals=(coupon(who),) if who else order.referrals,
        test=chance.random() < 0.1,
    )


def _words(chance: Random, number: int) -> Iterator[AttributionOverride]:
    """What a person says of an order; some of it is taken back."""
    word = a_word(number, chance.choice(["", *PEOPLE]))
    yield word
    if chance.random() < 0.4:
        yield replace(
            word,
            override_id=f"t-{number}",
            says=TAKEN_BACK,
            takes_back=word.override_id,
            seller="",
            line=(),
            decided_at=word.decided_at + HOUR,
        )


def a_word(number: int, seller: str) -> AttributionOverride:
    above = PEOPLE[: PEOPLE.index(seller) + 1] if seller else ()
    return AttributionOverride(
        platform="shopify",
        store_id="tea",
        platform_order_id=str(1000 + number),
        override_id=f"o-{number}",
        says=MEMBER if seller else HOUSE,
        seller=seller,
        line=tuple(Ancestor(each, "active", "gold") for each in reversed(above)),
        effective_at=NOON,
        decided_at=NOON + 90 * HOUR,
        by="mara",
        approved_by="ines",
        why="the buyer named them on the phone",
    )
