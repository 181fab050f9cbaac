"""/app/ranks: the ladder of a plan, and where a member stands on it."""

from commissions.application.queries.below import NotBelow, look
from commissions.application.queries.rank_page import RankPage
from commissions.application.teams.plans import all_plans
from commissions.domain.people.accounts import MEMBER
from commissions.pages.member import ranks
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, PageRoute, Request, Response

MEMBERS = frozenset({MEMBER})


def ranks_page(request: Request) -> Response:
    """Raises NotHere of who is nobody in the tree, and where no plan has ranks."""
    try:
        who = look(request.who.member_id, request.who.member_id, (), request.now)
    except NotBelow:
        raise NotHere from None
    found = RankPage(all_plans(request.now), who, request.now).facts(request.query.get("plan", ""))
    if found is None:
        raise NotHere
    view = ranks.ranks(found, request.now)
    return Response(body=ranks.render(view, frame_of(request, "app", "ranks")))


ROUTES = (PageRoute("GET", "/app/ranks", MEMBERS, ranks_page),)
