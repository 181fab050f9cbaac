"""A team as pages: it adds up, leads where it should, and stays a page whatever stands in it."""

import gzip
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from commissions.domain.people.team import ACTIVE, PAGE, SHOWN, SORTS, TeamCard, TeamList
from commissions.pages.addresses import key_of
from commissions.pages.member import team
from commissions.pages.member.team import LIST, TeamView
from commissions.pages.text import Text
from tests.support.page_rules import faults
from tests.support.team_pages import (
    EVIL,
    LANGUAGES,
    a_binary,
    a_frame,
    a_member,
    a_row,
    a_source,
    a_team,
    team_facts,
)


def rendered(view: TeamView, language: str = "en") -> str:
    return team.render(view, a_frame(language))


def values(html: str) -> list[str]:
    return re.findall(r'data-value="([^"]*)"', html)


def test_somebody_leads_to_their_sheet_and_whoever_has_anybody_below_can_be_opened() -> None:
    view = team.team(team_facts())

    assert view.tree is not None
    assert [each.person.sheet for each in view.tree.branches][:1] == ["/app/team/members/m0"]
    assert [each.person.below for each in view.tree.branches] == [
        "",
        "/app/team/below/m1?month=2026-11",
        "/app/team/below/m2?month=2026-11",
    ]


@pytest.mark.parametrize("member", ["a/b", "?x=1", "..", "ümlaut", EVIL[:60]])
def test_an_id_of_any_letters_is_one_part_of_an_address(member: str) -> None:
    view = team.team(team_facts(replace(a_team(), rows=(a_row(member),))))

    assert view.tree is not None
    [branch] = view.tree.branches
    assert key_of(branch.person.sheet.removeprefix("/app/team/members/")) == member


def test_of_a_long_front_line_the_next_ones_are_asked_for_after_these() -> None:
    shown = a_team(many=PAGE, total=120)

    first = team.front_line(shown, "2026-11")
    last = team.front_line(replace(shown, skipped=100), "2026-11")

    assert first.more == "/app/team/below/cara?month=2026-11&skip=50"
    assert (last.more, first.of) == ("", "m0")


def test_a_branch_that_is_open_shows_who_stands_below() -> None:
    opened = {"m1": replace(a_team(1), head=a_row("m1", 2, below=1))}

    html = rendered(team.team(team_facts(opened=opened)))

    assert html.count('aria-expanded="true"') == 1
    assert html.count('aria-expanded="false"') == 1


def test_a_list_can_be_linked_as_it_is_filtered() -> None:
    asked = TeamList(shown=ACTIVE, sort="own", text="a b", skip=50)
    view = team.team(team_facts(a_team(PAGE, total=300), shown_as=LIST, asked=asked))

    assert view.next_page == "/app/team?view=list&shown=active&sort=own&find=a+b&skip=100"
    assert view.previous_page == "/app/team?view=list&shown=active&sort=own&find=a+b"
    assert view.address(shown="all", skip=0) == "/app/team?view=list&sort=own&find=a+b"


def test_the_last_page_of_a_list_leads_no_farther() -> None:
    asked = TeamList(skip=250)
    view = team.team(team_facts(a_team(50, total=300), shown_as=LIST, asked=asked))

    assert (view.next_page, view.previous_page) == ("", "/app/team?view=list&skip=200")


def test_figures_carry_what_they_are_exactly() -> None:
    html = rendered(team.team(team_facts()))

    assert {"3", "5", "1648.00", "704.00"} <= set(values(html))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shown_as", ["tree", LIST])
@pytest.mark.parametrize("many", [0, 1, PAGE])
def test_it_is_a_page_in_every_language(language: str, shown_as: str, many: int) -> None:
    facts = team_facts(a_team(many, total=many * 3), shown_as=shown_as, binaries=(a_binary(),))

    assert faults(rendered(team.team(facts), language)) == []


@pytest.mark.parametrize("shown_as", ["tree", LIST])
def test_it_stays_a_page_whatever_people_are_called(shown_as: str) -> None:
    row = a_row(EVIL, rank=EVIL, status=EVIL, code=EVIL, is_new=True, is_active=False, below=3)
    asked = TeamList(text=EVIL[:200])
    facts = team_facts(a_team(rows=(row,)), shown_as=shown_as, asked=asked)

    html = rendered(team.team(facts))

    assert faults(html) == []
    assert "<script>alert" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_a_snapshot_was_made_it_says_so(language: str) -> None:
    nothing = replace(a_team(), source=None, head=None, rows=(), total=0)
    not_in_it = replace(a_team(), head=None, rows=(), total=0)

    for shown in (nothing, not_in_it):
        html = rendered(team.team(team_facts(shown)), language)
        assert faults(html) == []
    assert "put together" in rendered(team.team(team_facts(nothing)))


def test_a_closed_month_says_so_and_an_estimate_does_too() -> None:
    final = a_team(source=a_source(is_final=True))
    judged = a_team(source=a_source(judged_at=a_source().as_of))

    assert "closed" in rendered(team.team(team_facts(final)))
    assert "are an estimate" in rendered(team.team(team_facts(judged)))
    assert "are an estimate" not in rendered(team.team(team_facts()))


def test_both_legs_of_a_binary_stand_above_the_tree() -> None:
    html = rendered(team.team(team_facts(binaries=(a_binary(),))))

    assert html.index("Both legs") < html.index('class="tree"')
    assert {"150", "150.00"} & set(values(html))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_front_line_alone_is_branches(language: str) -> None:
    line = team.front_line(a_team(PAGE, total=70), "2026-11")

    html = team.render_below(line, a_source(), a_frame(language))

    assert faults(html, is_whole=False) == []
    assert html.count("<li") == PAGE + 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("in_sheet", [True, False])
@pytest.mark.parametrize(
    "told",
    [
        a_member(),
        a_member(EVIL, rank=EVIL, status=EVIL, sponsor=EVIL),
        a_member(row=None, source=None, months=(), ranks=(), sponsor=""),
        a_member(is_own=True, is_placed=True),
    ],
    ids=["usual", "hostile", "new", "own"],
)
def test_somebody_in_a_sheet_is_a_page_too(language: str, in_sheet: bool, told: object) -> None:
    html = team.render_member(told, a_frame(language), in_sheet=in_sheet)  # type: ignore[arg-type]

    assert faults(html, is_whole=not in_sheet) == []


def test_customers_are_a_number() -> None:
    html = team.render_member(a_member(row=a_row(customers=7)), a_frame(), in_sheet=True)

    assert "7" in values(html)


def test_a_page_of_fifty_is_within_its_budget() -> None:
    for shown_as in ("tree", LIST):
        html = rendered(team.team(team_facts(a_team(PAGE, total=900), shown_as=shown_as)))
        assert len(gzip.compress(html.encode())) < 15_000


def test_every_filter_and_order_has_its_words() -> None:
    text = a_frame("de").text

    assert all(text.has(f"team.shown.{each}") for each in SHOWN)
    assert all(text.has(f"team.sort.{each}") for each in SORTS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["bob", EVIL])
def test_home_shows_it_at_a_glance(language: str, name: str) -> None:
    shown = a_team()
    assert shown.head is not None
    card = TeamCard(source=a_source(), head=shown.head, legs=(a_row(name),))

    html = team.render_card(card, a_frame(language))

    assert faults(html, is_whole=False) == []
    assert "/app/team/members/" in html
    assert faults(team.render_card(None, a_frame(language)), is_whole=False) == []


ENDS = a_source().as_of + timedelta(days=2, hours=3)


@pytest.mark.parametrize(
    ("before", "days"),
    [
        (timedelta(days=2, hours=3), 3),
        (timedelta(hours=1), 1),
        (timedelta(days=7), 7),
        (timedelta(days=7, seconds=1), None),
        (timedelta(), None),
        (timedelta(hours=-1), None),
    ],
)
def test_so_many_days_before_somebody_lapses_it_is_said(
    before: timedelta, days: int | None
) -> None:
    source = a_source(lapses_at=ENDS)

    assert source.days_left(a_row(lapses=True), ENDS - before) == days
    assert source.days_left(a_row(), ENDS - before) is None
    assert a_source().days_left(a_row(lapses=True), ENDS - before) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_about_to_be_inactive_says_so_in_every_list(language: str) -> None:
    rows = (a_row("bob", 1, lapses=True), a_row("eve", 2))
    source = a_source(lapses_at=ENDS)
    shown = replace(a_team(), rows=rows, source=source)
    words = str(Text(language).plural("team.lapses", 3))
    card = TeamCard(source=source, head=a_row("cara", 0, below=2), legs=rows)
    frame = a_frame(language)

    for html in (
        rendered(team.team(team_facts(shown)), language),
        rendered(team.team(team_facts(shown, shown_as=LIST)), language),
        team.render_below(team.front_line(shown, "2026-11"), source, frame),
        team.render_card(card, frame),
        team.render_member(a_member(row=rows[0], source=source), frame, in_sheet=False),
    ):
        assert html.count(words) == 1
        assert faults(html, is_whole="<!doctype" in html) == []
