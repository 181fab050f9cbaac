"""Who should have heard what of a customer is worked out from the facts of all their orders: on
whole stories nothing is found, and whatever was never told, or told otherwise, is.

COMMISSIONS_PROOF=1 goes through many more stories.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from commissions.application.pipeline import attribute, hear, say_to_customers
from commissions.application.preview.histories import InMemoryHistories
from commissions.domain.ledger import own_attribution
from commissions.domain.ledger.facts import Fact
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import HOUSE, AttributionOverride
from commissions.domain.sales.attribution_history import told_later
from commissions.domain.sales.carried_attribution import (
    AttributionCarried,
    CarriedAttribution,
    SaidAttribution,
    customer_history,
)
from commissions.domain.stores.store import KEEP, LIFETIME, Policies
from tests.support.customer_stories import Shop, bought, customer_story
from tests.support.looks_at_customers import look, seen
from tests.support.memory_ledger import RECORDED_AT, MemoryLedger
from tests.support.orders import NOON
from tests.support.proof_size import proof_size
from tests.unit.audit.test_customers_agreement import told_as_it_comes

STORIES = proof_size(8, 1_000)
REMEMBERED = Policies(remember_referrer=LIFETIME, late_referral_hours=72)
ONE, TWO = "shopify/tea/1001", "shopify/tea/1002"
HISTORY = customer_history("tea", "one")
HOUR = timedelta(hours=1)


def test_of_whole_stories_nothing_is_found_in_whatever_order_they_came() -> None:
    for seed in range(STORIES):
        story = customer_story(seed)
        shops = [Shop(story.policies).run(story.told)]
        shops += [told_as_it_comes(story, run) for run in (0, 1, 2)]

        found = [[each.sentence for each in look(shop)] for shop in shops]
        assert found == [[], [], [], []], f"story {seed}"


def test_a_word_that_decides_and_was_never_told_is_found_and_nothing_else() -> None:
    dropped = 0
    for seed in range(STORIES * 2):
        shop = told_as_it_comes(customer_story(seed), 1)
        for ledger, told in deciding(shop):
            whole = dict(ledger.facts)
            forget(ledger, lambda each: (each.source, each.history), (told.source, told.history))

            missing = ("attribution_missing", told.order_key[-4:], told.source[-4:])
            assert seen(look(shop)) == [missing], f"story {seed}"
            ledger.facts = whole
            dropped += 1

    assert dropped > 5


def deciding(shop: Shop) -> Iterator[tuple[MemoryLedger, CarriedAttribution]]:
    """The orders whose seller an earlier one named, with what it said."""
    for ledger in shop.ledgers.values():
        credit = ledger.target(ledger.facts.values()).credit
        if credit and credit.carried:
            yield ledger, credit.carried


def forget(ledger: MemoryLedger, of: Callable[[CarriedAttribution], object], what: object) -> None:
    """What it heard, and is so."""
    ledger.facts = {
        name: each
        for name, each in ledger.facts.items()
        if not (isinstance(each.content, CarriedAttribution) and of(each.content) == what)
    }


def a_shop(**policies: Any) -> Shop:
    """Two orders of one customer, the first with Cara's code, told the wrong way round."""
    of_store = replace(REMEMBERED, **policies)
    return Shop(of_store).run([bought(2, 1), bought(1, 0, "cara")])


def test_a_missing_word_is_told_with_its_order_its_source_and_the_money() -> None:
    shop = a_shop()
    forget(shop.ledgers[TWO], lambda each: each.source, ONE)

    [found] = look(shop)
    assert (found.kind, found.order, found.about) == ("attribution_missing", TWO, ONE)
    assert (found.unit, found.expected, found.found) == ("USD", 35_00, 0)
    assert found.sentence == (
        f"Order {TWO} never heard that order {ONE} names cara (CARA-7) for its customer. It is "
        "cara's by that, and not nobody's: 35.00 USD in place of 0.00 USD."
    )
    assert f"replay --order {ONE}." in found.advice(NOON.date())


def test_what_its_source_names_no_more_is_told_with_who_has_too_much() -> None:
    shop = a_shop()
    shop.run([replace(bought(1, 0), updated_at=NOON - HOUR, customer="two")])
    forget(shop.ledgers[TWO], lambda each: each.seller, "")

    [found] = look(shop)
    assert (found.kind, found.expected, found.found) == ("attribution_wrong", 0, 35_00)
    assert "that order names nobody now. It is nobody's by that, and not cara's" in found.sentence


def test_an_old_word_is_told_with_what_the_right_ones_lack() -> None:
    shop = a_shop()
    shop.run([replace(bought(1, 0, "bob"), updated_at=NOON - HOUR)])
    forget(shop.ledgers[TWO], lambda each: each.seller, "bob")

    [found] = look(shop)
    assert seen([found]) == [("attribution_wrong", "1002", "1001")]
    assert (found.expected, found.found) == (35_00, 5_00)


def test_a_word_that_changes_nothing_now_is_found_without_an_amount() -> None:
    shop = Shop(REMEMBERED).run([bought(2, 1, "bob"), bought(1, 0, "cara")])
    forget(shop.ledgers[TWO], lambda each: each.source, ONE)

    [found] = look(shop)
    assert (found.kind, found.unit, found.at_stake) == ("attribution_missing", "", 0)
    assert found.sentence.endswith("Whose the order is stays the same.")


def test_a_word_of_more_than_its_source_ever_said_would_outrank_the_next() -> None:
    shop = a_shop()
    ledger = shop.ledgers[TWO]
    [heard] = [each.content for each in ledger.facts.values() if each.kind == "carried"]
    assert isinstance(heard, CarriedAttribution)
    ledger.settle(replace(heard, version=99))

    assert seen(look(shop)) == [("attribution_wrong", "1002", "1001")]


def test_an_order_that_a_person_gave_to_somebody_says_nothing_more_of_its_customer() -> None:
    shop = a_shop()
    said = AttributionOverride(
        platform="shopify",
        store_id="tea",
        platform_order_id="1001",
        override_id="o-1",
        says=HOUSE,
        effective_at=NOON,
        decided_at=NOON,
        by="mara",
        why="sold at our own stand",
    )
    shop.ledgers[ONE].settle(said)

    assert seen(look(shop)) == [
        ("history_wrong", "1001", ""),
        ("attribution_wrong", "1002", "1001"),
    ]


def test_who_is_not_found_in_the_history_and_what_is_not_said_there_is_told() -> None:
    shop = a_shop()
    shop.stands.places[HISTORY] = {
        place: each for place, each in shop.stands.places[HISTORY].items() if place[1] != TWO
    }
    shop.stands.words[HISTORY] = {}

    assert seen(look(shop)) == [
        ("history_incomplete", "1001", ""),
        ("history_incomplete", "1002", ""),
    ]


def test_what_a_history_says_of_an_order_that_does_not_is_told() -> None:
    shop = a_shop()
    words = shop.stands.words[HISTORY]
    words[ONE] = replace(words[ONE], seller="zoe")
    words["shopify/tea/9"] = replace(words[ONE], source="shopify/tea/9")

    assert seen(look(shop)) == [("history_wrong", "1001", ""), ("history_wrong", "ea/9", "")]


def test_what_the_company_decided_is_believed_and_has_to_be_heard() -> None:
    shop = Shop(REMEMBERED).run([bought(2, 1)])
    said = SaidAttribution(
        source="import-1", source_ts=NOON, version=1, seller="bob", carrier="import", decided=True
    )
    shop.stands.words[HISTORY] = {said.source: said}

    assert seen(look(shop)) == [("attribution_missing", "1002", "rt-1")]


def test_of_an_erased_customer_nothing_of_before_is_missed() -> None:
    shop = a_shop()
    forget(shop.ledgers[TWO], lambda each: each.source, ONE)
    shop.stands = InMemoryHistories()

    assert look(shop) != []
    assert look(shop, erased_at=NOON + timedelta(days=1)) == []
    assert seen(look(shop, erased_at=NOON)) == [("history_incomplete", "1002", "")]


def test_what_came_after_the_entries_had_gone_is_not_missed() -> None:
    shop = a_shop()
    forget(shop.ledgers[TWO], lambda each: each.source, ONE)
    shop.stands = InMemoryHistories()
    early, late = RECORDED_AT, RECORDED_AT + timedelta(days=500)

    found = look(shop, now=late, written={"1002": early, "1001": late})
    assert {each.order for each in found} == {ONE}
    at_last = RECORDED_AT + timedelta(days=1200)
    found = look(shop, now=at_last, written={"1001": early, "1002": at_last})
    assert seen(found) == [("history_incomplete", "1002", "")]


# Mistakes that could creep into the way orders tell each other.

STORY: Sequence[OrderPlaced] = (
    bought(2, 1),
    bought(3, 2),
    replace(bought(1, 0, "cara"), updated_at=NOON + HOUR),
    bought(4, 0.5, "zoe"),
    bought(1, 0, "bob"),
    replace(bought(1, 0, "bob"), updated_at=NOON + 2 * HOUR, test=True),
    bought(5, 3),
)
"""The first is told third, is Bob's by what comes later, and a test in the end: Zoe's come next."""
Telling = Iterator[AttributionCarried]
Tells = Callable[..., Telling]


def telling(change: Callable[[list[AttributionCarried]], list[AttributionCarried]]) -> Tells:
    def tells(*known: Any) -> Telling:
        yield from change([*told_later(*known)])

    return tells


def all_as_version_one(*known: Any) -> SaidAttribution:
    return replace(_SAID(*known), version=1)


def what_was_heard_is_passed_on(facts: Sequence[Fact]) -> Mapping[str, SaidAttribution]:
    heard = [each.content for each in facts if isinstance(each.content, CarriedAttribution)]
    orders = [each.content for each in facts if isinstance(each.content, OrderPlaced)]
    said = own_attribution.said_by(facts)
    for each in heard if not said else ():
        source, at = orders[0].order_key, orders[0].order_ts
        told = SaidAttribution(source=source, source_ts=at, version=1, seller=each.seller)
        said = {HISTORY: told}
    return said


def nothing(*_: Any) -> Any:
    return []


_SAID = own_attribution._said
MISTAKES: dict[str, tuple[Any, str, Any]] = {
    "the last of all is not told": (
        say_to_customers,
        "told_later",
        telling(lambda told: told[:-1]),
    ),
    "nobody is told of what is taken back": (
        say_to_customers,
        "told_later",
        telling(lambda told: [each for each in told if each.carried.stands]),
    ),
    "what stands in its place is not told": (
        say_to_customers,
        "told_later",
        telling(
            lambda told: [each for each in told if each.carried.source in (told[0].carried.source,)]
        ),
    ),
    "an old version stays": (own_attribution, "_said", all_as_version_one),
    "what was heard is passed on": (say_to_customers, "said_by", what_was_heard_is_passed_on),
    "an order reads nothing when it comes": (hear, "heard", nothing),
    "an order enters no history": (InMemoryHistories, "enter", nothing),
    "nothing is said in a history": (InMemoryHistories, "say", nothing),
    "nothing of it is looked at": (attribute, "carried", lambda *_: ()),
}


def noticed() -> bool:
    """In the order in which it is told, after each piece."""
    shops = [Shop(REMEMBERED).run(STORY[: number + 1]) for number in range(len(STORY))]
    return any(look(shop) for shop in shops)


def test_without_a_mistake_nothing_is_noticed() -> None:
    assert not noticed()
    assert look(Shop(replace(REMEMBERED, another_referral=KEEP)).run(STORY)) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_telling_is_noticed(monkeypatch: pytest.MonkeyPatch, mistake: str) -> None:
    where, name, wrong = MISTAKES[mistake]
    monkeypatch.setattr(where, name, wrong)

    assert noticed()
