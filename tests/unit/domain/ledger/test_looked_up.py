"""What a store answers when it is asked counts more than what it sent of the same moment."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

from commissions.domain.ledger.snapshots import supersedes
from commissions.domain.orders.order import OrderPlaced
from tests.support.memory_ledger import payable, settled
from tests.support.orders import NOON, a_cancellation, a_refund, an_item, an_order, sold

FOUR = an_order(an_item(qty="4"))
WHOLE = {"cat USD": 30_00, "bob USD": 5_00}
HALF = {"cat USD": 15_00, "bob USD": 2_50}


def read(order: OrderPlaced, minutes: int) -> OrderPlaced:
    return replace(order, read_at=NOON + timedelta(minutes=minutes))


def of(net: int, minutes: int = 0) -> OrderPlaced:
    return an_order(an_item(net=net), minutes=minutes)


def test_a_field_that_records_did_not_always_have_changes_no_hash_while_it_says_nothing() -> None:
    plain = an_order()

    assert replace(plain, read_at=None, refund_ids=None).digest == plain.digest
    assert plain.digest[:16] == "282be400deff7ff1"
    assert replace(plain, refund_ids=()).digest != plain.digest
    assert read(plain, 1).digest != plain.digest


def test_of_one_moment_the_answer_counts_and_of_two_answers_the_later() -> None:
    told, first, then = of(100_00), read(of(50_00), 5), read(of(100_00), 9)

    for history in permutations([(first,), sold(told)]):
        assert payable(settled(*history)) == HALF
    for longer in permutations([(first,), sold(told), (then,)]):
        assert payable(settled(*longer)) == WHOLE


def test_a_later_moment_counts_more_than_any_answer_about_an_earlier_one() -> None:
    history = [sold(of(100_00)), (read(of(50_00), 60),), (of(100_00, minutes=3),)]

    for shuffled in permutations(history):
        assert payable(settled(*shuffled)) == WHOLE


def test_a_snapshot_takes_the_place_of_an_older_one_and_of_one_that_was_read_before() -> None:
    told, first, then = of(100_00), read(of(50_00), 5), read(of(100_00), 9)

    assert supersedes(of(50_00, minutes=1), then)
    assert supersedes(first, told)
    assert supersedes(then, first)
    assert supersedes(read(of(60_00), 5), first)
    assert not supersedes(told, first)
    assert not supersedes(then, of(50_00, minutes=1))


def test_a_snapshot_that_says_the_same_takes_nobodys_place_whenever_it_was_read() -> None:
    assert not supersedes(read(of(100_00), 9), of(100_00))
    assert not supersedes(read(of(100_00), 9), read(of(100_00), 5))


def test_an_answer_knows_whether_a_cancellation_of_its_own_moment_still_holds() -> None:
    cancelled = replace(FOUR, cancelled_at=NOON)
    history = [sold(FOUR), (cancelled,), (a_cancellation(minutes=0),)]

    for shuffled in permutations(history):
        assert payable(settled(*shuffled)) == {}
    for longer in permutations([*history, (read(FOUR, 5),)]):
        assert payable(settled(*longer)) == WHOLE
    assert payable(settled(*history, (read(FOUR, 5),), (a_cancellation(minutes=1),))) == {}


def test_a_refund_that_a_later_snapshot_does_not_list_was_taken_back() -> None:
    refund = a_refund(units={"1": "2"}, minutes=10)
    listed = replace(FOUR, updated_at=at(10), refund_ids=(refund.refund_id,))
    gone = replace(FOUR, updated_at=at(10), refund_ids=(), read_at=at(30))

    assert payable(settled(sold(FOUR), (refund,), (listed,))) == HALF
    for history in permutations([sold(FOUR), (refund,), (listed,), (gone,)]):
        assert payable(settled(*history)) == WHOLE


def test_a_refund_that_is_newer_than_the_snapshot_stands() -> None:
    refund = a_refund(units={"1": "4"}, minutes=10)
    before = replace(FOUR, updated_at=at(9), refund_ids=())

    for history in permutations([sold(FOUR), (refund,), (before,)]):
        assert payable(settled(*history)) == {}


def test_a_snapshot_that_does_not_say_which_refunds_there_are_takes_none_back() -> None:
    refund = a_refund(units={"1": "2"}, minutes=10)

    for history in permutations([sold(FOUR), (refund,), (replace(FOUR, updated_at=at(60)),)]):
        assert payable(settled(*history)) == HALF


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_of_what_was_looked_up_for_one_moment_what_found_a_seller_comes_first() -> None:
    """A store's API may not show the referral that its webhook showed."""
    for net in range(90_00, 100_00, 1_00):
        shown, unseen = sold(of(100_00)), sold(read(of(net), 5), line="")
        assert payable(settled(shown, unseen)).keys() == WHOLE.keys()
        assert payable(settled(unseen, shown)).keys() == WHOLE.keys()


def test_of_two_refunds_in_one_second_the_snapshot_that_lists_both_counts() -> None:
    refunds = [a_refund(each, units={"1": "1"}, minutes=10) for each in ("r1", "r2")]
    one = replace(FOUR, updated_at=at(10), refund_ids=("r1",))
    both = replace(FOUR, updated_at=at(10), refund_ids=("r1", "r2"))

    for history in permutations([sold(FOUR), tuple(refunds), (one,), (both,)]):
        assert payable(settled(*history)) == HALF
