"""Every route of every family, asked by everybody: pages that are added are in it by themselves."""

from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import pytest

from commissions.domain.people.accounts import AUDITOR, EVERYBODY, FINANCE, MEMBER, ROLES, STAFF
from commissions.runtime.http_api import PageRoute, Request, Response, family
from commissions.runtime.pages import console, finance, member
from commissions.runtime.pages.sign_in import OPEN_ROUTES
from tests.support.pages import HOST, OpenGate, ask, page_event, somebody
from tests.support.template import of_type

FAMILIES = {module.PREFIX: module.ROUTES for module in (member, console, finance)}
ALL = [(prefix, route) for prefix, routes in FAMILIES.items() for route in routes]


def named(routes: list[tuple[str, PageRoute]]) -> list[Any]:
    return [pytest.param(*each, id=f"{each[1].method} {each[1].pattern}") for each in routes]


ROUTES = named(ALL)
CHANGING = named([each for each in ALL if each[1].method == "POST"])
PEOPLE = [frozenset({role}) for role in sorted(ROLES)] + [
    frozenset(),
    frozenset({MEMBER, FINANCE}),
    STAFF,
]


@dataclass
class Reached:
    """Stands in for every page, and answers nothing but that somebody came to it."""

    times: int = 0

    def __call__(self, request: Request) -> Response:
        self.times += 1
        return Response(body="reached")


def asked(prefix: str, route: PageRoute, roles: frozenset[str], **headers: str) -> tuple[int, bool]:
    """The status, and whether the page itself was asked."""
    reached = Reached()
    routes = [replace(each, answer=reached) for each in FAMILIES[prefix]]
    gate = OpenGate(replace(somebody(MEMBER), roles=roles))
    path = "/".join("a~2Fb" if part.startswith("{") else part for part in route.pattern.split("/"))
    form: dict[str, str] | None = {} if route.method == "POST" else None
    answer = ask(family(prefix, routes, gate=gate), page_event(path, form=form, headers=headers))
    return answer.status, bool(reached.times)


def is_meant(route: PageRoute, roles: frozenset[str]) -> bool:
    """Written out once more, and not by the rule that the pages go by."""
    if route.method == "GET" and AUDITOR in roles and any(each in STAFF for each in route.roles):
        return True
    return any(role in route.roles and role != AUDITOR for role in roles)


@pytest.mark.parametrize(("prefix", "route"), ROUTES)
@pytest.mark.parametrize("roles", PEOPLE, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_a_page_is_there_for_whom_it_is_meant_and_for_nobody_else(
    prefix: str, route: PageRoute, roles: frozenset[str]
) -> None:
    status, reached = asked(prefix, route, roles)

    if is_meant(route, roles):
        assert (status, reached) == (200, True)
    else:
        assert status in (404, 405)
        assert not reached


@pytest.mark.parametrize(("prefix", "route"), ROUTES)
def test_nobody_who_is_not_signed_in_comes_to_a_page(prefix: str, route: PageRoute) -> None:
    reached = Reached()
    routes = [replace(each, answer=reached) for each in FAMILIES[prefix]]
    handler = family(prefix, routes, gate=OpenGate(somebody()))
    path = route.pattern.replace("{", "").replace("}", "")
    form: dict[str, str] | None = {} if route.method == "POST" else None

    whole = ask(handler, page_event(path, form=form, cookies=()))
    part = ask(handler, page_event(path, form=form, cookies=(), headers={"hx-request": "true"}))

    assert whole.status == 303
    assert whole.headers["location"].startswith("/auth/login?to=%2F")
    assert part.status == 401
    assert part.headers["hx-redirect"].startswith("/auth/login?to=%2F")
    assert not reached.times


@pytest.mark.parametrize(("prefix", "route"), CHANGING)
@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_no_other_site_changes_anything(prefix: str, route: PageRoute, site: str) -> None:
    headers = {"sec-fetch-site": site, "origin": f"https://{HOST}"}

    assert asked(prefix, route, EVERYBODY, **headers) == (403, False)


@pytest.mark.parametrize(("prefix", "route"), ROUTES)
def test_a_route_is_of_its_family_and_for_somebody(prefix: str, route: PageRoute) -> None:
    assert route.method in ("GET", "POST")
    assert route.roles <= ROLES
    assert route.roles
    assert route.pattern == "/" or route.pattern.split("/")[1] == prefix[1:]
    assert not route.clocked or route.method == "GET"


@pytest.mark.parametrize(("prefix", "route"), ROUTES)
def test_an_auditor_is_named_by_no_route_that_changes_something(
    prefix: str, route: PageRoute
) -> None:
    assert route.method == "GET" or AUDITOR not in route.roles


@pytest.mark.parametrize(("prefix", "route"), ROUTES)
def test_members_and_staff_have_pages_of_their_own(prefix: str, route: PageRoute) -> None:
    """Only where a family begins everybody is told where to go on."""
    if route.roles == EVERYBODY:
        assert route.pattern in ("/", prefix)
    elif prefix == "/app":
        assert route.roles == {MEMBER}
    else:
        assert MEMBER not in route.roles


@pytest.mark.parametrize(("prefix", "route"), ROUTES)
def test_finance_pays_and_nobody_else_does(prefix: str, route: PageRoute) -> None:
    """And who pays changes no plan, and looks after no order."""
    if route.method == "POST":
        assert (FINANCE in route.roles) == (prefix == "/finance")


def test_the_api_leads_to_every_page() -> None:
    """A page that no route of the API is of would be there in tests alone."""
    [api] = of_type("AWS::ApiGatewayV2::Api").values()
    given = {
        f"{method.upper()} {path}"
        for path, found in api["Body"]["paths"].items()
        for method in found
    }
    wanted = {(route.method, route.pattern) for route in chain(*FAMILIES.values(), OPEN_ROUTES)}

    for method, pattern in wanted:
        whole = f"{method} {pattern}"
        greedy = f"{method} /{pattern.split('/')[1]}/{{proxy+}}"
        assert whole in given or (pattern.count("/") > 1 and greedy in given), whole
