from datetime import timedelta

from commissions.domain.people.holding_tank import WaitingMember, due
from tests.unit.domain.people.placement_builders import on


def waiting(member: str, day: int) -> WaitingMember:
    return WaitingMember(member_id=member, sponsor="ann", enrolled_at=on(day))


def test_a_new_member_is_due_when_the_days_of_holding_are_over_and_not_before() -> None:
    bob = waiting("bob", 3)

    assert bob.waits_until(14) == on(17)
    assert due([bob], 14, on(17) - timedelta(microseconds=1)) == ()
    assert due([bob], 14, on(17)) == (bob,)


def test_who_enrolled_first_is_placed_first() -> None:
    bob, cat, dan, eve = waiting("bob", 5), waiting("cat", 3), waiting("dan", 3), waiting("eve", 9)

    assert due([eve, bob, dan, cat], 0, on(6)) == (cat, dan, bob)


def test_without_days_of_holding_everybody_is_due_at_once() -> None:
    bob = waiting("bob", 3)

    assert due([bob], 0, on(3)) == (bob,)
