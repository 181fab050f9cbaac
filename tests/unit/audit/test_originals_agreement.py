"""Whose an order is that goes on with another one does not depend on when anybody heard of what: in
any order of arrival, twice, by workers that take turns and die, it is whose its original was.

COMMISSIONS_PROOF=1 goes through many more stories.
"""

from collections import Counter
from dataclasses import replace
from itertools import permutations

import pytest

from commissions.audit import oracle
from commissions.audit.order_credit import order_credit
from commissions.audit.order_history import OrderHistory
from commissions.domain.orders.continues import KINDS
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.stores.store import LIFETIME, NEVER, Policies
from tests.support.customer_stories import Shop, Told, bought, coupon
from tests.support.memory_ledger import balances, problems
from tests.support.orders import PLAN
from tests.support.original_stories import a_word, by_number, continuing, original_story
from tests.support.proof_size import proof_size
from tests.unit.audit.plan_histories import sheet_of
from tests.unit.audit.test_customers_agreement import stands, told_as_it_comes

STORIES = proof_size(12, 2_000)
SHEET = sheet_of(PLAN)
FORGETS = Policies(remember_referrer=NEVER)
FIRST, SECOND, THIRD = "shopify/tea/1001", "shopify/tea/1002", "shopify/tea/1003"


def test_what_goes_on_with_an_order_is_whose_that_was_however_they_arrive() -> None:
    carriers: Counter[str] = Counter()
    for seed in range(STORIES):
        story = original_story(seed)
        in_order = Shop(story.policies).run(story.told)
        for run in (0, 1, 2):
            shop = told_as_it_comes(story, run)

            assert shop.sellers() == in_order.sellers(), f"story {seed}, run {run}"
            assert stands(shop) == stands(in_order), f"story {seed}, run {run}"
            targets = [each.target(each.facts.values()) for each in shop.ledgers.values()]
            carriers.update(each.credit.carrier for each in targets if each.credit)

    assert min(carriers[each] for each in ("original", "override", "discount_code")) > 5


def test_an_original_that_is_known_by_its_number_alone_is_found_however_they_arrive() -> None:
    for seed in range(STORIES):
        story = original_story(seed)
        by_id = Shop(story.policies).run(story.told).sellers()
        told = tuple(
            by_number(each) if isinstance(each, OrderPlaced) else each for each in story.told
        )
        for run in (0, 1, 2):
            shop = told_as_it_comes(replace(story, told=told), run)

            assert shop.sellers() == by_id, f"story {seed}, run {run}"


def test_the_oracle_reads_what_an_original_said_by_another_road() -> None:
    for seed in range(STORIES):
        story = original_story(seed)
        for ledger in told_as_it_comes(story, 1).ledgers.values():
            if not ledger.facts:
                continue
            contents = [each.content for each in ledger.facts.values()]
            target = ledger.target(ledger.facts.values())

            assert oracle.due(contents, lambda ref: SHEET) == balances(ledger.journals), seed
            assert problems(ledger.journals) == [], f"story {seed}"
            if target.credit:
                credit, own = target.credit, order_credit(OrderHistory.of(contents))
                assert (own.seller, own.carrier, own.source, own.code, own.buyer) == (
                    credit.seller,
                    credit.carrier,
                    credit.source,
                    credit.code,
                    credit.buyer,
                ), f"story {seed}"


@pytest.mark.parametrize("as_", KINDS)
def test_a_renewal_an_exchange_and_a_part_are_whose_the_first_order_was_in_all_orders_of_arrival(
    as_: str,
) -> None:
    told = (bought(1, 0, "cara", customer=""), continuing(2, 1, 1, as_), continuing(3, 2, 1, as_))
    for each in permutations(told):
        assert {*Shop(FORGETS).run(each).sellers().values()} == {"cara"}


def test_the_copy_of_a_code_on_a_renewal_changes_nothing() -> None:
    shop = Shop(FORGETS).run(
        [bought(1, 0, "cara"), continuing(2, 1, 1, referrals=(coupon("bob"),))]
    )

    assert shop.sellers() == {FIRST: "cara", SECOND: "cara"}


def test_what_a_person_says_of_the_first_order_holds_for_its_renewals_nobodys_too() -> None:
    for seller in ("zoe", ""):
        told: tuple[Told, ...] = (bought(1, 0, "cara"), continuing(2, 1, 1), a_word(1, seller))
        for each in permutations(told):
            assert Shop(FORGETS).run(each).sellers() == {FIRST: seller, SECOND: seller}


def test_a_person_may_say_otherwise_of_a_single_renewal() -> None:
    told = (bought(1, 0, "cara"), a_word(1, "zoe"), continuing(2, 1, 1), a_word(2, "bob"))

    assert Shop(FORGETS).run(told).sellers() == {FIRST: "zoe", SECOND: "bob"}


def test_what_goes_on_with_a_renewal_is_whose_the_first_order_was() -> None:
    """Magento tells of an edit's edit the order that was edited last, and some shops of a renewal
    the one before."""
    told = (bought(1, 0, "cara"), continuing(2, 1, 1), continuing(3, 2, 2))
    for each in permutations(told):
        assert {*Shop(FORGETS).run(each).sellers().values()} == {"cara"}


def test_an_instalment_is_of_one_sale_with_its_deposit_whoever_the_customer_is_by_then() -> None:
    told: tuple[Told, ...] = (
        bought(0, 0, "cara"),
        bought(1, 1),
        bought(4, 2, "bob"),
        continuing(2, 3, 1, "instalment", customer="one"),
    )
    for policies in (
        Policies(remember_referrer=2),
        Policies(remember_referrer=LIFETIME, another_referral="rebind"),
    ):
        for each in permutations(told):
            assert Shop(policies).run(each).sellers()[SECOND] == "cara"


def test_orders_that_say_they_go_on_with_each_other_are_nobodys() -> None:
    shop = Shop(FORGETS).run([continuing(1, 0, 2), continuing(2, 1, 3), continuing(3, 2, 1)])

    assert {*shop.sellers().values()} == {""}


def test_an_order_that_nothing_goes_on_with_looks_for_none() -> None:
    shop = Shop(Policies(remember_referrer=LIFETIME)).run([bought(1, 0, "cara", customer="")])

    assert shop.stands.places == {}
    assert shop.messages == 0
