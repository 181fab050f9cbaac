"""Who is active, which rank is met, and what becomes of a title."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commissions.audit.close.metrics import NotJudged
from commissions.domain.close.facts import MemberFacts, SaleFacts, Since
from commissions.domain.close.results import JudgedMember
from tests.support.binaries import TREE, carried, seats
from tests.support.builders import Document
from tests.support.closes import (
    ENDS,
    EVERYBODY,
    LONG_AGO,
    NEVER,
    STARTS,
    at_least,
    bought,
    but,
    close_plan,
    period,
    rank,
    run,
    sold,
    team,
)

Team = dict[str, MemberFacts]


def judged(
    member: str, ranks: list[Document], people: Team, sales: list[SaleFacts], **sections: object
) -> JudgedMember:
    return run(close_plan(ranks=ranks, **sections), period(people, sales)).members[member]


def rank_of(
    member: str, ask: Document, people: Team, sales: list[SaleFacts], **words: object
) -> str:
    """`met`, or nothing: whether a member meets what a single rank asks for."""
    sections = {key: words.pop(key) for key in ("active_legs", "status") if key in words}
    return judged(
        member, [rank("met", 1, ask, **words), rank("gold", 2)], people, sales, **sections
    ).paid_as


def volumes(**points: int) -> list[SaleFacts]:
    return [bought(who, each) for who, each in points.items()]


def test_the_paid_rank_is_the_highest_that_is_met_even_where_a_lower_one_is_not() -> None:
    ranks = [rank("silver", 1, at_least("pv", 100)), rank("gold", 2, at_least("gv", 500))]

    found = judged("ann", ranks, team("ann > bob"), volumes(ann=10, bob=500))

    assert (found.paid_as, found.title) == ("gold", "gold")


def test_group_volume_at_the_figure_is_enough_and_a_hundredth_below_it_is_not() -> None:
    people = team("ann > bob")

    assert rank_of("ann", at_least("gv", "500"), people, [bought("bob", "500")]) == "met"
    assert rank_of("ann", at_least("gv", "500"), people, [bought("bob", "499.99")]) == ""


@pytest.mark.parametrize(("own", "met"), [("whole", "met"), ("capped", "")])
def test_of_each_leg_a_part_of_the_requirement_counts_and_of_the_own_as_the_plan_says(
    own: str, met: str
) -> None:
    """1,000 with at most 500 a leg: ann's own 600, or 500 of them, and bob's 450."""
    cap = {"pct": "0.50", "of": "requirement", "own": own}
    sales = volumes(ann=600, bob=450)

    assert rank_of("ann", at_least("gv", "1000"), team("ann > bob"), sales, leg_cap=cap) == met


def test_what_is_above_a_legs_part_does_not_count() -> None:
    cap = {"pct": "0.50", "of": "requirement", "own": "whole"}
    people = team("ann > bob", "ann > cat")

    assert (
        rank_of("ann", at_least("gv", 1000), people, volumes(bob=5000, cat=500), leg_cap=cap)
        == "met"
    )
    assert (
        rank_of("ann", at_least("gv", 1000), people, volumes(bob=5000, cat=499), leg_cap=cap) == ""
    )


def test_a_gate_fails_a_rank_by_one_leg_that_is_too_large_and_says_so() -> None:
    cap = {"mode": "gate", "max_leg": "500"}
    ranks = [rank("met", 1, at_least("gv", 600), leg_cap=cap)]
    people = team("ann > bob", "ann > cat")

    fits = judged("ann", ranks, people, volumes(bob=500, cat=100))
    fails = judged("ann", ranks, people, volumes(bob=501, cat=100))

    assert (fits.paid_as, fails.paid_as) == ("met", "")
    assert [(each.metric, each.wanted, each.counted) for each in fails.missing] == [
        ("leg_gv", "500", "501")
    ]


def test_ranks_are_judged_from_the_leaves_up() -> None:
    """Each asks for a leg with the same rank below: gold goes up a chain in one run."""
    ask = {
        "any": [at_least("pv", 100), at_least("legs_with_rank", 1, rank="gold", search="any_level")]
    }

    found = run(
        close_plan(ranks=[rank("gold", 1, ask)]), period(team("a > b > c > d"), volumes(d=100))
    )

    assert [found.members[who].paid_as for who in "abcd"] == ["gold"] * 4


def test_a_leg_has_a_rank_at_its_head_or_anywhere_as_the_plan_says() -> None:
    people = team("ann > bob > cat:gold")
    ask = {"metric": "legs_with_rank", "op": ">=", "value": "1", "rank": "gold"}

    assert rank_of("ann", ask | {"search": "front_line"}, people, []) == ""
    assert rank_of("ann", ask | {"search": "any_level"}, people, []) == "met"


def test_two_in_one_leg_are_one_leg_with_the_rank() -> None:
    people = team("ann > bob:gold > cat:gold", "ann > dan")
    ask = at_least("legs_with_rank", 2, rank="gold", search="any_level")

    assert rank_of("ann", ask, people, []) == ""
    assert rank_of("ann", ask, but(people, "dan", judged_rank="gold"), []) == "met"


def test_a_leg_with_the_rank_needs_its_volume_too_where_the_plan_says_so() -> None:
    people = team("ann > bob:gold")
    ask = at_least("legs_with_rank", 1, rank="gold", search="any_level", min_leg_gv="500")

    assert rank_of("ann", ask, people, volumes(bob=499)) == ""
    assert rank_of("ann", ask, people, volumes(bob=500)) == "met"


@pytest.mark.parametrize(("counts", "met"), [("any_in_leg", "met"), ("front_line", "")])
def test_an_active_leg_is_one_with_anybody_active_or_an_active_head(counts: str, met: str) -> None:
    people = team("ann > bob (inactive) > cat", "ann > dan")
    legs = {"counts": counts}

    assert rank_of("ann", at_least("active_legs", 2), people, [], active_legs=legs) == met


def test_personally_enrolled_ones_count_when_they_are_active_distributors() -> None:
    people = team("ann > bob", "ann > cat (inactive)", "ann > dan", "bob > eve")

    assert rank_of("ann", at_least("enrolled_active", 2), people, []) == "met"
    assert rank_of("ann", at_least("enrolled_active", 3), people, []) == ""
    assert (
        rank_of("ann", at_least("enrolled_active", 2), but(people, "dan", kind="retail"), []) == ""
    )


@pytest.mark.parametrize(("right", "met"), [("dan", "met"), ("eve", "")])
def test_enrolled_on_each_side_means_somebody_of_ones_own_on_both(right: str, met: str) -> None:
    """Eve sits on the right, but somebody else enrolled her."""
    people = team("ann > bob", "ann > dan", "zoe > eve")
    plan = close_plan(
        ranks=[rank("met", 1, at_least("enrolled_active", 1, side="each"))],
        trees=[{"id": "sponsor", "kind": "sponsor"}, {"id": TREE, "kind": "binary"}],
    )
    facts = period(people, seats=seats("ann L bob", f"ann R {right}"))

    assert run(plan, facts).members["ann"].paid_as == met


def test_a_binary_leg_is_what_came_in_and_what_was_brought_along() -> None:
    """400 carried and 100 new on the left, 600 on the right: the weak one has 500."""
    plan = close_plan(
        ranks=[rank("met", 1, at_least("binary_leg", 500, side="weak"))],
        trees=[{"id": "sponsor", "kind": "sponsor"}, {"id": TREE, "kind": "binary"}],
    )
    facts = period(
        team("ann > bob", "ann > cat"),
        volumes(bob=100, cat=600),
        seats=seats("ann L bob", "ann R cat"),
        legs={(TREE, "ann"): carried(left=400)},
    )

    assert run(plan, facts).members["ann"].paid_as == "met"
    assert run(plan, replace(facts, legs={})).members["ann"].paid_as == ""


def test_customers_are_counted_once_each_and_every_guest_is_one() -> None:
    sales = [
        sold("ann", 10, customer="k1"),
        sold("ann", 10, customer="k1"),
        sold("ann", 10),
        sold("ann", 10),
    ]

    assert rank_of("ann", at_least("customers", 3), team("ann"), sales) == "met"
    assert rank_of("ann", at_least("customers", 4), team("ann"), sales) == ""


def test_a_customer_who_returned_everything_is_none() -> None:
    assert (
        rank_of("ann", at_least("customers", 1), team("ann"), [sold("ann", 0, customer="k1")]) == ""
    )


def test_retail_volume_is_what_others_than_distributors_bought() -> None:
    sales = [sold("ann", 50), bought("ann", 500)]

    assert rank_of("ann", at_least("retail_volume", 50), team("ann"), sales) == "met"
    assert rank_of("ann", at_least("retail_volume", 51), team("ann"), sales) == ""


def test_personal_group_volume_ends_at_a_leader() -> None:
    """Bob breaks away with his 300 and cat's 70: ann has her own 10 and dan's 5."""
    people = team("ann > bob:gold > cat", "ann > dan")
    sales = volumes(ann=10, bob=300, cat=70, dan=5)
    breakaway = {"id": "b", "kind": "breakaway", "when": "order", "leader": {"rank": "gold"}}
    gold = rank("gold", 2, NEVER)

    def paid_as(value: int) -> str:
        plan = close_plan(breakaway, ranks=[rank("met", 1, at_least("pgv", value)), gold])
        return run(plan, period(people, sales)).members["ann"].paid_as

    assert (paid_as(15), paid_as(16)) == ("met", "")


class TestOverSeveralPeriods:
    def rank_of(self, of: str, value: int) -> str:
        ask = at_least("pv", value, window={"periods": 3, "of": of})
        earlier = {"ann": tuple({"pv": points * 100} for points in (40, 90, 999))}
        facts = period(team("ann"), volumes(ann=20), earlier_volumes=earlier)
        return run(close_plan(ranks=[rank("met", 1, ask)]), facts).members["ann"].paid_as

    def test_any_of_them_reaches_the_figure(self) -> None:
        assert (self.rank_of("any", 90), self.rank_of("any", 91)) == ("met", "")

    def test_all_together_do(self) -> None:
        assert (self.rank_of("sum", 150), self.rank_of("sum", 151)) == ("met", "")


class TestTitles:
    def after(
        self, title: str, points: int, below: int = 0, **words: object
    ) -> tuple[str, str, int]:
        """Silver asks for 100, gold for 200, ruby for 300."""
        ranks = [
            rank(name, order, at_least("pv", 100 * order), **words)
            for order, name in enumerate(("silver", "gold", "ruby"), 1)
        ]
        people = but(team("ann"), "ann", title=title, periods_below=below)
        found = judged("ann", ranks, people, volumes(ann=points))
        return found.paid_as, found.title, found.periods_below

    def test_a_title_goes_up_at_once(self) -> None:
        assert self.after("silver", 300, below=2) == ("ruby", "ruby", 0)

    def test_without_a_word_for_its_fall_it_stays_for_ever(self) -> None:
        assert self.after("ruby", 0, below=50) == ("", "ruby", 51)

    def test_it_stays_within_its_periods_of_grace(self) -> None:
        words = {"demote_after": 3, "demotion": "one_rank"}

        assert self.after("ruby", 100, below=1, **words) == ("silver", "ruby", 2)

    def test_after_them_it_falls_by_one_rank_or_to_the_paid_one_and_counts_anew(self) -> None:
        assert self.after("ruby", 100, 2, demote_after=3, demotion="one_rank") == (
            "silver",
            "gold",
            0,
        )
        assert self.after("ruby", 100, 2, demote_after=3, demotion="to_paid_as") == (
            "silver",
            "silver",
            0,
        )

    def test_the_lowest_falls_to_none(self) -> None:
        assert self.after("silver", 0, 0, demote_after=1, demotion="one_rank") == ("", "", 0)

    def test_who_is_back_in_time_begins_the_count_anew(self) -> None:
        assert self.after("gold", 200, 2, demote_after=3, demotion="one_rank") == (
            "gold",
            "gold",
            0,
        )

    def test_one_who_has_the_rank_may_keep_it_with_less(self) -> None:
        less = at_least("pv", 30)

        assert self.after("gold", 30, maintain=less)[0] == "gold"
        assert self.after("silver", 30, maintain=less)[0] == "silver"
        assert self.after("gold", 29, maintain=less)[0] == ""


def test_what_is_missing_for_the_next_rank_is_told_with_figures() -> None:
    ranks = [
        rank("silver", 1, EVERYBODY),
        rank("gold", 2, {"all": [at_least("pv", 100), at_least("gv", 50)]}),
    ]

    found = judged("ann", ranks, team("ann"), volumes(ann=60))

    assert [(each.metric, each.wanted, each.counted) for each in found.missing] == [
        ("pv", "100", "60")
    ]


def test_what_is_missing_goes_by_what_is_asked_of_one_who_has_the_rank() -> None:
    ranks = [rank("gold", 1, at_least("pv", 200), maintain=at_least("pv", 100))]

    found = judged("ann", ranks, but(team("ann"), "ann", title="gold"), volumes(ann=60))

    assert [each.wanted for each in found.missing] == ["100"]


def test_a_rank_that_the_facts_give_is_not_judged() -> None:
    people = but(team("ann"), "ann", judged_rank="gold", judged_active=False)

    found = judged("ann", [rank("silver", 1, EVERYBODY), rank("gold", 2)], people, [])

    assert (found.paid_as, found.active, found.missing) == ("gold", False, ())


def test_activity_is_by_status_and_volume_together() -> None:
    ask = {"all": [{"metric": "status", "op": "in", "value": ["active"]}, at_least("pv", 100)]}
    status = {"active": ask, "window": "month", "grace_periods": 0}
    people = team("ann", "bob", "cat (suspended)")
    facts = period(people, volumes(ann=100, bob=99, cat=500))

    found = run(close_plan(status=status), facts).members

    assert [found[who].active for who in ("ann", "bob", "cat")] == [True, False, False]


def test_a_status_of_the_last_moment_counts_and_one_of_the_next_period_does_not() -> None:
    people = but(
        team("ann"), "ann", statuses=(Since(LONG_AGO, "active"), Since(ENDS, "terminated"))
    )

    assert judged("ann", [], people, []).active


def test_figures_of_another_period_are_not_guessed_from_this_one() -> None:
    """A month's activity cannot be seen in a week: the facts have to say who is active."""
    status = {"active": at_least("pv", 100), "window": "month", "grace_periods": 0}
    weekly = replace(period(team("ann"), volumes(ann=100)), every="week")

    with pytest.raises(NotJudged, match="pv is of a month, and this is the close of a week"):
        run(close_plan(ranks=[], status=status), weekly)

    given = replace(weekly, members=tuple(but(team("ann"), "ann", judged_active=True).values()))
    assert run(close_plan(ranks=[], status=status), given).members["ann"].active


def test_ranks_of_another_period_are_not_guessed_either() -> None:
    weekly = replace(period(team("ann")), every="week")

    with pytest.raises(NotJudged, match="everybody's rank"):
        run(close_plan(ranks=[rank("silver", 1, at_least("pv", 1))]), weekly)


@pytest.mark.parametrize(("metric", "least"), [("days_since_enrol", 30), ("order_in_period", 2)])
def test_days_since_enrolment_and_own_orders_are_figures_too(metric: str, least: int) -> None:
    people = but(team("ann"), "ann", enrolled_at=ENDS - timedelta(days=30))
    sales = [bought("ann", 1), bought("ann", 1), sold("ann", 1)]

    assert rank_of("ann", at_least(metric, least), people, sales) == "met"
    assert rank_of("ann", at_least(metric, least + 1), people, sales) == ""


@pytest.mark.parametrize(
    ("enrolled", "months"),
    [
        (datetime(2026, 6, 1, 3, tzinfo=UTC), 5),
        (datetime(2026, 6, 1, 5, tzinfo=UTC), 4),
        (datetime(2026, 10, 31, 12, tzinfo=UTC), 0),
    ],
)
def test_months_since_enrolment_are_months_of_the_plans_clock(
    enrolled: datetime, months: int
) -> None:
    """In Chicago, 3 in the morning of 1 June (UTC) is still May, and October begins five hours
    later and ends six hours later than in UTC: summer time ends within the night to 1 November."""
    chicago = close_plan(ranks=[rank("met", 1, at_least("months_since_enrol", months))])
    chicago["plan"]["timezone"] = "America/Chicago"
    people = but(team("ann"), "ann", enrolled_at=enrolled)
    october: Document = {"starts": STARTS + timedelta(hours=5), "ends": ENDS + timedelta(hours=5)}

    assert run(chicago, period(people, **october)).members["ann"].paid_as == "met"

    chicago["ranks"][0]["require"]["value"] = str(months + 1)
    assert run(chicago, period(people, **october)).members["ann"].paid_as == ""
