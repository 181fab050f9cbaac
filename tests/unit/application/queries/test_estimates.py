"""An estimate tells a member what each leg has, what of it counts, and what the next rank lacks."""

from pathlib import Path

from commissions.application.close.estimating import Estimate
from commissions.application.close.stored_run import write_run
from commissions.application.queries.estimates import MemberEstimate, estimate_of
from commissions.domain.close.engine import closed_columns
from commissions.domain.close.from_facts import columns_of
from tests.support.binaries import PEOPLE, SEATS, TREE, binary, binary_plan, carried, percent
from tests.support.builders import Document
from tests.support.closes import at_least, bought, close_plan, levels, period, team

SILVER: Document = {
    "id": "silver",
    "order": 1,
    "require": at_least("gv", 400),
    "leg_cap": {"pct": "0.50", "of": "requirement", "own": "whole"},
    "pay_rank": "paid_as",
}


def estimated(folder: Path, plan: Document, facts: object, member: str) -> MemberEstimate:
    closed = closed_columns(plan, columns_of(facts))  # type: ignore[arg-type]
    run = write_run(folder, plan, closed)
    told = {"as_of": "2026-10-20T12:00:00+00:00", "ends": "2026-11-01T00:00:00+00:00"}
    return estimate_of(Estimate(run, told), member)


def test_of_a_large_leg_only_so_much_counts_for_the_next_rank(tmp_path: Path) -> None:
    """Silver asks for 400, of one leg at most 200: bob's leg has 450, cat's 30, ann bought 50."""
    people = team("ann > bob > dan", "ann > cat")
    sales = [bought("bob", 150), bought("dan", 300), bought("cat", 30), bought("ann", 50)]
    plan = close_plan(levels("0.10"), ranks=[SILVER])
    told = estimated(tmp_path, plan, period(people, sales), "ann")

    assert [(each.head, each.volume, each.counted) for each in told.legs] == [
        ("bob", 450_00, 200_00),
        ("cat", 30_00, 30_00),
    ]
    assert (told.standing.next_rank, told.leg_cap) == ("silver", 200_00)
    assert [(each.metric, each.wanted, each.counted) for each in told.missing] == [
        ("gv", "400", "280")
    ]


def test_a_binary_tells_what_is_open_on_both_sides_and_what_was_brought_along(
    tmp_path: Path,
) -> None:
    facts = period(
        PEOPLE,
        [bought("left", 70), bought("right", 20)],
        seats=SEATS,
        legs={(TREE, "top"): carried(left=10, right=40)},
    )
    told = estimated(tmp_path, binary_plan(binary(percent("0.10"))), facts, "top")

    [seat] = told.binaries
    left, right = seat.legs.left, seat.legs.right
    assert (left.brought, left.came, left.open, left.after) == (10_00, 70_00, 80_00, 20_00)
    assert (right.brought, right.came, right.open, right.after) == (40_00, 20_00, 60_00, 0)
    assert (seat.bonus, seat.legs.matched, told.amount) == ("team", 60_00, 6_00)


def test_who_has_no_seat_is_told_of_none(tmp_path: Path) -> None:
    facts = period(PEOPLE, [bought("left", 70)], seats=SEATS)
    told = estimated(tmp_path, binary_plan(binary(percent("0.10"))), facts, "zoe")

    assert told.binaries == ()
