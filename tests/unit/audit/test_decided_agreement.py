"""What people decide of a customer stands at the end whatever came first: told in any order, twice,
by workers that take turns and die, fold and oracle say the same; and the same as if every order had
heard all that was ever said.

COMMISSIONS_PROOF=1 goes through many more stories.
"""

from dataclasses import replace

from commissions.audit import oracle
from commissions.audit.order_credit import order_credit
from commissions.audit.order_history import OrderHistory
from commissions.domain.ledger.facts import fact
from commissions.domain.people.attribution_override import LATER
from commissions.domain.sales.carried_attribution import CarriedAttribution, carried_to
from commissions.domain.sales.referral_match import SaleCredit
from commissions.domain.stores.store import LIFETIME, Policies
from tests.support.customer_stories import DAY, Shop, Told, bought, registers
from tests.support.decided_stories import decided, decided_story, taken_back
from tests.support.looks_at_customers import look
from tests.support.memory_ledger import balances, problems
from tests.support.orders import NOON, PLAN
from tests.support.proof_size import proof_size
from tests.unit.audit.plan_histories import sheet_of
from tests.unit.audit.test_customers_agreement import stands, told_as_it_comes

STORIES = proof_size(8, 2_000)
SHEET = sheet_of(PLAN)
REMEMBERED = Policies(remember_referrer=LIFETIME, late_referral_hours=72)


def test_what_was_decided_stands_however_it_arrives() -> None:
    by_word = 0
    for seed in range(STORIES):
        story = decided_story(seed)
        in_order = Shop(story.policies).run(story.told)
        assert in_order.sellers() == all_knowing(in_order, story.policies), f"story {seed}"
        for run in (0, 1, 2):
            shop = told_as_it_comes(story, run)

            assert shop.sellers() == in_order.sellers(), f"story {seed}, run {run}"
            assert stands(shop) == stands(in_order), f"story {seed}, run {run}"
        by_word += sum("+" in each.source for each in credits_of(in_order))

    assert by_word > 2


def credits_of(shop: Shop) -> list[SaleCredit]:
    targets = [each.target(each.facts.values()) for each in shop.ledgers.values()]
    return [each.credit for each in targets if each.credit]


def all_knowing(shop: Shop, policies: Policies) -> dict[str, str]:
    """The sellers if each order had heard all that is said in the end."""
    found = {}
    for key, ledger in shop.ledgers.items():
        own = [
            each
            for each in ledger.facts.values()
            if not isinstance(each.content, CarriedAttribution)
        ]
        at = ledger.target(own).order
        heard = [
            carried_to(key, at.order_ts, history, each)
            for history, words in shop.stands.words.items()
            for each in words.values()
            if at
        ]
        lines = [
            replace(each, line=registers(policies).line(each.seller, each.order_ts))
            if each.seller
            else each
            for each in heard
        ]
        target = ledger.target([*own, *map(fact, lines)])
        found[key] = target.credit.seller if target.credit else "-"
    return found


def test_the_oracle_reads_what_was_decided_by_another_road() -> None:
    for seed in range(STORIES):
        for ledger in told_as_it_comes(decided_story(seed), 1).ledgers.values():
            contents = [each.content for each in ledger.facts.values()]
            target = ledger.target(ledger.facts.values())

            assert oracle.due(contents, lambda ref: SHEET) == balances(ledger.journals), seed
            assert problems(ledger.journals) == [], f"story {seed}"
            if credit := target.credit:
                own = order_credit(OrderHistory.of(contents))
                assert (own.seller, own.carrier, own.source, own.code, own.override) == (
                    credit.seller,
                    credit.carrier,
                    credit.source,
                    credit.code,
                    credit.override,
                ), f"story {seed}"


def sellers(*told: Told) -> list[str]:
    """Of the orders, the same in whatever order all comes."""
    turned = [(*told[n:], *told[:n]) for n in range(len(told))]
    ends = [Shop(REMEMBERED).run(each).sellers() for each in (*turned, told[::-1])]
    assert all(each == ends[0] for each in ends)
    return [*ends[0].values()]


THREE = bought(1, 0, "cara"), bought(2, 2), bought(3, 4)
TO_ZOE = decided(2, "zoe")


def test_from_the_order_on_they_are_whose_a_person_says() -> None:
    assert sellers(*THREE, TO_ZOE) == ["cara", "zoe", "zoe"]


def test_taken_back_they_are_whose_they_were() -> None:
    assert sellers(*THREE, TO_ZOE, taken_back(TO_ZOE)) == ["cara", "cara", "cara"]


def test_decided_nobodys_they_are_nobodys_until_another_order_names_somebody() -> None:
    bobs = bought(3, 4, "bob"), bought(4, 5)

    assert sellers(*THREE, decided(2)) == ["cara", "", ""]
    assert sellers(*THREE[:2], *bobs, decided(2)) == ["cara", "", "bob", "bob"]


def test_of_two_words_with_one_order_the_later_counts_for_the_customer_too() -> None:
    later = decided(2, "bob", name="o-0", decided_at=TO_ZOE.decided_at + DAY)

    assert sellers(*THREE, TO_ZOE, later) == ["cara", "bob", "bob"]
    assert sellers(*THREE, TO_ZOE, later, taken_back(later)) == ["cara", "zoe", "zoe"]


def test_from_a_day_on_the_order_that_it_is_kept_with_stays_whose_it_was() -> None:
    moved = decided(1, "zoe", LATER, since=NOON + 3 * DAY)

    assert sellers(*THREE, moved) == ["cara", "cara", "zoe"]
    assert sellers(*THREE, moved, decided(2, "bob")) == ["cara", "bob", "zoe"]


def test_a_word_on_one_order_alone_says_nothing_of_its_customer() -> None:
    assert sellers(*THREE, decided(2, "zoe", "order")) == ["cara", "zoe", "cara"]


def test_renewals_go_to_whom_the_customer_was_given_after_the_contract_began() -> None:
    renewed = [bought(n, n, contract="sub-1") for n in (2, 3)]

    assert sellers(bought(1, 0, "cara", contract="sub-1"), *renewed, decided(2, "zoe")) == [
        "cara",
        "zoe",
        "zoe",
    ]


def test_of_what_was_decided_the_look_at_customers_finds_nothing() -> None:
    for seed in range(STORIES):
        shop = told_as_it_comes(decided_story(seed), 1)

        assert [each.sentence for each in look(shop)] == [], f"story {seed}"
