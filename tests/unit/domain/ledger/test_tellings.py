"""One refund told with two contents: the first counts, until a person accepts the other."""

from collections.abc import Iterable
from itertools import permutations

import pytest

from commissions.domain.ledger.changes import changes, check_absence, is_cancelled
from commissions.domain.ledger.facts import (
    Content,
    Fact,
    FactConflict,
    fact,
    named,
    new_facts,
    telling,
)
from commissions.domain.ledger.target import fold
from commissions.domain.orders.decision import CANCELLED, GONE, STANDS, WITHDRAWN
from commissions.domain.orders.parking import Waits
from tests.support.orders import (
    NOON,
    PLAN,
    a_cancellation,
    a_decision,
    a_refund,
    accepted,
    an_item,
    an_order,
    sold,
)

ORDER = an_order(an_item(qty="4"))
TOLD, AGAIN = a_refund(units={"1": "1"}), a_refund(units={"1": "2"})
ACCEPTED = accepted(AGAIN)
TAKEN_BACK = accepted(AGAIN, answer=WITHDRAWN, minutes=121)
SALE = sold(ORDER)


def taken_in(known: list[Fact], content: Content) -> list[Fact]:
    told = named([fact(content)], known)
    return [*known, *new_facts(told, known)]


def after(*contents: Content) -> list[Fact]:
    """The facts; what conflicts waits, and is told once more when all else has been."""
    known, waiting = [fact(each) for each in SALE], list[Content]()
    for content in contents:
        try:
            known = taken_in(known, content)
        except FactConflict:
            waiting.append(content)
    for content in waiting:
        try:
            known = taken_in(known, content)
        except FactConflict:
            continue
    return known


def stands(facts: Iterable[Fact]) -> int:
    return sum(each.net for each in fold(facts, lambda _: PLAN).standings.values())


def test_the_first_telling_counts_and_the_other_is_a_conflict() -> None:
    with pytest.raises(FactConflict):
        taken_in(after(TOLD), AGAIN)
    assert stands(after(TOLD, AGAIN)) == 26_25


def test_an_accepted_telling_is_a_fact_of_its_own_and_takes_the_place_of_the_first() -> None:
    facts = after(TOLD, ACCEPTED, AGAIN)

    assert [each.fact_id for each in facts[-3:]] == [
        fact(TOLD).fact_id,
        fact(ACCEPTED).fact_id,
        telling(AGAIN).fact_id,
    ]
    assert stands(facts) == 17_50


def test_the_accepted_telling_counts_in_whatever_order_all_of_it_came() -> None:
    every: list[Content] = [TOLD, AGAIN, ACCEPTED, TOLD, AGAIN]
    for told in permutations(every):
        facts = after(*told)

        assert stands(facts) == 17_50
        assert len(facts) == len({each.fact_id for each in facts})


def test_taken_back_the_first_telling_counts_again() -> None:
    every: list[Content] = [AGAIN, ACCEPTED, TAKEN_BACK, AGAIN]
    for rest in permutations(every):
        assert stands(after(TOLD, *rest)) == 26_25


def test_the_first_telling_can_be_accepted_over_the_other() -> None:
    facts = after(TOLD, ACCEPTED, AGAIN, accepted(TOLD, minutes=125), TOLD)

    assert (stands(facts), len(facts)) == (26_25, 7)


def test_a_third_telling_is_a_conflict_as_before() -> None:
    with pytest.raises(FactConflict):
        taken_in(after(TOLD, ACCEPTED, AGAIN), a_refund(units={"1": "3"}))


def test_an_accepted_telling_is_no_news_when_the_store_is_asked() -> None:
    facts = after(TOLD, ACCEPTED, AGAIN)

    assert changes([TOLD, AGAIN], facts, NOON) == ()


def test_an_order_that_is_gone_counts_as_cancelled_by_a_persons_word() -> None:
    gone = a_decision(GONE, CANCELLED)

    assert stands(after(gone)) == stands(after(a_cancellation())) == 0
    assert is_cancelled(after(gone))
    assert stands(after(gone, a_decision(GONE, WITHDRAWN, minutes=121))) == 35_00


def test_what_a_person_has_said_of_an_order_that_is_gone_is_not_asked_again() -> None:
    with pytest.raises(Waits):
        check_absence(ORDER.order_key, after())
    for answer in (CANCELLED, STANDS):
        check_absence(ORDER.order_key, after(a_decision(GONE, answer)))


def test_an_order_that_came_back_stands_again() -> None:
    seen = an_order(an_item(qty="4"), minutes=130)

    assert stands(after(a_decision(GONE, CANCELLED), *sold(seen))) == 35_00
