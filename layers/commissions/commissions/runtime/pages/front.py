"""Where somebody comes who asks for a family as such."""

from collections.abc import Sequence

from commissions.domain.people.accounts import EVERYBODY, may
from commissions.runtime.http_messages import NotHere, PageRoute, Request, Response, see_other


def front(prefix: str, routes: Sequence[PageRoute]) -> PageRoute:
    """The address of the family itself: it leads to the first of its pages that one may read."""
    readable = [each for each in routes if each.method == "GET" and "{" not in each.pattern]

    def answer(request: Request) -> Response:
        for route in readable:
            if may(request.who.roles, route.roles, changes=False):
                return see_other(route.pattern)
        raise NotHere

    return PageRoute("GET", prefix, EVERYBODY, answer)
