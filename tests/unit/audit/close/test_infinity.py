"""Infinity: a share of everything below the paid levels, until another one's begins."""

from commissions.audit.close.infinity import BLOCKED, NOT_ABOVE, NOT_DEEP
from tests.support.builders import Document
from tests.support.closes import bonus, bought, close_plan, lines, period, run, sold, team, unpaid


def infinity(rates: Document | None = None, **words: object) -> Document:
    common: Document = {"below_level": 2, "levels": "real", "blocked_by": "same_or_higher"}
    return close_plan(bonus("infinity", rates=rates or {"gold": "0.01"}, **(common | words)))


def test_it_begins_below_the_levels_that_are_paid() -> None:
    people = team("ann:gold > bob > cat > dan > eve")
    orders = [bought("dan", 100), bought("eve", 100)]

    result = run(infinity(), period(people, orders))

    assert lines(result) == ["ann 0: 1.00", "ann 0: 1.00"]
    assert unpaid(run(infinity(), period(people, [bought("cat", 100)]))) == [f"ann 0: {NOT_DEEP}"]


def test_levels_are_counted_as_they_stand_or_without_who_is_not_active() -> None:
    """Dan's order stands three levels below ann, one of them inactive."""
    facts = period(team("ann:gold > bob (inactive) > cat > dan"), [bought("dan", 100)])

    assert lines(run(infinity(), facts)) == ["ann 0: 1.00"]
    assert lines(run(infinity(levels="compressed"), facts)) == []


def test_one_of_the_same_rank_between_blocks_it() -> None:
    facts = period(team("ann:gold > bob:gold > cat > dan > eve"), [bought("eve", 100)])

    result = run(infinity(), facts)

    assert lines(result) == ["bob 0: 1.00"]
    assert unpaid(result) == [f"ann 0: {BLOCKED}"]
    assert lines(run(infinity(blocked_by="higher"), facts)) == ["ann 0: 1.00", "bob 0: 1.00"]


def test_a_lower_rank_blocks_nobody_higher() -> None:
    facts = period(team("ann:ruby > bob:gold > cat > dan > eve"), [bought("eve", 100)])

    result = run(infinity({"gold": "0.01", "ruby": "0.02"}), facts)

    assert lines(result) == ["ann 0: 2.00", "bob 0: 1.00"]


def test_a_blocker_blocks_where_they_stand_or_where_their_own_infinity_begins() -> None:
    """Dan's order is bob's level 2, which bob's infinity does not reach."""
    facts = period(team("ann:gold > bob:gold > cat > dan"), [bought("dan", 100)])

    assert lines(run(infinity(blocks="at_leader"), facts)) == []
    assert lines(run(infinity(blocks="at_his_start"), facts)) == ["ann 0: 1.00"]


def test_a_blockers_own_purchases_still_pay_the_one_above() -> None:
    people = team("ann:gold > bob > cat > dan:gold")

    assert lines(run(infinity(), period(people, [bought("dan", 100)]))) == ["ann 0: 1.00"]
    assert lines(run(infinity(), period(people, [sold("dan", 100)]))) == ["ann 0: 1.00"]


def test_an_inactive_one_of_the_rank_blocks_too_and_is_not_paid() -> None:
    facts = period(team("ann:gold > bob:gold (inactive) > cat > dan > eve"), [bought("eve", 100)])

    assert lines(run(infinity(), facts)) == []


GAP = {"silver": "0.01", "gold": "0.03", "ruby": "0.04"}


def test_the_gap_pays_everybody_what_they_are_above_the_highest_paid_below() -> None:
    people = team("top:gold > ann:ruby > bob:silver > cat:gold > dan")

    result = run(infinity(GAP, mode="gap", below_level=0), period(people, [bought("dan", 100)]))

    assert lines(result) == ["ann 0: 1.00", "cat 0: 3.00"]
    assert unpaid(result) == [f"bob 0: {NOT_ABOVE}", f"top 0: {NOT_ABOVE}"]


def test_one_who_does_not_qualify_takes_nothing_from_the_gap() -> None:
    people = team("ann:ruby > cat:gold (inactive) > dan")

    result = run(infinity(GAP, mode="gap", below_level=0), period(people, [bought("dan", 100)]))

    assert lines(result) == ["ann 0: 4.00"]


def test_limited_pays_full_rates_up_to_the_highest_of_the_table_in_all() -> None:
    """1 % and 3 % are 4: nothing is left for ruby."""
    people = team("ann:ruby > cat:gold > dan:silver > eve")

    result = run(infinity(GAP, mode="limited", below_level=0), period(people, [bought("eve", 100)]))

    assert lines(result) == ["cat 0: 3.00", "dan 0: 1.00"]


def test_limited_passes_over_a_rank_that_is_not_above_the_last_one_paid() -> None:
    """Of the 3 % that are left a second silver has nothing, gold all."""
    people = team("ann:gold > bob:silver > dan:silver > eve")

    result = run(infinity(GAP, mode="limited", below_level=0), period(people, [bought("eve", 100)]))

    assert lines(result) == ["ann 0: 3.00", "dan 0: 1.00"]
