"""Whose the orders of merged customers are does not depend on when anybody heard of the merge:
told before, after, twice, with another at once, by workers that take turns and die, each order
hears what it should. Fold and oracle read the same from it.

COMMISSIONS_PROOF=1 goes through many more stories.
"""

from dataclasses import replace
from itertools import permutations

import pytest

from commissions.audit import oracle
from commissions.audit.order_credit import order_credit
from commissions.audit.order_history import OrderHistory
from commissions.domain.sales.merged_histories import CHAIN_MAX
from commissions.domain.stores.store import REBIND
from tests.support.customer_stories import DAY, PEOPLE, Shop, Told, bought
from tests.support.decided_stories import decided, with_decisions
from tests.support.looks_at_customers import look
from tests.support.memory_ledger import balances, problems
from tests.support.merge_stories import due_sellers, made_one, merge_story, turning
from tests.support.orders import NOON
from tests.support.proof_size import proof_size
from tests.unit.audit.test_customers_agreement import REMEMBERED, SHEET, chance, stands

ONE, TWO = {"customer": "one"}, {"customer": "two"}
STORIES = proof_size(12, 2_000)


def told_as_it_comes(seed: int, run: int) -> Shop:
    """Shuffled, some of it twice, with workers that take turns at every look, and die."""
    story, dice = merge_story(seed), chance(f"merges {seed} {run}")
    told = [*story.told, *dice.choices(story.told, k=dice.randint(0, 3))]
    dice.shuffle(told)
    return turning(Shop(story.policies, dice, dies=0.03 * run)).run(told)


def test_each_order_hears_what_it_should_however_the_merges_arrive() -> None:
    deaths = turns = merged = 0
    for seed in range(STORIES):
        story = merge_story(seed)
        in_order = Shop(story.policies).run(story.told)
        due = due_sellers(in_order, story.told)
        assert in_order.sellers() == due, f"story {seed}"
        for run in (0, 2):
            shop = told_as_it_comes(seed, run)

            assert shop.sellers() == due, f"story {seed}, run {run}"
            assert stands(shop) == stands(in_order), f"story {seed}, run {run}"
            deaths, turns = deaths + shop.deaths, turns + shop.turns
            merged += sum(heard_through_a_merge(shop).values())

    assert min(deaths, turns, merged) > 10


def heard_through_a_merge(shop: Shop) -> dict[str, int]:
    return {
        key: sum(bool(getattr(each.content, "merged", "")) for each in ledger.facts.values())
        for key, ledger in shop.ledgers.items()
    }


def test_the_oracle_reads_merged_customers_by_another_road() -> None:
    through_a_merge = 0
    for seed in range(STORIES):
        for ledger in told_as_it_comes(seed, 1).ledgers.values():
            contents = [each.content for each in ledger.facts.values()]
            target = ledger.target(ledger.facts.values())

            assert oracle.due(contents, lambda ref: SHEET) == balances(ledger.journals), seed
            assert problems(ledger.journals) == [], f"story {seed}"
            if target.credit:
                credit, own = target.credit, order_credit(OrderHistory.of(contents))
                through_a_merge += bool(credit.carried and credit.carried.merged)
                assert (own.seller, own.carrier, own.source, own.code) == (
                    credit.seller,
                    credit.carrier,
                    credit.source,
                    credit.code,
                ), f"story {seed}"

    assert through_a_merge > 3


def test_what_was_decided_of_merged_customers_stands_however_it_arrives() -> None:
    through_a_merge = 0
    for seed in range(STORIES):
        plain = merge_story(seed)
        story = with_decisions(plain, seed, [*PEOPLE, ""])
        due = due_sellers(Shop(story.policies).run(story.told), story.told)
        for run in (0, 1, 2):
            dice = chance(f"decided of merged {seed} {run}")
            told = dice.sample(story.told, k=len(story.told))
            shop = turning(Shop(story.policies, dice, dies=0.03 * run)).run(told)

            assert shop.sellers() == due, f"story {seed}, run {run}"
            assert look(shop) == [], f"story {seed}, run {run}"
            heard = [each for of in shop.ledgers.values() for each in of.facts.values()]
            through_a_merge += any(
                getattr(each.content, "merged", "") and getattr(each.content, "decided", False)
                for each in heard
            )

    assert through_a_merge > 3


@pytest.mark.parametrize("with_order", [1, 3])
def test_whom_it_was_decided_is_nobodys_has_whoever_is_named_next_in_either_history(
    with_order: int,
) -> None:
    told: tuple[Told, ...] = (
        bought(1, 0, "cara", **ONE),
        bought(2, 1, "bob", **TWO),
        bought(3, 2, **TWO),
        bought(4, 3, "zoe", **(TWO if with_order == 1 else ONE)),
        decided(with_order, ""),
        made_one("one", "two", 4),
        bought(5, 5, **ONE),
    )
    expected = "zoe" if with_order == 3 else "bob"

    for each in [*permutations(told)][::61]:
        if each.index(told[4]) > each.index(told[with_order - 1]):
            assert sellers(each)["1005"] == expected, each


def test_the_look_at_customers_finds_nothing_of_merged_ones() -> None:
    merged = 0
    for seed in range(STORIES):
        shop = told_as_it_comes(seed, 2)

        assert [each.sentence for each in look(shop)] == [], f"story {seed}"
        merged += sum(heard_through_a_merge(shop).values())

    assert merged > 10


MERGED: tuple[Told, ...] = (
    bought(1, 0, "cara", **TWO),
    bought(2, 1, **ONE),
    made_one("one", "two", 2),
    bought(3, 3, **ONE),
)
SELLERS = {"1001": "cara", "1002": "", "1003": "cara"}


def sellers(told: tuple[Told, ...]) -> dict[str, str]:
    found = Shop(REMEMBERED).run(told).sellers()
    return {key.rpartition("/")[2]: seller for key, seller in found.items()}


def test_from_the_merge_on_and_no_earlier_orders_are_both_customers() -> None:
    assert all(sellers(each) == SELLERS for each in permutations(MERGED))


def test_a_late_order_of_the_customer_that_is_gone_is_heard_through_the_merge() -> None:
    told = (*MERGED[1:], MERGED[0])
    shop = Shop(REMEMBERED).run(told)

    assert sellers(told) == SELLERS
    assert heard_through_a_merge(shop)["shopify/tea/1003"] == 1


def test_the_first_of_both_has_them_and_who_else_had_them_is_asked_about() -> None:
    told = (*MERGED[:1], bought(2, 1, "bob", **ONE), *MERGED[2:])
    for each in permutations(told):
        shop = Shop(REMEMBERED).run(each)
        ledger = shop.ledgers["shopify/tea/1003"]
        [listed] = ledger.target(ledger.facts.values()).listings

        assert shop.sellers()["shopify/tea/1003"] == "cara"
        assert (listed.reason, listed.detail) == (
            "merged_links_differ",
            "customers merged on 2026-11-22: cara's since order 1001 of 2026-11-20, "
            "bob's since order 1002 of 2026-11-21",
        )


def test_also_where_what_came_through_the_merge_only_held_in_between_it_is_asked_about() -> None:
    policies = replace(REMEMBERED, remember_referrer=2)
    told: tuple[Told, ...] = (
        bought(1, 0, "bob", **TWO),
        bought(2, 1, "cara", **ONE),
        made_one("one", "two", 1.5),
        bought(3, 2.5, "zoe", **ONE),
        bought(4, 2.8, **ONE),
    )
    for each in permutations(told):
        shop = Shop(policies).run(each)
        ledger = shop.ledgers["shopify/tea/1004"]
        [listed] = ledger.target(ledger.facts.values()).listings

        assert shop.sellers()["shopify/tea/1004"] == "zoe"
        assert listed.detail == (
            "customers merged on 2026-11-22: zoe's since order 1003 of 2026-11-23, "
            "cara's since order 1002 of 2026-11-21"
        )


def test_two_merges_one_after_the_other_lead_on_in_any_order() -> None:
    told: tuple[Told, ...] = (
        bought(1, 0, "cara", customer="three"),
        made_one("two", "three", 1),
        made_one("one", "two", 2),
        bought(2, 1.5, **ONE),
        bought(3, 3, **ONE),
    )
    expected = {"1001": "cara", "1002": "", "1003": "cara"}

    assert all(sellers(each) == expected for each in [*permutations(told)][::7])


@pytest.mark.parametrize(("merges", "seller"), [(CHAIN_MAX, "cara"), (CHAIN_MAX + 1, "")])
def test_a_chain_is_followed_for_ten_merges(merges: int, seller: str) -> None:
    chain: list[Told] = [made_one(f"c{n}", f"c{n + 1}", 1 + n / 100) for n in range(merges)]
    first, last = bought(1, 0, "cara", customer=f"c{merges}"), bought(2, 3, customer="c0")

    for told in ([first, *chain, last], [last, *chain, first], [*chain, last, first]):
        assert sellers(tuple(told))["1002"] == seller


def test_customers_merged_in_a_circle_end_and_nothing_stays_that_was_taken_back() -> None:
    circle = made_one("two", "one", 2.5)
    somebody_elses = replace(bought(1, 0, "cara", customer="four"), updated_at=NOON - DAY)
    told = (MERGED[0], MERGED[3], bought(4, 3, **TWO), MERGED[2], circle)

    assert sellers(told) == {"1001": "cara", "1003": "cara", "1004": "cara"}
    assert sellers((*told, somebody_elses)) == {"1001": "cara", "1003": "", "1004": ""}


def test_told_again_as_of_an_earlier_moment_the_earlier_one_counts() -> None:
    earlier = made_one("one", "two", 0.5)
    expected = SELLERS | {"1002": "cara"}

    assert all(sellers(each) == expected for each in [*permutations((*MERGED, earlier))][::7])


def test_the_gone_customers_own_later_orders_hear_only_their_own() -> None:
    told = (bought(1, 0, "cara", **ONE), MERGED[2], bought(2, 3, **TWO))

    assert sellers(told)["1002"] == ""


def test_with_rebind_the_last_of_both_has_them() -> None:
    policies = REMEMBERED.__class__(
        remember_referrer="lifetime", another_referral=REBIND, late_referral_hours=72
    )
    told = (*MERGED[:1], bought(2, 1, "bob", **ONE), *MERGED[2:])

    assert Shop(policies).run(told).sellers()["shopify/tea/1003"] == "bob"


def test_a_merge_of_customers_who_bought_nothing_tells_nobody() -> None:
    shop = Shop(REMEMBERED).run([made_one("one", "two", 1), made_one("one", "two", 1)])

    assert (shop.messages, shop.ledgers) == (0, {})
