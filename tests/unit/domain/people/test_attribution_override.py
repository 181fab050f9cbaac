"""A person's word on whose sale an order is: above all referrals, and the highest counts."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from commissions.domain.ledger.facts import Content
from commissions.domain.people.attribution_override import (
    HOUSE,
    MEMBER,
    TAKEN_BACK,
    AttributionOverride,
    NoSuchOverride,
    identified_override,
    override_that_counts,
)
from commissions.domain.sales.referral_match import LINKED_ACCOUNT
from tests.support.attribution_stories import HOUR, a_word
from tests.support.memory_ledger import MemoryLedger, balances, payable, problems, told, volumes
from tests.support.orders import NOON, PLAN, a_lock_for, a_refund, an_order, sold

ORDER = an_order()
OTHER_MONTH = NOON + timedelta(days=20)


def taken_back(override_id: str) -> AttributionOverride:
    word = a_word("", f"t-{override_id}", decided_at=NOON + 48 * HOUR)
    return replace(word, says=TAKEN_BACK, takes_back=override_id)


def settled(*contents: Content) -> MemoryLedger:
    """However they come, the same stands."""
    ends = []
    for each in permutations([sold(ORDER), *((content,) for content in contents)]):
        ledger = MemoryLedger(PLAN)
        for delivery in each:
            ledger.settle(*delivery)
            ledger.settle(*delivery)
        assert problems(ledger.journals) == []
        ends.append((balances(ledger.journals), ledger))
    assert all(end == ends[0][0] for end, _ in ends)
    return ends[0][1]


def seller(ledger: MemoryLedger) -> str | None:
    credit = ledger.target(ledger.facts.values()).credit
    return credit.seller if credit else None


def test_a_word_stands_above_the_referral() -> None:
    ledger = settled(a_word("dan"))

    assert seller(ledger) == "dan"
    assert payable(ledger) == {"dan USD": 30_00, "cara USD": 5_00}
    assert volumes(ledger) == {"dan:2026-11": 100_00}


def test_what_the_old_seller_had_is_taken_back_line_by_line() -> None:
    ledger = MemoryLedger(PLAN)
    ledger.settle(*sold(ORDER))
    ledger.settle(a_word("dan"))

    gone = [each for each in told(ledger.journals[1]) if "another's" in each]
    assert gone == [
        "cat -2000: 0 - 0 the sale is another's",
        "cat -1000: 0 - 0 the sale is another's",
        "bob -500: 0 - 0 the sale is another's",
    ]
    assert ledger.journals[1].context.cause == "override o-1: dan's"


def test_of_two_words_the_later_counts_and_of_one_moment_the_higher_id() -> None:
    later = a_word("zoe", "o-0", decided_at=NOON + 30 * HOUR)

    assert seller(settled(a_word("dan", "o-9"), later)) == "zoe"
    assert seller(settled(a_word("dan", "o-9"), a_word("zoe", "o-8"))) == "dan"


def test_nobodys_by_word_pays_nobody_and_is_no_absence_of_claims() -> None:
    ledger = settled(a_word(""))

    assert (payable(ledger), volumes(ledger), seller(ledger)) == ({}, {}, "")
    credit = ledger.target(ledger.facts.values()).credit
    assert credit
    assert credit.override


def test_what_is_taken_back_falls_through_to_what_stands_below() -> None:
    first, second = a_word("dan", "o-1"), a_word("zoe", "o-2", decided_at=NOON + 30 * HOUR)

    assert seller(settled(first, second, taken_back("o-2"))) == "dan"
    assert seller(settled(first, taken_back("o-1"))) == "cat"
    assert seller(settled(first, taken_back("o-7"))) == "dan"


def test_a_word_that_was_taken_back_before_it_came_counts_for_nothing() -> None:
    word = a_word("dan")

    assert override_that_counts([taken_back("o-1"), word]) is None


def test_who_bought_it_stays() -> None:
    ledger = MemoryLedger(PLAN)
    own = sold(ORDER, "dan < cara", carrier=LINKED_ACCOUNT, buyer="dan", buyer_class="participant")
    ledger.settle(*own)
    ledger.settle(a_word("zoe", buyer="eve"))
    credit = ledger.target(ledger.facts.values()).credit

    assert credit
    assert (credit.seller, credit.buyer, credit.buyer_class) == ("zoe", "dan", "participant")


def test_an_order_that_was_locked_before_people_were_facts_is_given_too() -> None:
    ledger = MemoryLedger(PLAN)
    ledger.settle(ORDER, a_lock_for(ORDER))
    ledger.settle(a_word("dan"))
    assert seller(ledger) == "dan"

    ledger.settle(taken_back("o-1"))
    assert seller(ledger) == "cat"


def test_what_goes_on_by_a_word_alone_is_due_to_nobody_without_it() -> None:
    order, lock, _ = sold(ORDER)
    ledger = MemoryLedger(PLAN)
    ledger.settle(order, lock)
    assert payable(ledger) == {}

    ledger.settle(a_word("dan", buyer="eve"))
    assert (seller(ledger), payable(ledger)["dan USD"]) == ("dan", 30_00)

    ledger.settle(taken_back("o-1"))
    target = ledger.target(ledger.facts.values())
    assert (payable(ledger), target.void) == ({}, "nothing says whose it is")


def test_no_word_pays_what_is_not_paid() -> None:
    ledger = MemoryLedger(PLAN)
    ledger.settle(an_order(status="pending"))
    ledger.settle(a_word("dan"))

    assert payable(ledger) == {}


def test_a_refund_takes_back_from_whose_it_is_by_word() -> None:
    ledger = settled(a_word("dan"), a_refund(units={"1": "1"}))

    assert payable(ledger) == {}


def test_a_word_of_a_closed_month_moves_money_in_the_open_one_and_points_in_the_orders_own() -> (
    None
):
    ledger = settled(a_word("dan", effective_at=OTHER_MONTH))

    dans = [each for each in ledger.journals for line in each.lines if line.earner == "dan"]
    assert {each.effective_at for each in dans} == {OTHER_MONTH}
    assert volumes(ledger) == {"dan:2026-11": 100_00}


def test_the_same_word_has_the_same_id_and_another_has_another() -> None:
    word = a_word("dan", "")

    assert identified_override(word) == identified_override(word)
    assert (
        identified_override(a_word("zoe", "")).override_id != identified_override(word).override_id
    )


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"says": "theirs"}, "none of member, house, taken_back"),
        ({"says": HOUSE, "seller": "dan"}, "a seller and a line"),
        ({"says": MEMBER, "line": ()}, "a seller and a line"),
        ({"takes_back": "o-2"}, "what is taken back has an id"),
        ({"scope": "store"}, "scope 'store' is none of order, customer, later"),
        ({"scope": "customer", "since": NOON}, "it has a moment"),
    ],
)
def test_a_word_that_contradicts_itself_is_refused(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(NoSuchOverride, match=says):
        replace(a_word("dan"), **fields)
