"""Matching: a share of what others were paid in the same close."""

from commissions.domain.close.facts import LateReturn, LegState, Lot, MatchedRun
from tests.support.binaries import TREE, binary, binary_plan, pairs, seats
from tests.support.builders import Document
from tests.support.closes import (
    LONG_AGO,
    bonus,
    bought,
    close_plan,
    day,
    levels,
    lines,
    period,
    run,
    team,
)


def matching(*rates: str, of: str = "levels", **words: object) -> Document:
    table = {str(level): rate for level, rate in enumerate(rates, 1)}
    common: Document = {"of": [of], "by": "level", "base_after_caps": True, "award": "source"}
    found = bonus("matching", rates=table, **(common | words))
    return {key: word for key, word in found.items() if key != "basis"}


def test_it_is_a_share_of_the_money_of_those_below_by_level() -> None:
    """Cat is paid 10.00: bob has 20 % of it, ann 10 %."""
    plan = close_plan(levels("0.10"), matching("0.20", "0.10"))

    result = run(plan, period(team("ann > bob > cat > dan"), [bought("dan", 100)]))

    assert lines(result, "matching") == ["ann 2: 1.00", "bob 1: 2.00"]


def test_it_is_of_what_was_rounded() -> None:
    """10 % of 0.25 is 0.025, rounded to 0.02: half of that is 0.01."""
    plan = close_plan(levels("0.10"), matching("0.50"))

    result = run(plan, period(team("ann > bob > cat"), [bought("cat", "0.25")]))

    assert lines(result, "matching") == ["ann 1: 0.01"]


def test_the_base_is_before_or_after_the_caps_of_bonus_and_person() -> None:
    caps = {"company": {"max_pct": "1", "of": "cv"}, "bonus": {"levels": {"month": "4.00"}}}
    facts = period(team("ann > bob > cat"), [bought("cat", 100)])

    after = run(close_plan(levels("0.10"), matching("0.50"), caps=caps), facts)
    before = run(
        close_plan(levels("0.10"), matching("0.50", base_after_caps=False), caps=caps), facts
    )

    assert lines(after, "matching") == ["ann 1: 2.00"]
    assert lines(before, "matching") == ["ann 1: 5.00"]


def test_the_companys_cap_is_never_in_the_base() -> None:
    """15.00 for 12.00 of room: matching is half of 10.00, and both are then cut by a fifth."""
    caps = {"company": {"max_pct": "0.12", "of": "cv", "enforce": "pro_rata"}}

    result = run(
        close_plan(levels("0.10"), matching("0.50"), caps=caps),
        period(team("ann > bob > cat"), [bought("cat", 100)]),
    )

    assert [(each.raw, each.amount) for each in result.awards] == [(500, 400), (1000, 800)]


def test_by_generation_it_counts_the_leaders_of_its_own_boundary() -> None:
    """Dan is paid 10.00. Cat, gold, ends generation 1; so does bob generation 2."""
    words: Document = {"by": "generation", "boundary": {"rank": "gold"}}
    people = team("ann:gold > bob:gold > cat:gold > dan > eve")

    result = run(
        close_plan(levels("0.10"), matching("0.20", "0.10", **words)),
        period(people, [bought("eve", 100)]),
    )

    assert lines(result, "matching") == ["bob 2: 1.00", "cat 1: 2.00"]


def test_who_was_paid_is_no_boundary_above_themselves() -> None:
    words: Document = {"by": "generation", "boundary": {"rank": "gold"}}

    result = run(
        close_plan(levels("0.10"), matching("0.20", "0.10", **words)),
        period(team("ann:gold > bob:gold > cat"), [bought("cat", 100)]),
    )

    assert lines(result, "matching") == ["ann 1: 2.00"]


def test_a_leader_who_was_paid_may_open_the_next_generation() -> None:
    """Bob, gold, was paid 10.00: ann has generation 2 of it, or 1 where he ends his own."""
    boundary = {"rank": "gold", "closer_belongs_to": "next_generation"}
    words: Document = {"by": "generation", "boundary": boundary}
    facts = period(team("ann > bob:gold > cat"), [bought("cat", 100)])

    result = run(close_plan(levels("0.10"), matching("0.20", "0.10", **words)), facts)

    assert lines(result, "matching") == ["ann 2: 1.00"]


def test_an_inactive_one_matches_nothing_and_uses_up_the_level() -> None:
    plan = close_plan(levels("0.10"), matching("0.20", "0.10"))

    result = run(plan, period(team("ann > bob (inactive) > cat > dan"), [bought("dan", 100)]))

    assert lines(result, "matching") == ["ann 2: 1.00"]


def test_a_claw_back_of_the_base_claws_the_match_back() -> None:
    """A pair of 10.00 is undone, of which the sponsor had been given a fifth."""
    taken = tuple(Lot(order_id=f"{side}1", at=LONG_AGO, side=side, volume=10_000) for side in "LR")
    earlier = LegState(runs=(MatchedRun(period="2026-09", taken=taken, matched=1, paid=1_000),))
    facts = period(
        team("ann > top", "zoe > left", "zoe > right"),
        seats=seats("top L left", "top R right"),
        legs={(TREE, "top"): earlier},
        late_returns=(LateReturn(order_id="L1", at=day(3), volumes={"cv": 10_000}),),
    )

    result = run(binary_plan(binary(pairs("10.00")), matching("0.20", of="team")), facts)

    assert lines(result) == ["ann 1: -2.00", "top 0: -10.00"]
