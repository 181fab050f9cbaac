"""/app/team: who stands below a member, as a tree or a list, and each of them in a sheet."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from commissions.application.queries.below import NotBelow
from commissions.application.queries.team_page import MONTHS_SHOWN, TeamPage
from commissions.application.teams.asking import ask_if_old
from commissions.application.teams.plans import NoPlan, TeamPlan, team_plan
from commissions.domain.people.accounts import MEMBER
from commissions.domain.people.team import ALL, GROUP, SHOWN, SORTS, ShownTeam, TeamList
from commissions.pages.member import team
from commissions.pages.member.months import MONTH, MonthShown, month_shown, name_of
from commissions.pages.member.team import LIST, TREE, TeamFacts
from commissions.runtime.frames import SHEET, frame_of
from commissions.runtime.http_messages import NotHere, PageRoute, Request, Response

MEMBERS = frozenset({MEMBER})
SKIP_MAX = 1_000_000
_NUMBER = re.compile(r"[0-9]{1,7}", re.ASCII)
_BRANCH = re.compile(r"m([0-9]{1,7})", re.ASCII)


def team_page(request: Request) -> Response:
    found = _page(request)
    asked, is_list = _asked(request.query), request.query.get("view") == LIST
    try:
        shown = found.listed(asked) if is_list else found.front_line(found.me)
    except NotBelow:
        shown = ShownTeam(source=None, head=None)
    ask_if_old(found.month, found.snapshot, request.now)
    facts = TeamFacts(
        month=_month(found.plan, found.month, request),
        asked=asked,
        shown=shown,
        shown_as=LIST if is_list else TREE,
        opened={} if is_list else _opened(found, request.query),
        binaries=found.binaries(),
    )
    return Response(body=team.render(team.team(facts), frame_of(request, "app", "team")))


def below(request: Request) -> Response:
    """A front line, for a branch that is opened or goes on."""
    found = _page(request)
    try:
        shown = found.front_line(
            found.who(request.path_params["member"]), skip=_number(request.query, "skip")
        )
    except NotBelow:
        raise NotHere from None
    if shown.source is None:
        raise NotHere
    line = team.front_line(shown, found.month)
    return Response(body=team.render_below(line, shown.source, frame_of(request, "app", "team")))


def card(request: Request) -> Response:
    """For Home: of who is nobody in the tree there is none."""
    found = _page(request)
    try:
        shown = found.card()
    except NotBelow:
        shown = None
    ask_if_old(found.month, found.snapshot, request.now)
    return Response(body=team.render_card(shown, frame_of(request, "app", "home")))


def member(request: Request) -> Response:
    found = _page(request)
    try:
        told = found.somebody(request.path_params["member"], _months(found.month))
    except NotBelow:
        raise NotHere from None
    in_sheet = request.headers.get("hx-target") == SHEET
    frame = frame_of(request, "app", "team")
    return Response(body=team.render_member(told, frame, in_sheet=in_sheet))


def _page(request: Request) -> TeamPage:
    """Raises NotHere of who signed in without being a member, and where no plan is in force."""
    if not request.who.member_id:
        raise NotHere
    try:
        plan = team_plan(request.now)
    except NoPlan:
        raise NotHere from None
    month = request.query.get("month", "") or plan.month(request.now).label
    if not MONTH.fullmatch(month):
        raise NotHere
    return TeamPage(plan, request.who.member_id, month, request.now)


def _month(plan: TeamPlan, month: str, request: Request) -> MonthShown:
    return month_shown(month, date.fromisoformat(f"{plan.month(request.now).label}-01"))


def _months(month: str) -> list[str]:
    """It and those before it, the latest first."""
    first, found = date.fromisoformat(f"{month}-01"), []
    for _ in range(MONTHS_SHOWN):
        found.append(name_of(first))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def _asked(query: Mapping[str, str]) -> TeamList:
    """What is no word of ours is as usual."""
    shown, sort = query.get("shown", ALL), query.get("sort", GROUP)
    return TeamList(
        shown=shown if shown in SHOWN else ALL,
        sort=sort if sort in SORTS else GROUP,
        text=query.get("find", "").strip()[:200],
        skip=_number(query, "skip"),
    )


def _opened(found: TeamPage, query: Mapping[str, str]) -> Mapping[str, ShownTeam]:
    branch = _BRANCH.fullmatch(query.get("open", ""))
    return found.opened(int(branch[1])) if branch else {}


def _number(query: Mapping[str, str], name: str) -> int:
    text = query.get(name, "0")
    return min(int(text), SKIP_MAX) if _NUMBER.fullmatch(text) else 0


ROUTES = (
    PageRoute("GET", "/app/team", MEMBERS, team_page),
    PageRoute("GET", "/app/team/card", MEMBERS, card),
    PageRoute("GET", "/app/team/below/{member}", MEMBERS, below),
    PageRoute("GET", "/app/team/members/{member}", MEMBERS, member),
)
