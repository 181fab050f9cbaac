"""Compression: who uses up a level, and who is passed over."""

import pytest

from commissions.audit.close.flows import NOT_ACTIVE, NOT_PAID
from commissions.audit.close.levels import (
    BELOW_RANK,
)
from tests.support.closes import (
    bought,
    close_plan,
    levels,
    lines,
    paid,
    period,
    run,
    sold,
    team,
    unpaid,
)

THREE = ("0.10", "0.05", "0.03")


@pytest.mark.parametrize(
    ("compression", "wanted"),
    [
        ("none", ["ann 3: 3.00", "cat 1: 10.00"]),
        ("skip_inactive", ["ann 2: 5.00", "cat 1: 10.00", "top 3: 3.00"]),
        ("dynamic", ["ann 2: 5.00", "cat 1: 10.00", "top 3: 3.00"]),
    ],
)
def test_an_inactive_one_uses_up_a_level_or_is_passed_over(
    compression: str, wanted: list[str]
) -> None:
    people = team("top > ann > bob (inactive) > cat > dan")

    result = run(
        close_plan(levels(*THREE, compression=compression)), period(people, [bought("dan", 100)])
    )

    assert lines(result) == wanted
    assert f"bob 2: {NOT_ACTIVE}" in unpaid(result)


BY_RANK = {"silver": {"1": "0.10"}, "gold": {"1": "0.10", "2": "0.05"}}


def test_an_active_one_whose_rank_does_not_reach_a_level_uses_it_up_unless_it_is_dynamic() -> None:
    people = team("top:gold > ann:gold > bob:silver > cat:silver > dan")
    order = [bought("dan", 100)]

    skipping = run(
        close_plan(levels(rates=BY_RANK, compression="skip_inactive")), period(people, order)
    )
    dynamic = run(close_plan(levels(rates=BY_RANK, compression="dynamic")), period(people, order))

    assert lines(skipping) == ["cat 1: 10.00"]
    assert unpaid(skipping) == [f"bob 2: {NOT_PAID}"]
    assert lines(dynamic) == ["ann 2: 5.00", "cat 1: 10.00"]


def test_a_hole_in_a_rate_table_is_passed_over_by_dynamic_compression_alone() -> None:
    """Gold has no level 1, silver no level 2."""
    rates = {"silver": {"1": "0.10", "3": "0.01"}, "gold": {"2": "0.05", "3": "0.02"}}
    people = team("top:silver > ann:gold > bob:silver > cat:gold > dan")
    order = [bought("dan", 100)]

    dynamic = run(close_plan(levels(rates=rates, compression="dynamic")), period(people, order))
    plain = run(close_plan(levels(rates=rates)), period(people, order))

    assert lines(dynamic) == ["ann 2: 5.00", "bob 1: 10.00", "top 3: 1.00"]
    assert lines(plain) == ["ann 3: 2.00"]


def test_whoever_is_below_the_rank_is_passed_over_and_not_paid() -> None:
    words = {"kind": "skip_below_rank", "qualified_by": "active", "rank": "gold"}
    people = team("ann:gold > bob:silver > cat:gold > dan")

    result = run(
        close_plan(levels("0.10", "0.05") | {"compression": words}),
        period(people, [bought("dan", 100)]),
    )

    assert lines(result) == ["ann 2: 5.00", "cat 1: 10.00"]
    assert unpaid(result) == [f"bob 2: {BELOW_RANK}"]


def test_an_inactive_one_of_the_rank_uses_up_the_level() -> None:
    words = {"kind": "skip_below_rank", "qualified_by": "active", "rank": "gold"}
    people = team("ann:gold > bob:silver > cat:gold (inactive) > dan")

    result = run(
        close_plan(levels("0.10", "0.05") | {"compression": words}),
        period(people, [bought("dan", 100)]),
    )

    assert lines(result) == ["ann 2: 5.00"]


def test_where_the_plan_says_so_an_own_purchase_of_an_inactive_member_pays_nobody() -> None:
    plan = close_plan(levels("0.10", "0.05", inactive_source_pays=False))
    people = team("ann > bob (inactive)")

    assert paid(run(plan, period(people, [bought("bob", 100)]))) == []
    assert paid(run(plan, period(people, [sold("bob", 100)]))) == ["ann 5.00"]


def test_two_readings_of_skipping_the_inactive_come_to_two_results() -> None:
    """10/5/3 % on 100 of e, where b is not active: 5 % are lost, or c's level comes to a."""
    people = team("a > b (inactive) > c > d > e")
    order = [bought("e", 100)]

    none = run(close_plan(levels("0.10", "0.05", "0.03")), period(people, order))
    skipping = run(
        close_plan(levels("0.10", "0.05", "0.03", compression="skip_inactive")),
        period(people, order),
    )

    assert paid(none) == ["c 5.00", "d 10.00"]
    assert paid(skipping) == ["a 3.00", "c 5.00", "d 10.00"]


def test_who_is_inactive_and_orders_shifts_nobody_by_being_active() -> None:
    """E stands three levels above the order while D is passed over, four when D is active."""

    def of(status: str) -> list[str]:
        people = team(f"e > d{status} > c > b > a")
        plan = close_plan(levels("0.10", "0.08", "0.06", "0.04", compression="skip_inactive"))
        return [
            line for line in lines(run(plan, period(people, [bought("a", 100)]))) if "e " in line
        ]

    assert (of(" (inactive)"), of("")) == (["e 3: 6.00"], ["e 4: 4.00"])
