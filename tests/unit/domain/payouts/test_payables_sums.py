"""What is owed by age and by how people stand: whatever happened, the parts are the whole."""

from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.payouts.counted_payables import (
    LISTS,
    WRITE_OFF,
    PayableRow,
    age_sums,
    list_sums,
)
from commissions.domain.payouts.free_parts import EarnedLine, StandingLot, standing_lots
from commissions.domain.payouts.jump import is_jump
from commissions.domain.payouts.left_out import LEFT_OUT, PAYABLE, left_out, left_out_by
from commissions.domain.payouts.owed_by_age import owed_by_age, owed_lots
from commissions.domain.payouts.payable import NO_DETAILS
from tests.support.payout_cases import day, earned

NOW = day(120)


def lots(*lines: EarnedLine) -> list[StandingLot]:
    return standing_lots(lines, NOW)


def a_row(**changed: object) -> PayableRow:
    given: dict[str, object] = {
        "member": "ann",
        "reason": PAYABLE,
        "on_hold": 0,
        "unpaid": 0,
        "debt": 0,
        "taken": 0,
        "ages": (0, 0, 0, 0),
        "write_off": 0,
    }
    return PayableRow(**given | changed)  # type: ignore[arg-type]


def test_what_was_taken_back_is_no_part_of_what_stands() -> None:
    found = lots(
        earned(1_000, 10), earned(-400, 20, number=2), earned(500, 100, order="2"), earned(7, 130)
    )

    assert [each.amount for each in found] == [600, 500]


def test_what_is_owed_is_the_youngest_of_what_stands() -> None:
    stands = lots(
        earned(1_000, 5), earned(700, 45, order="2"), earned(300, 85, order="3"), earned(90, 118)
    )

    assert owed_by_age(owed_lots(stands, 1_000), NOW) == (90, 300, 610, 0)


def test_the_ages_part_at_thirty_sixty_and_ninety_days() -> None:
    stands = lots(*(earned(1, at, order=str(at)) for at in (29, 30, 60, 90, 91, 120)))

    assert owed_by_age(owed_lots(stands, 6), NOW) == (3, 1, 1, 1)


@given(
    st.lists(st.tuples(st.integers(0, 119), st.integers(1, 900)), max_size=9),
    st.integers(0, 5_000),
)
def test_ages_are_together_what_is_owed(told: list[tuple[int, int]], owed: int) -> None:
    stands = lots(*(earned(amount, at, order=str(n)) for n, (at, amount) in enumerate(told)))

    assert sum(owed_by_age(owed_lots(stands, owed), NOW)) == (owed if stands else 0)


@given(
    st.lists(
        st.builds(
            a_row,
            reason=st.sampled_from([PAYABLE, *(each for each in LEFT_OUT if each != "on-hold")]),
            on_hold=st.integers(0, 900),
            unpaid=st.integers(0, 900),
            debt=st.integers(0, 900),
        ),
        max_size=12,
    )
)
def test_the_lists_are_together_what_is_owed(rows: list[PayableRow]) -> None:
    sums = list_sums(rows)

    assert sum(sums[each].amount for each in sums) == sum(row.owed for row in rows)
    assert sums.keys() <= {*LISTS, WRITE_OFF}


def test_somebody_may_be_in_two_lists_and_a_write_off_is_part_of_a_debt() -> None:
    sums = list_sums([a_row(on_hold=5, unpaid=7, reason="below-minimum"), a_row(debt=9)])

    assert {name: (each.people, each.amount) for name, each in sums.items()} == {
        "on-hold": (1, 5),
        "below-minimum": (1, 7),
        "negative": (1, -9),
    }
    assert list_sums([a_row(debt=9, write_off=4)])[WRITE_OFF].amount == -4
    assert age_sums([a_row(ages=(1, 2, 3, 4)), a_row(ages=(1, 0, 0, 9))]) == (2, 2, 3, 13)


def test_each_sentence_of_a_plan_is_one_of_the_reasons() -> None:
    said = {
        "": PAYABLE,
        "below the minimum of …: carried over": "below-minimum",
        NO_DETAILS: "no-method",
        "held": "withheld",
        "held by kim: a dispute": "withheld",
        "held until …": "on-hold",
        "owes …, which all that is free goes to": "negative",
        "the member is terminated: a person decides what becomes of it": "terminated",
        "no rate EUR/USD of the week before …": "no-rate",
        "fee and deductions of … leave nothing: carried over": "fees",
        "nothing is unpaid": "nothing",
        "what another release says": "other",
    }

    assert {why: left_out_by(why) for why in said} == said
    assert left_out({"held": 2, "held until …": 3, "held by x": 1}) == {"withheld": 3, "on-hold": 3}


def test_three_times_the_last_is_no_jump_and_the_first_never_is() -> None:
    assert [is_jump(*each) for each in ((300, 100), (301, 100), (5, 0))] == [False, True, False]
