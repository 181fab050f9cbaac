"""Stories of customers of whom people decided something: with an order and from it on, of its later
orders alone, from a day on; that they are somebody's or nobody's; some of it taken back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import (
    CUSTOMER,
    LATER,
    ORDER,
    TAKEN_BACK,
    AttributionOverride,
)
from tests.support.attribution_stories import HOUR, a_word
from tests.support.customer_stories import DAY, PEOPLE, CustomerStory, customer_story
from tests.support.orders import NOON


def decided_story(seed: int) -> CustomerStory:
    return with_decisions(customer_story(seed), seed, [*PEOPLE, "", ""])


def with_decisions(story: CustomerStory, seed: int, sellers: Sequence[str]) -> CustomerStory:
    """The story, and at its end what people decide: that the customers are the sellers'."""
    chance = Random(f"decided {seed}")  # noqa: S311 - not a secret
    orders = [each for each in story.told if isinstance(each, OrderPlaced)]
    words = tuple(_words(chance, sorted({each.platform_order_id for each in orders}), sellers))
    return replace(story, told=(*story.told, *words))


def decided(
    number: int, seller: str = "", scope: str = CUSTOMER, name: str = "", **fields: object
) -> AttributionOverride:
    """A word with order `number`: its customer is the seller's, or nobody's."""
    word = a_word(seller, name or f"o-{number}-{seller}", scope=scope, **fields)
    return replace(word, platform_order_id=str(1000 + number))


def taken_back(word: AttributionOverride) -> AttributionOverride:
    return replace(
        word,
        override_id=f"t-{word.override_id}",
        says=TAKEN_BACK,
        takes_back=word.override_id,
        seller="",
        line=(),
        decided_at=word.decided_at + HOUR,
    )


def _words(chance: Random, ids: list[str], sellers: Sequence[str]) -> Iterator[AttributionOverride]:
    for number in range(chance.randint(1, 3)):
        scope = chance.choice([CUSTOMER, CUSTOMER, LATER, LATER, ORDER])
        day = chance.choice([None, 1, 2, 2.5, 3])
        word = decided(
            int(chance.choice(ids)) - 1000,
            chance.choice(sellers),
            scope,
            f"o-{chance.choice('abc')}{number}",
            decided_at=NOON + chance.choice([100, 100, 101]) * HOUR,
            since=NOON + day * DAY if day is not None and scope == LATER else None,
        )
        yield word
        if chance.random() < 0.3:
            yield taken_back(word)
