"""What people decided of an order: the latest word counts, whenever it came."""

from itertools import permutations

import pytest

from commissions.domain.ledger.decisions import Decisions, decisions_of
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.orders.decision import (
    ANSWERS,
    DISPUTE,
    GONE,
    GOODWILL,
    REFUND,
    RETURN,
    RULE,
    WITHDRAWN,
    NoSuchAnswer,
    telling_of,
)
from tests.support.orders import a_decision, a_refund, accepted, an_order

TOLD, AGAIN = a_refund(units={"1": "1"}), a_refund(units={"1": "2"})


def decided(*contents: Content) -> Decisions:
    return decisions_of([fact(each) for each in contents])


def test_nothing_is_decided_by_itself() -> None:
    assert decided(an_order(), a_refund()) == Decisions()


@pytest.mark.parametrize(
    ("about", "answer"),
    [(about, each) for about in ANSWERS if about != RULE for each in ANSWERS[about]],
)
def test_an_answer_survives_and_stands_until_it_is_taken_back(about: str, answer: str) -> None:
    subject = telling_of(TOLD) if about == REFUND else "D-1" if about == DISPUTE else ""
    said = a_decision(about, answer, subject=subject, amount=12_50)
    back = a_decision(about, WITHDRAWN, subject=subject, minutes=121)

    assert decided(said) != Decisions()
    assert decided(said, back) == decided(back, said) == Decisions()


def test_only_what_is_asked_can_be_answered() -> None:
    with pytest.raises(NoSuchAnswer, match="'keep' is no answer about 'gone'"):
        a_decision(GONE, "keep")


def test_the_latest_word_counts_in_whatever_order_they_came() -> None:
    said = [
        a_decision(GOODWILL, "keep", minutes=120),
        a_decision(GOODWILL, "spread", minutes=121),
        a_decision(RETURN, "exchanged", minutes=90),
        a_decision(RETURN, "as_is", minutes=91),
    ]

    for told in permutations(said):
        found = decided(*told)
        assert (found.goodwill, found.returned, found.returned_at) == (
            "spread",
            "as_is",
            said[-1].at,
        )


def test_of_two_words_of_one_moment_the_id_decides() -> None:
    first = a_decision(GOODWILL, "keep", decision_id="d-2")
    second = a_decision(GOODWILL, "spread", decision_id="d-1")

    assert decided(first, second).goodwill == decided(second, first).goodwill == "keep"


def test_lost_disputes_add_up_and_one_that_was_won_after_all_does_not_count() -> None:
    lost = [a_decision(DISPUTE, "lost", subject=f"D-{n}", amount=n * 100) for n in (1, 2, 3)]
    won = a_decision(DISPUTE, "won", subject="D-2", minutes=121)

    found = decided(*lost, won)
    took = sorted(amount for _, amount in found.disputes_lost)
    assert (took, found.disputes) == ([1_00, 3_00], {"D-1": 1_00, "D-2": 0, "D-3": 3_00})


def test_of_two_tellings_the_one_that_was_accepted_last_counts() -> None:
    first, second = accepted(AGAIN, minutes=120), accepted(TOLD, minutes=121)

    assert decided(first, second).accepted_refunds == {"r1": TOLD.digest}
    back = accepted(TOLD, answer=WITHDRAWN, minutes=122)
    assert decided(first, second, back).accepted_refunds == {"r1": AGAIN.digest}


def test_an_order_that_the_store_tells_again_is_not_gone() -> None:
    gone = a_decision(GONE, "cancelled", minutes=120)

    assert decided(an_order(minutes=120), gone).gone == "cancelled"
    assert decided(an_order(minutes=121), gone).gone == ""
