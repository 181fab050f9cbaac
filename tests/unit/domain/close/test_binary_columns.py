"""The binary in columns against the naive close, which has every lot: equal to the unit.

COMMISSIONS_PROOF=1 tries 5,000 lives of up to six periods.
"""

import os
from collections import Counter
from dataclasses import replace

from commissions.audit.close.engine import closed
from commissions.domain.close.binary import BinaryClose
from commissions.domain.close.binary_state import BinaryState, no_legs_yet
from commissions.domain.close.engine import closed as closed_in_columns
from commissions.domain.close.facts import LegState, PeriodFacts
from commissions.domain.close.results import CloseResult
from tests.support.binaries import TREE
from tests.support.binary_columns import ColumnsRunner, lots_of, shown
from tests.support.binary_histories import a_plan, periods
from tests.support.random_periods import chance

PROOF = bool(os.environ.get("COMMISSIONS_PROOF"))
MANY, PERIODS = (10_000, 6) if PROOF else (100, 3)


def test_lives_of_binaries_are_the_same_in_columns_and_lot_by_lot() -> None:
    seen: Counter[str] = Counter()
    for seed in range(MANY):
        random = chance(f"{seed} plan")
        runner = ColumnsRunner(a_plan(random))
        state = no_legs_yet()
        brought: dict[tuple[str, str], LegState] = {}
        for number, facts in enumerate(periods(seed, random.randint(1, PERIODS))):
            naive = closed(runner.document, replace(facts, legs=brought))
            columns = runner.close(facts, state)

            assert of_columns(columns, runner, facts) == of_lots(naive), f"{seed}, period {number}"
            state = columns.state
            assert open_by_order(state, runner, facts) == open_of_lots(naive), f"{seed}, {number}"
            brought = {key: legs.after for key, legs in naive.legs.items()}
            seen += counted(columns, facts)

    assert all(seen[what] for what in ("paid", "cut", "first pairs", "claw-backs", "by walking"))


def test_seats_can_bring_their_lots_from_another_system() -> None:
    """Every period begins with nothing but the lots and runs that the naive close left."""
    seen: Counter[str] = Counter()
    for seed in range(MANY, MANY + MANY // 4):
        random = chance(f"{seed} plan")
        runner = ColumnsRunner(a_plan(random))
        brought: dict[tuple[str, str], LegState] = {}
        for number, facts in enumerate(periods(seed, random.randint(1, PERIODS))):
            naive = closed(runner.document, replace(facts, legs=brought))
            columns = runner.close(facts, runner.from_lots(facts, brought))

            assert of_columns(columns, runner, facts) == of_lots(naive), f"{seed}, period {number}"
            assert open_by_order(columns.state, runner, facts) == open_of_lots(naive), f"{seed}"
            brought = {key: legs.after for key, legs in naive.legs.items()}
            seen += counted(columns, facts)

    assert seen["paid"]
    assert seen["claw-backs"]


def open_of_lots(result: CloseResult) -> dict[str, object]:
    """By member what is open of which order, in the order in which it will be taken."""
    return {member: lots_of(legs.after.lots) for (_, member), legs in result.legs.items()}


def open_by_order(
    state: BinaryState, runner: ColumnsRunner, facts: PeriodFacts
) -> dict[str, object]:
    seated = {seat.member_id for seat in facts.seats if seat.since < facts.ends}
    names = runner.names(facts)
    return {name: runner.lots(state, n) for n, name in enumerate(names) if name in seated}


def of_lots(result: CloseResult) -> dict[str, object]:
    """By member what was paid, matched and stays; and what refunds took back, by order."""
    paid = {each.member: (each.raw, each.amount) for each in result.awards if not each.source}
    seats = {
        member: (
            *paid[member],
            (legs.left, legs.right, legs.matched),
            (legs.after.open("L"), legs.after.open("R")),
            (legs.after.first_pair_paid, legs.after.periods_unqualified),
        )
        for (tree, member), legs in result.legs.items()
        if tree == TREE
    }
    back = {(e.member, e.source): (e.amount, -e.base) for e in result.awards if e.source}
    return {"seats": seats, "back": back}


def of_columns(result: BinaryClose, runner: ColumnsRunner, facts: PeriodFacts) -> dict[str, object]:
    names = runner.names(facts)
    pay, state, open_ = result.pay, result.state, result.state.open
    seats = {
        name: (
            *(int(pay.raw[n]), int(pay.paid[n])),
            (int(pay.left[n]), int(pay.right[n]), int(pay.figure[n])),
            (int(open_[0, n]), int(open_[1, n])),
            (bool(state.first_pair_paid[n]), int(state.periods_unqualified[n])),
        )
        for n, name in enumerate(names)
        if result.seated[n]
    }
    back = {
        (names[each.member], runner.order(each.order)): (each.amount, each.volume)
        for each in result.clawbacks
    }
    return {"seats": seats, "back": back}


def counted(result: BinaryClose, facts: PeriodFacts) -> Counter[str]:
    """What a period had of what has to come up in so many lives."""
    pay = result.pay
    return Counter(
        {
            "paid": int(pay.paid.sum()),
            "cut": int((pay.paid < pay.raw).sum()),
            "first pairs": int(pay.first.sum()),
            "claw-backs": len(result.clawbacks),
            "by walking": len(result.state.closed[-1].intake.strays.row),
        }
    )


def test_the_whole_close_in_columns_leaves_what_the_naive_one_leaves() -> None:
    """Awards, their reasons, open lots and runs; each period begins with what the columns left."""
    for seed in range(2 * MANY, 2 * MANY + MANY // 4):
        random = chance(f"{seed} plan")
        plan = a_plan(random)
        brought: dict[tuple[str, str], LegState] = {}
        for number, told in enumerate(periods(seed, random.randint(1, PERIODS))):
            facts = replace(told, legs=brought)
            naive, columns = closed(plan, facts), closed_in_columns(plan, facts)

            assert shown(columns) == shown(naive), f"seed {seed}, period {number}"
            brought = {key: legs.after for key, legs in columns.legs.items()}
