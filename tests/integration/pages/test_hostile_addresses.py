"""Whatever stands in an address, no page fails over it: it is shown, not there, or told what is
wrong."""

from dataclasses import replace
from typing import Any

import pytest

from commissions.domain.people.accounts import MEMBER, STAFF
from commissions.runtime.http_api import PageRoute, family
from commissions.runtime.pages import console, finance, member
from tests.support.pages import OpenGate, ask, page_event, somebody

pytestmark = pytest.mark.usefixtures("aws")

FAMILIES = (member, console, finance)
ROUTES = [
    pytest.param(each, route, id=route.pattern)
    for each in FAMILIES
    for route in each.ROUTES
    if route.method == "GET"
]
KEYS = ("x" * 2_049, "~2F" * 600, "0001-01-01", "~ED~A0~80")
DAYS = ("0001-01-03", "9999-12-31", "2026-02-30")
WITH_DAYS = ("from", "until", "day", "days", "month", "since", "date")


def path_of(route: PageRoute, key: str) -> str:
    return "/".join(key if part.startswith("{") else part for part in route.pattern.split("/"))


@pytest.mark.parametrize(("pages", "route"), ROUTES)
def test_no_page_fails_over_its_address(pages: Any, route: PageRoute) -> None:
    who = replace(somebody(MEMBER), roles=frozenset({MEMBER, *STAFF}))
    handler = family(pages.PREFIX, pages.ROUTES, gate=OpenGate(who))
    queries = [f"{name}={day}" for name in WITH_DAYS for day in DAYS]
    asked = (
        [page_event(path_of(route, key)) for key in KEYS]
        if "{" in route.pattern
        else [page_event(route.pattern, query=query) for query in queries]
    )

    assert [answer for event in asked if (answer := ask(handler, event).status) >= 500] == []
