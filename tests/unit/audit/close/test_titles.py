"""Titles: how they go up, and what becomes of them below; months and windows."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.builders import Document
from tests.support.closes import (
    ENDS,
    EVERYBODY,
    STARTS,
    at_least,
    but,
    close_plan,
    judged,
    period,
    purchases,
    rank,
    run,
    team,
)


class TestOverSeveralPeriods:
    def rank_of(self, of: str, value: int) -> str:
        ask = at_least("pv", value, window={"periods": 3, "of": of})
        earlier = {"ann": tuple({"pv": points * 100} for points in (40, 90, 999))}
        facts = period(team("ann"), purchases(ann=20), earlier_volumes=earlier)
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
        found = judged("ann", ranks, people, purchases(ann=points))
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

    found = judged("ann", ranks, team("ann"), purchases(ann=60))

    assert [(each.metric, each.wanted, each.counted) for each in found.missing] == [
        ("pv", "100", "60")
    ]


def test_what_is_missing_goes_by_what_is_asked_of_one_who_has_the_rank() -> None:
    ranks = [rank("gold", 1, at_least("pv", 200), maintain=at_least("pv", 100))]

    found = judged("ann", ranks, but(team("ann"), "ann", title="gold"), purchases(ann=60))

    assert [each.wanted for each in found.missing] == ["100"]


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
