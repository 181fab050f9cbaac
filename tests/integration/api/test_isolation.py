"""Who is told what, as a table: every route of the API, asked by everybody, of everybody."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest

from commissions.application.teams import asking
from commissions.application.teams.building import build
from commissions.application.teams.plans import team_plan
from commissions.domain.people.accounts import AUDITOR, EVERYBODY, FINANCE, MEMBER, ROLES, STAFF
from commissions.domain.people.machines import SCOPES, Machine
from commissions.domain.people.member import Member
from commissions.domain.people.placement import TreeSeat
from commissions.domain.people.upline import RETAIL
from commissions.pages.addresses import part_of
from commissions.runtime.api import member
from commissions.runtime.api.handler import api_family
from commissions.runtime.api.messages import ApiRequest, ApiRoute
from commissions.tables import genealogy, members, placements, stores
from tests.integration.pages.test_member_money import fill, pay
from tests.support.api import TOKEN, ApiOf, OpenTokens
from tests.support.dynamodb_calls import round_trips
from tests.support.frozen import published
from tests.support.member_sales import NOW, SINCE, a_company, days_ago, order_key, place, sell
from tests.support.pages import OpenGate, ask, page_event, somebody
from tests.support.pipeline_driver import open_store
from tests.support.random_teams import BINARY
from tools.openapi.document import ROUTES

PEOPLE = [frozenset({role}) for role in sorted(ROLES)] + [
    frozenset(),
    frozenset({MEMBER, FINANCE}),
    STAFF,
]
MACHINES = [frozenset({each}) for each in sorted(SCOPES)] + [frozenset(), frozenset(SCOPES)]


@dataclass
class ReachedResource:
    """Stands in for every resource, and answers nothing but that somebody came to it."""

    times: int = 0

    def __call__(self, request: ApiRequest) -> dict[str, str]:
        self.times += 1
        return {}


def named(route: ApiRoute) -> str:
    return f"{route.method} {route.pattern}"


def asked(route: ApiRoute, *, roles: Any = None, scopes: Any = None) -> tuple[int, bool]:
    """The status, and whether the resource itself was asked."""
    reached = ReachedResource()
    routes = [replace(each, answer=reached) for each in ROUTES]
    person = replace(somebody(MEMBER), roles=roles) if roles is not None else somebody()
    machine = Machine(client_id="client-1", scopes=scopes or frozenset())
    handler = api_family(routes, people=OpenGate(person), tokens=OpenTokens(machine))
    path = "/".join("a~2Fb" if part.startswith("{") else part for part in route.pattern.split("/"))
    headers = {} if roles is not None else {"authorization": f"Bearer {TOKEN}"}
    answer = ask(handler, page_event(path, method=route.method, headers=headers))
    return answer.status, bool(reached.times)


def meant_for_people(route: ApiRoute, roles: frozenset[str]) -> int:
    """Written out once more, and not by the rule that the API goes by."""
    if "/members/" in route.pattern:
        return 404
    if AUDITOR in roles and route.method == "GET" and route.roles & STAFF:
        return 200
    return 200 if any(role in route.roles and role != AUDITOR for role in roles) else 403


def meant_for_machines(route: ApiRoute, scopes: frozenset[str]) -> int:
    if route.pattern.split("/")[3] == "me":
        return 404
    return 200 if route.scope in scopes else 403


@pytest.mark.parametrize("route", ROUTES, ids=named)
@pytest.mark.parametrize("roles", PEOPLE, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_a_resource_is_there_for_whom_it_is_meant(route: ApiRoute, roles: frozenset[str]) -> None:
    wanted = meant_for_people(route, roles)

    assert asked(route, roles=roles) == (wanted, wanted == 200)


@pytest.mark.parametrize("route", ROUTES, ids=named)
@pytest.mark.parametrize("scopes", MACHINES, ids=lambda scopes: "+".join(sorted(scopes)) or "none")
def test_a_machine_reaches_what_its_scopes_say(route: ApiRoute, scopes: frozenset[str]) -> None:
    wanted = meant_for_machines(route, scopes)

    assert asked(route, scopes=scopes) == (wanted, wanted == 200)


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_who_neither_signed_in_nor_has_a_token_reaches_nothing(route: ApiRoute) -> None:
    reached = ReachedResource()
    handler = api_family(
        [replace(route, answer=reached)], people=OpenGate(somebody()), tokens=OpenTokens()
    )
    for event in (
        page_event(route.pattern, cookies=()),
        page_event(route.pattern, headers={"authorization": "Bearer other"}),
    ):
        assert ask(handler, event).status == 401
    assert not reached.times


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_a_route_is_for_somebody_and_a_members_own_for_members_alone(route: ApiRoute) -> None:
    assert route.roles or route.scope
    assert route.roles <= EVERYBODY
    assert route.scope in {"", *SCOPES}
    if route.pattern.split("/")[3] == "me":
        assert route.roles == {MEMBER}
        assert not route.scope
    elif route.pattern.startswith("/api/v1/members/"):
        assert not route.roles
        assert "{member}" in route.pattern
    else:
        assert MEMBER not in route.roles


# Of whom


@pytest.fixture(autouse=True)
def _no_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "client", lambda _: Mock())


@pytest.fixture
def _a_company(aws: None) -> None:
    """cat and fay under bob, dan and a shopper under cat, eve beside them all, gus by a seat; each
    of them has sold something, and all are paid."""
    published("bin10")
    stores.put(replace(open_store(), plan="bin10"))
    a_company("dan < cat < bob < ann")
    place("fay < bob < ann")
    place("gus < eve < ann")
    genealogy.place("shopper", "cat", since=SINCE, status="active", rank="")
    members.register(Member(member_id="shopper", kind=RETAIL, created_at=SINCE))
    for who, parent, side in (("bob", "", "top"), ("gus", "bob", "L")):
        placements.place(replace(BINARY, tree="binary"), who, TreeSeat(parent, side), SINCE)
    for number, line in enumerate(("bob < ann", "cat < bob", "eve", "gus < eve"), 1):
        sell(str(number), days_ago(40 + number), line=line)
    plan = team_plan(NOW)
    build(plan, plan.month(NOW), NOW - timedelta(minutes=1))


OF_BOB = ApiOf(member.ROUTES, somebody(member_id="bob"), now=NOW)
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


@pytest.mark.usefixtures("_a_company")
def test_only_who_stands_below_is_there_and_all_others_are_told_alike() -> None:
    refused = set()
    for who, own in RELATIONS.items():
        # Whom somebody sponsors who is below by a seat alone is theirs to know.
        for path, wanted in (
            (f"/api/v1/me/team/{who}", own),
            (f"/api/v1/me/team/{who}/below", 404 if who == "gus" else own),
        ):
            answer = OF_BOB.get(path)
            assert answer.status == wanted, path
            refused |= {answer.text} if wanted == 404 else set()
    assert len(refused) == 1


@pytest.mark.usefixtures("_a_company")
def test_only_orders_with_an_own_line_are_there_and_all_others_are_told_alike() -> None:
    refused = set()
    for number, wanted in {"1": 200, "2": 200, "3": 404, "4": 404, "4711": 404}.items():
        key = order_key(number)
        for path in (f"orders/{part_of(key)}", f"lines/{part_of(f'{key}/1/0')}"):
            answer = OF_BOB.get(f"/api/v1/me/{path}")
            own_line = number != "2" or path.startswith("orders")
            assert answer.status == (wanted if own_line else 404), path
            refused |= {answer.text} if answer.status == 404 else set()
    assert len(refused) == 1


@pytest.mark.usefixtures("aws")
def test_only_own_payouts_are_there() -> None:
    fill()
    batch = pay()

    assert OF_BOB.get(f"/api/v1/me/payouts/{part_of(batch)}").status == 404
    assert OF_BOB.json("/api/v1/me/payouts")["items"] == []
    assert replace(OF_BOB, who=somebody(member_id="cara")).json("/api/v1/me/payouts")["items"]


@pytest.mark.usefixtures("_a_company")
def test_lists_name_who_stands_below_and_nobody_else() -> None:
    everybody = OF_BOB.json("/api/v1/me/team?sort=id")
    front = OF_BOB.json("/api/v1/me/team/bob/below")

    assert [each["member"] for each in everybody["items"]] == ["cat", "dan", "fay"]
    assert [each["member"] for each in front["items"]] == ["cat", "fay"]
    assert OF_BOB.json("/api/v1/me/team?find=eve")["items"] == []
    assert [each["member"] for each in OF_BOB.json("/api/v1/me/team?find=gus")["items"]] == ["gus"]
    assert OF_BOB.json("/api/v1/me/team/gus")["sponsor"] is None


@pytest.mark.usefixtures("_a_company")
def test_who_was_moved_away_is_gone_at_once_whatever_the_snapshot_says() -> None:
    genealogy.move("cat", "eve", since=NOW - timedelta(minutes=1))

    assert OF_BOB.get("/api/v1/me/team/dan").status == 404
    assert [each["member"] for each in OF_BOB.json("/api/v1/me/team")["items"]] == ["fay"]


@pytest.mark.usefixtures("_a_company")
def test_a_team_takes_as_many_round_trips_whoever_it_is() -> None:
    OF_BOB.get("/api/v1/me/team")
    for who in ("dan", "eve", "nobody"):
        with round_trips() as calls:
            OF_BOB.get(f"/api/v1/me/team/{who}")
        assert len(calls) <= 2, (who, calls)


@pytest.mark.usefixtures("_a_company")
def test_a_machine_asks_for_distributors_alone() -> None:
    known = {who: member.is_known(who) for who in ("bob", "gus", "shopper", "nobody")}

    assert known == {"bob": True, "gus": True, "shopper": False, "nobody": False}


@pytest.mark.usefixtures("_a_company")
def test_a_machine_looks_from_where_it_says_and_no_higher() -> None:
    machine = ApiOf(member.ROUTES, now=NOW, known=["bob", "cat"])

    [cat, _] = machine.json("/api/v1/members/bob/team/bob/below")["items"]
    assert cat["href"] == "/api/v1/members/bob/team/cat"
    assert machine.get("/api/v1/members/bob/team/cat").status == 200
    assert machine.get("/api/v1/members/cat/team/bob").status == 404
    assert machine.get("/api/v1/members/ann/team/bob").status == 404
    assert json.loads(machine.get("/api/v1/members/cat/orders").text)["items"] == []
