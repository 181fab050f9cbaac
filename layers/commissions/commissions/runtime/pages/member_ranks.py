"""/app/ranks: the ladder of a plan, and where a member stands on it."""

from commissions.application.queries.below import NotBelow, look
from commissions.application.queries.rank_page import RankPage
from commissions.application.teams.plans import all_plans
from commissions.domain.people.accounts import MEMBER
from commissions.pages.member import ranks
from commissions.pages.member.ranks import RanksView
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, PageRoute, Request, Response

MEMBERS = frozenset({MEMBER})


def ranks_page(request: Request) -> Response:
    """Raises NotHere of who is nobody in the tree, and where no plan has ranks."""
    view = _view(request, request.query.get("plan", ""))
    if view is None:
        raise NotHere
    return Response(body=ranks.render(view, frame_of(request, "app", "ranks")))


def card(request: Request) -> Response:
    """For Home: of who is nobody in the tree there is none."""
    return Response(body=ranks.render_card(_view(request), frame_of(request, "app", "home")))


def _view(request: Request, plan: str = "") -> RanksView | None:
    member = request.who.member_id
    try:
        who = look(member, member, (), request.now)
    except NotBelow:
        return None
    found = RankPage(all_plans(request.now), who, request.now).facts(plan)
    return ranks.ranks(found, request.now) if found else None


ROUTES = (
    PageRoute("GET", "/app/ranks", MEMBERS, ranks_page),
    PageRoute("GET", "/app/ranks/card", MEMBERS, card),
)
