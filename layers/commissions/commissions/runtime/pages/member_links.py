"""/app/links: by what a store knows that a sale is a member's."""

from commissions.application.queries.own_links import links_of
from commissions.pages.member import links
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import PageRoute, Request, Response
from commissions.runtime.pages.member_home import MEMBERS, member_of


def links_page(request: Request) -> Response:
    member = member_of(request)
    found = links_of(member)
    view = links.links(found.code, found.stores, member)
    return Response(body=links.render(view, frame_of(request, "app", "links")))


ROUTES = (PageRoute("GET", "/app/links", MEMBERS, links_page),)
