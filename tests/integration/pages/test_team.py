"""Whose team anybody may look at, by route, role and relation; and that what is shown adds up.

COMMISSIONS_PROOF=1 looks at more of a random company.
"""

import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from unittest.mock import Mock

import boto3
import pytest

from commissions.application.teams import asking
from commissions.application.teams.building import build
from commissions.application.teams.plans import team_plan
from commissions.domain.people.accounts import ADMIN, AUDITOR, COMPLIANCE, FINANCE, MEMBER, OPERATOR
from commissions.domain.people.member import Member
from commissions.domain.people.placement import TreeSeat
from commissions.domain.people.upline import PARTICIPANT, RETAIL
from commissions.pages.addresses import part_of
from commissions.runtime.http_api import family
from commissions.runtime.pages.member import PREFIX, ROUTES
from commissions.tables import genealogy, items, members, placements, present_places, stores
from commissions.warehouse.team_files import TeamSnapshot
from tests.support.dynamodb_calls import round_trips
from tests.support.frozen import published
from tests.support.page_rules import faults
from tests.support.pages import Answered, OpenGate, ask, page_event, somebody
from tests.support.pipeline_driver import open_store
from tests.support.random_teams import BINARY, RandomTeam

pytestmark = pytest.mark.usefixtures("aws")

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BEGAN = NOW - timedelta(days=60)
MEMBERS = 60 if os.environ.get("COMMISSIONS_PROOF") else 16


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """The function that makes snapshots."""
    functions = Mock()
    monkeypatch.setattr(asking, "client", lambda _: functions)
    return functions


@pytest.fixture(autouse=True)
def _a_plan(aws: None) -> None:
    published("bin10")
    stores.put(replace(open_store(), plan="bin10"))


def enrol(line: str, *, since: datetime = BEGAN, kind: str = PARTICIPANT, code: str = "") -> None:
    names = line.split(" < ")
    for member, sponsor in reversed(list(zip(names, [*names[1:], ""], strict=True))):
        if not genealogy.edges([member]):
            genealogy.place(member, sponsor, since=since, status="active", rank="partner")
            members.register(
                Member(member_id=member, kind=kind, created_at=since, referral_code=code)
            )


def made(now: datetime = NOW) -> TeamSnapshot:
    plan = team_plan(now)
    return build(plan, plan.month(now), now)


def get(path: str, who: str = "bob", *roles: str, **headers: str) -> Answered:
    person = somebody(*(roles or (MEMBER,)), member_id=who)
    handler = family(PREFIX, ROUTES, gate=OpenGate(person))
    path, _, query = path.partition("?")
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(handler, page_event(path, query=query, headers=given, now=NOW))


def shown(html: str) -> list[str]:
    """Whom a page names, by the addresses of their sheets."""
    found = re.findall(r'href="/app/team/members/([^"?]+)"', html)
    return list(dict.fromkeys(found))


@pytest.fixture
def a_company() -> None:
    """cat and fay under bob, dan and a shopper under cat, eve beside them all, gus by placement."""
    enrol("dan < cat < bob < ann", code="")
    enrol("fay < bob")
    enrol("gus < eve < ann")
    enrol("shopper < cat", kind=RETAIL)
    for member, parent, side in (("bob", "", "top"), ("gus", "bob", "L")):
        placements.place(replace(BINARY, tree="binary"), member, TreeSeat(parent, side), BEGAN)
    made()


RELATIONS = {
    "bob": 200,
    "cat": 200,
    "dan": 200,
    "gus": 200,
    "ann": 404,
    "eve": 404,
    "shopper": 404,
    "nobody": 404,
    "~2Fmoves": 404,
}
"""Own, below, far below, below by placement; above, beside, a customer, unknown, no member."""


@pytest.mark.usefixtures("a_company")
@pytest.mark.parametrize("member", RELATIONS)
@pytest.mark.parametrize("route", ["members", "below"])
def test_only_who_stands_below_is_there(route: str, member: str) -> None:
    by_a_seat_alone = (route, member) == ("below", "gus")
    expected = 404 if by_a_seat_alone else RELATIONS[member]

    assert get(f"/app/team/{route}/{member}").status == expected


@pytest.mark.usefixtures("a_company")
def test_whom_somebody_sponsors_who_is_below_by_a_seat_alone_is_theirs_to_know() -> None:
    enrol("hal < gus", code="")
    made()

    assert get("/app/team/below/gus").status == 404
    assert "hal" not in get("/app/team/members/gus").text
    assert "hal" not in get("/app/team?view=list&find=gus").text
    assert shown(get("/app/team/below/gus", "eve").text) == ["hal"]


@pytest.mark.usefixtures("a_company")
@pytest.mark.parametrize("role", [OPERATOR, FINANCE, COMPLIANCE, AUDITOR, ADMIN])
@pytest.mark.parametrize(
    "path",
    [
        "/app/team",
        "/app/team/card",
        "/app/ranks",
        "/app/ranks/card",
        "/app/team/members/cat",
        "/app/team/below/cat",
    ],
)
def test_the_pages_of_members_are_not_there_for_anybody_else(role: str, path: str) -> None:
    assert get(path, "", role).status == 404


@pytest.mark.usefixtures("a_company")
def test_who_may_not_be_looked_at_is_told_as_who_is_nobody() -> None:
    pages = {
        re.sub(r"request-1|nobody|ann|eve|shopper", "", get(f"/app/team/members/{who}").text)
        for who in ("ann", "eve", "shopper", "nobody")
    }

    assert len(pages) == 1


@pytest.mark.usefixtures("a_company")
def test_a_team_names_who_stands_below_and_nobody_else() -> None:
    assert shown(get("/app/team").text) == ["cat", "fay"]
    assert shown(get("/app/team?view=list&sort=id").text) == ["cat", "dan", "fay"]
    assert shown(get("/app/team/below/cat").text) == ["dan"]
    assert shown(get("/app/team?view=list&find=AN").text) == ["dan"]
    assert shown(get("/app/team?view=list&find=eve").text) == []


@pytest.mark.usefixtures("a_company")
def test_home_has_the_largest_legs() -> None:
    assert shown(get("/app/team/card").text) == ["cat", "fay"]
    assert get("/app/team/card", "nobody").status == 200


@pytest.mark.usefixtures("a_company")
def test_whom_only_a_seat_puts_below_is_found_by_name_alone() -> None:
    assert shown(get("/app/team?view=list&find=gus").text) == ["gus"]
    assert "by placement" in get("/app/team/members/gus").text
    assert "Sponsor" not in get("/app/team/members/gus").text


@pytest.mark.usefixtures("a_company")
def test_a_sponsor_who_is_a_customer_is_named_to_nobody() -> None:
    enrol("ida < shopper")
    enrol("joe < dan")

    assert "shopper" not in get("/app/team/members/ida").text
    assert "dan" in get("/app/team/members/joe").text


@pytest.mark.usefixtures("a_company")
@pytest.mark.parametrize("says_so", [True, False])
def test_who_was_moved_away_is_gone_at_once_whatever_the_snapshot_says(says_so: bool) -> None:
    """Places that orders state write no item of moves, and an index may be behind it."""
    page = get("/app/team").text
    [cat] = re.findall(r'value="(m\d+)" id="m\d+-opens"', page)
    said = items.get(genealogy.TABLE, {"member_id": present_places.MOVES})
    genealogy.move("cat", "eve", since=NOW - timedelta(minutes=1))
    if not says_so:
        as_before = said or {"member_id": present_places.MOVES, "version": 0}
        boto3.client("dynamodb").put_item(TableName=genealogy.TABLE, Item=items.marshal(as_before))

    assert shown(get("/app/team").text) == ["fay"]
    assert shown(get(f"/app/team?open={cat}").text) == ["fay"]
    assert shown(get("/app/team/card").text) == ["fay"]
    assert shown(get("/app/team?view=list").text) == ["fay"]
    assert get("/app/team/members/dan").status == 404
    assert get("/app/team/below/cat").status == 404


@pytest.mark.usefixtures("a_company")
def test_a_code_leads_to_who_has_it() -> None:
    enrol("ida < dan", code="TEA-7")
    made()

    assert shown(get("/app/team?view=list&find=tea-7").text) == ["ida"]
    assert shown(get("/app/team?view=list&find=tea-7", "fay").text) == []


@pytest.mark.usefixtures("a_company")
def test_a_page_takes_three_round_trips_at_most() -> None:
    get("/app/team")
    for path, trips in (
        ("/app/team", 3),
        ("/app/team?view=list", 3),
        ("/app/team?open=m2", 3),
        ("/app/team/below/cat", 3),
        ("/app/team/members/dan", 2),
        ("/app/team/members/nobody", 2),
        ("/app/team/card", 3),
        ("/app/ranks", 1),
        ("/app/ranks/card", 1),
    ):
        with round_trips() as calls:
            get(path)
        assert len(calls) <= trips, path


@pytest.mark.usefixtures("a_company")
def test_without_script_a_branch_is_opened_by_its_form() -> None:
    page = get("/app/team").text
    [cat] = re.findall(r'value="(m\d+)" id="m\d+-opens"', page)

    opened = get(f"/app/team?open={cat}").text

    assert shown(opened) == ["cat", "dan", "fay"]
    assert shown(get("/app/team?open=m0").text) == ["cat", "fay"]
    assert shown(get("/app/team?open=m99999").text) == ["cat", "fay"]


@pytest.mark.usefixtures("a_company")
def test_an_old_snapshot_is_shown_and_a_new_one_asked_for(asked: Mock) -> None:
    get("/app/team")
    assert not asked.invoke.called

    made(NOW - timedelta(minutes=2))
    assert shown(get("/app/team").text) == ["cat", "fay"]
    get("/app/team")
    assert asked.invoke.call_count == 1


def test_before_any_snapshot_the_page_says_so_and_asks_for_one(asked: Mock) -> None:
    enrol("bob")

    answer = get("/app/team")

    assert (answer.status, faults(answer.text)) == (200, [])
    assert "put together" in answer.text
    assert asked.invoke.called


@pytest.mark.usefixtures("a_company")
@pytest.mark.parametrize("query", ["month=2026-13", "month=../x", "month=2026-1"])
def test_a_month_that_is_none_is_not_there(query: str) -> None:
    assert get(f"/app/team?{query}").status == 404


@pytest.mark.usefixtures("a_company")
def test_what_is_no_word_of_ours_is_as_usual() -> None:
    odd = get("/app/team?view=list&shown=x&sort=y&skip=-5&open=zz&find=%00")

    assert odd.status == 200


def totals(html: str) -> list[int]:
    return [int(each.replace(",", "")) for each in re.findall(r"\((\d[\d,]*)\)</a>", html)]


def test_the_counts_are_those_of_the_lists_read_to_their_end() -> None:
    team = RandomTeam(Random("pages"), BEGAN, NOW)  # noqa: S311 - no secret
    team.enrol(140)
    made()
    for top in ("m0", "m1", "m2"):
        counts = totals(get("/app/team", top).text)
        lists = [
            len(read_to_the_end(f"/app/team?view=list&shown={word}", top))
            for word in ("all", "active", "inactive", "new")
        ]
        assert counts == (lists if lists[0] else [])


def read_to_the_end(path: str, who: str) -> list[str]:
    found: list[str] = []
    skip = 0
    while page := shown(get(f"{path}&skip={skip}", who).text):
        found += page
        skip += 50
    assert len(set(found)) == len(found)
    return found


def test_no_page_of_a_random_company_names_who_does_not_stand_below() -> None:
    """With moves since the snapshot was made; everybody's tree, list, branches and sheets."""
    team = RandomTeam(Random("leaks"), BEGAN, NOW)  # noqa: S311 - no secret
    team.enrol(MEMBERS)
    team.move(MEMBERS // 2)
    made()
    team.move(MEMBERS // 2)
    looked = 0
    for who in sorted(set(team.sponsors) - team.retail):
        own = {each for each in team.sponsors if team.is_below(each, who, NOW)} - team.retail
        for path in ("/app/team", "/app/team?view=list&sort=id"):
            named = set(shown(get(path, who).text))
            assert named <= own, (who, path)
            looked += len(named)
        for other in sorted(team.sponsors):
            for route in ("members", "below"):
                status = get(f"/app/team/{route}/{part_of(other)}", who).status
                assert (status == 200) == (other in own or other == who), (who, other)
    assert looked
