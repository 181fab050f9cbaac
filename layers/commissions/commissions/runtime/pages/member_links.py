"""/app/links: by what a store knows that a sale is a member's."""

from commissions.application.queries.own_links import links_of
from commissions.application.queries.own_orders_carried import carried_orders
from commissions.application.queries.published_plans import published
from commissions.pages.member import links
from commissions.pages.member.months import month_shown
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import PageRoute, Request, Response
from commissions.runtime.pages.member_home import MEMBERS, member_of


def links_page(request: Request) -> Response:
    member = member_of(request)
    found = links_of(member)
    view = links.links(found.code, found.stores, member)
    return Response(body=links.render(view, frame_of(request, "app", "links")))


def orders_page(request: Request) -> Response:
    """By which links the month's own orders came; the card alone for the page of links."""
    plans = published()
    month = plans.month_now(request.now)
    found = carried_orders(member_of(request), month, plans)
    shown = month_shown(month, plans.today(request.now))
    view = links.link_orders(found.counts, shown, found.looked_until)
    frame = frame_of(request, "app", "links")
    rendered = links.render_orders_card if request.fragment else links.render_orders
    return Response(body=rendered(view, frame))


ROUTES = (
    PageRoute("GET", "/app/links", MEMBERS, links_page),
    PageRoute("GET", links.ORDERS_PATH, MEMBERS, orders_page),
)
