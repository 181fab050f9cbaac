"""/app: what a member sees; /auth, and / for everybody who is signed in."""

from commissions.domain.people.accounts import EVERYBODY, first_page
from commissions.runtime.beside_api import HttpHandler, beside_api
from commissions.runtime.http_api import PageRoute, Request, Response, family, see_other
from commissions.runtime.pages import (
    member_home,
    member_links,
    member_money,
    member_orders,
    member_ranks,
    member_settings,
    member_team,
)
from commissions.runtime.pages.front import front
from commissions.runtime.pages.gate import AccountGate
from commissions.runtime.pages.not_counted import counted
from commissions.runtime.pages.sign_in import OPEN_ROUTES

PREFIX = "/app"


def home(request: Request) -> Response:
    return see_other(first_page(request.who.roles))


PAGES: tuple[PageRoute, ...] = counted(
    (
        *member_home.ROUTES,
        *member_orders.ROUTES,
        *member_team.ROUTES,
        *member_ranks.ROUTES,
        *member_money.ROUTES,
        *member_links.ROUTES,
        *member_settings.ROUTES,
    )
)
ROUTES = (PageRoute("GET", "/", EVERYBODY, home), front(PREFIX, PAGES), *PAGES)


def _api() -> HttpHandler:
    from commissions.runtime.api.member import handler as answers

    return answers


handler = beside_api(family(PREFIX, ROUTES, gate=AccountGate(), open_routes=OPEN_ROUTES), load=_api)
