"""A member's team, ranks and links: the readers of their pages, as JSON."""

from datetime import date, timedelta

from commissions.application.queries.below import NotBelow, look
from commissions.application.queries.own_links import links_of
from commissions.application.queries.rank_page import RankPage
from commissions.application.queries.team_page import MONTHS_SHOWN, TeamPage
from commissions.application.teams.asking import ask_if_old
from commissions.application.teams.plans import NoPlan, all_plans, team_plan
from commissions.domain.people.team import ALL, GROUP, PAGE, SHOWN, SORTS, ShownTeam, TeamList
from commissions.pages.member.months import name_of
from commissions.runtime.api import month_bodies, rank_bodies, team_bodies
from commissions.runtime.api.messages import ApiRequest
from commissions.runtime.api.month_bodies import MeBody
from commissions.runtime.api.parameters import CURSOR, MONTH, QueryParameter
from commissions.runtime.api.problems import not_found
from commissions.runtime.api.rank_bodies import RanksBody
from commissions.runtime.api.team_bodies import LinksBody, TeamMemberBody, TeamPart

SHOWN_ONES = QueryParameter(name="shown", says="Which of them", words=SHOWN, default=ALL)
SORT = QueryParameter(
    name="sort", says="The largest or latest first; ids as they are", words=SORTS, default=GROUP
)
FIND = QueryParameter(name="find", says="Part of an id or of a code, whatever its case")
PLAN = QueryParameter(name="plan", says="By which plan; that of the most stores if left out")
OF_TEAM = (MONTH, SHOWN_ONES, SORT, FIND, CURSOR)
OF_FRONT_LINE = (MONTH, CURSOR)
OF_RANKS = (PLAN,)


def me(request: ApiRequest) -> MeBody:
    if request.caller.person is None:
        raise not_found()
    return month_bodies.me(request.caller.person)


def links(request: ApiRequest) -> LinksBody:
    return team_bodies.links(links_of(request.member), request.member)


def ranks(request: ApiRequest) -> RanksBody:
    try:
        who = look(request.member, request.member, (), request.now)
    except NotBelow:
        raise not_found() from None
    facts = RankPage(all_plans(request.now), who, request.now).facts(request.query[PLAN.name])
    if facts is None:
        raise not_found()
    return rank_bodies.ranks(facts)


def everybody(request: ApiRequest) -> TeamPart:
    """All below, sorted; of who is nobody in the tree, nobody."""
    found, skip = _page(request), _skip(request)
    asked = TeamList(
        shown=request.query[SHOWN_ONES.name],
        sort=request.query[SORT.name],
        text=request.query[FIND.name].strip(),
        skip=skip,
    )
    try:
        shown = found.listed(asked)
    except NotBelow:
        shown = ShownTeam(source=None, head=None)
    ask_if_old(found.month, found.snapshot, request.now)
    return _part(request, shown, skip)


def somebody(request: ApiRequest) -> TeamMemberBody:
    found = _page(request)
    try:
        told = found.somebody(request.path_params["somebody"], _months_until(found.month))
    except NotBelow:
        raise not_found() from None
    return team_bodies.somebody(told, request.base)


def front_line(request: ApiRequest) -> TeamPart:
    found, skip = _page(request), _skip(request)
    try:
        shown = found.front_line(found.who(request.path_params["somebody"]), skip)
    except NotBelow:
        raise not_found() from None
    return _part(request, shown, skip)


def _part(request: ApiRequest, shown: ShownTeam, skip: int) -> TeamPart:
    goes_on = str(skip + PAGE) if shown.has_more else ""
    return team_bodies.team(shown, request.base, request.next(goes_on))


def _skip(request: ApiRequest) -> int:
    return int(request.position or 0)


def _page(request: ApiRequest) -> TeamPage:
    try:
        plan = team_plan(request.now)
    except NoPlan:
        raise not_found() from None
    month = request.query.get(MONTH.name) or plan.month(request.now).label
    return TeamPage(plan, request.member, month, request.now)


def _months_until(month: str) -> list[str]:
    """It and those before it, the latest first."""
    first, found = date.fromisoformat(f"{month}-01"), []
    for _ in range(MONTHS_SHOWN):
        found.append(name_of(first))
        first = (first - timedelta(days=1)).replace(day=1)
    return found
