"""/app/home: what a member's month has brought, and the part that a page asks for by itself."""

from datetime import UTC, datetime

from commissions.application.queries import member_month
from commissions.application.queries.member_home import HomeReader
from commissions.application.queries.published_plans import PublishedPlans, published
from commissions.domain.people.accounts import MEMBER
from commissions.pages.member import home
from commissions.pages.member.home import HomeView
from commissions.pages.member.months import MONTH
from commissions.pages.member.order_rows import Seen
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import (
    NotHere,
    PageRoute,
    Request,
    Response,
    nothing_new,
)

MEMBERS = frozenset({MEMBER})


def home_page(request: Request) -> Response:
    view = _view(request)
    return Response(body=home.render(view, frame_of(request, "app", "home")))


def home_news(request: Request) -> Response:
    """Nothing, where the page shows what there is."""
    member, month = member_of(request), month_of(request, published())
    if request.query.get("version") == str(member_month.version(member, month)):
        return nothing_new()
    view = _view(request, until=_moment(request.query.get("seen", "")))
    return Response(body=home.render_news(view, frame_of(request, "app", "home")))


def member_of(request: Request) -> str:
    """Whose page it is. Raises NotHere of who signed in without being a member."""
    if not request.who.member_id:
        raise NotHere
    return request.who.member_id


def month_of(request: Request, plans: PublishedPlans) -> str:
    """That is asked for; where none is, the one that goes on. Raises NotHere of none at all."""
    asked = request.query.get("month", "")
    if not asked:
        return plans.month_now(request.now)
    if not MONTH.fullmatch(asked):
        raise NotHere
    return asked


def _view(request: Request, until: datetime | None = None) -> HomeView:
    plans, zone = published(), request.who.zone
    month = month_of(request, plans)
    facts = HomeReader(member_of(request), month, plans, request.now, zone).read()
    return home.home(facts, Seen(now=request.now, zone=zone, until=until))


def _moment(text: str) -> datetime | None:
    """As the page had it; None of what is no moment."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


ROUTES = (
    PageRoute("GET", "/app/home", MEMBERS, home_page),
    PageRoute("GET", "/app/home/news", MEMBERS, home_news, clocked=True),
)
