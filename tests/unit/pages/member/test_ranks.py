"""The ladder as a page: have and need, legs as far as they count, title and paid rank apart."""

import re
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import get_args

import pytest

from commissions.domain.periods.rank_ladder import rank_ladder
from commissions.domain.periods.rank_standing import RankRequirements
from commissions.pages.member import ranks
from commissions.pages.member.ranks import RanksView
from commissions.plan_schema.conditions import PlainMetric, Unit
from tests.support.page_rules import faults
from tests.support.team_pages import (
    DOCUMENT,
    EVIL,
    LANGUAGES,
    NOW,
    a_frame,
    a_standing,
    asked,
    rank_facts,
)


def view(**changed: object) -> RanksView:
    return ranks.ranks(rank_facts(a_standing(**changed)), NOW)


def rendered(shown: RanksView, language: str = "en") -> str:
    return ranks.render(shown, a_frame(language, active="ranks"))


def test_each_requirement_has_what_there_is_and_what_is_needed() -> None:
    own, group, legs = view().asks

    assert (own.have, own.need, own.told.met) == (2_044_00, 100_00, True)
    assert (group.have, group.need, group.missing) == (1_648_00, 2_000_00, 352_00)
    assert (legs.have, legs.need, legs.is_volume) == (1, 2, False)


def test_what_a_cap_cuts_off_is_shown_as_that() -> None:
    _, group, _ = view().asks

    assert group.is_cut
    assert (group.real, group.chart.filled, group.chart.capped) == (2_400_00, 824, 176)
    assert [leg.counted for leg in view().legs] == [1_000_00, 100_00]
    assert view().leg_share == Fraction(1, 2)


def test_how_far_the_next_rank_is_says_what_lacks_most() -> None:
    assert view().share == 500
    one_is_enough = RankRequirements(
        all_of=(asked("pv", "30", "100", False), asked("gv", "1900", "2000", False)),
        met=False,
        either=True,
    )
    assert view(next=one_is_enough).share == 950


def test_title_and_paid_rank_stand_apart_and_when_a_title_falls_is_said() -> None:
    shown = view()

    assert (shown.rank, shown.title, shown.falls_after) == ("associate", "silver", 2)
    assert view(title="associate").falls_after == 0


def test_where_nothing_waits_for_a_close_the_companys_word_pays() -> None:
    facts = rank_facts(pays_given=True, given_rank="gold")

    shown = ranks.ranks(facts, NOW)

    assert (shown.rank, shown.title) == ("gold", "")
    assert "by the company" in rendered(shown)
    assert "This month" in rendered(shown)


def test_the_ladder_says_where_one_stands() -> None:
    assert [(each.step.id, each.state) for each in view().ladder] == [
        ("gold", "ahead"),
        ("silver", "next"),
        ("associate", "here"),
    ]
    assert [each.state for each in view(rank="gold", next_rank="").ladder] == [
        "here",
        "reached",
        "reached",
    ]


def test_the_time_left_ends_with_the_period_by_the_plans_clock() -> None:
    assert view().left == a_standing().ends - NOW
    assert "America/New_York" in rendered(view())
    assert view(ends=NOW - timedelta(days=1)).left is None


def test_an_estimate_is_marked_and_a_close_is_too() -> None:
    assert "estimate" in rendered(view())
    closed = rendered(view(is_estimate=False))
    assert re.search(r'class="chip good">closed', closed)


def test_what_keeps_a_rank_is_shown_where_it_is_something_else() -> None:
    keeps = replace(asked("gv", "10", "5", True), word="maintain")
    own = RankRequirements(all_of=(keeps, asked("pv", "1", "1", True)), met=True, either=False)

    assert [each.told.metric for each in view(own=own).keeps] == ["gv"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "facts",
    [
        rank_facts(),
        rank_facts(pays_given=True, plans=("harbour", "club")),
        replace(rank_facts(), standing=None),
        rank_facts(a_standing(next_rank="", legs=(), leg_cap=None)),
        rank_facts(earlier=(a_standing(), a_standing(is_estimate=False, rank=""))),
    ],
    ids=["usual", "given", "not judged", "highest", "earlier"],
)
def test_it_is_a_page_in_every_language(language: str, facts: object) -> None:
    assert faults(rendered(ranks.ranks(facts, NOW), language)) == []  # type: ignore[arg-type]


_OF_THEIR_OWN = ("legs_with_rank", "enrolled_active", "binary_leg", "status", "rank")
METRICS = sorted({*get_args(Unit), *get_args(PlainMetric), *_OF_THEIR_OWN})


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("side", ["", "left", "each", "weak"])
def test_whatever_a_plan_asks_for_has_words(metric: str, side: str) -> None:
    value = "active" if metric in {"status", "rank"} else "3"
    told = asked(metric, value, value, True, **({"side": side} if side else {}))
    shown = view(next=RankRequirements(all_of=(told,), met=True, either=False))

    html = rendered(shown)

    assert faults(html) == []
    assert f">{metric}<" not in html


def test_it_stays_a_page_whatever_ranks_and_people_are_called() -> None:
    document = {"ranks": [DOCUMENT["ranks"][0] | {"id": EVIL}]}
    told = asked("rank", EVIL, EVIL, None, rank=EVIL, window="any of 3 periods")
    standing = a_standing(
        rank=EVIL,
        title=EVIL,
        next_rank=EVIL,
        next=RankRequirements(all_of=(told,), met=None, either=True),
        legs=(replace(a_standing().legs[0], head=EVIL),),
    )
    facts = rank_facts(standing, ladder=rank_ladder(document), plan=EVIL, plans=(EVIL, "b"))

    assert faults(rendered(ranks.ranks(facts, NOW))) == []


def test_what_another_period_counts_is_said() -> None:
    told = asked("gv", "", "100", None)

    html = rendered(view(next=RankRequirements(all_of=(told,), met=None, either=False)))

    assert "another period" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_shows_what_the_next_rank_asks_for(language: str) -> None:
    for shown in (
        view(),
        view(next_rank=""),
        ranks.ranks(replace(rank_facts(), standing=None), NOW),
    ):
        assert faults(ranks.render_card(shown, a_frame(language)), is_whole=False) == []
    assert faults(ranks.render_card(None, a_frame(language)), is_whole=False) == []
    assert "Next rank: silver" in ranks.render_card(view(), a_frame())
