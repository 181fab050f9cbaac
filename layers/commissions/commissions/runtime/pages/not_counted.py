"""Members' pages of a stack whose months were not counted yet: they say so, as sums would be
wrong."""

from collections.abc import Sequence
from dataclasses import replace

from commissions.application.queries.member_month import NotCountedYet
from commissions.aws.telemetry import logger
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import PageRoute, Request, Response, Turned

NOT_COUNTED = 503
RETRY_SECONDS = 3600


def counted(routes: Sequence[PageRoute]) -> tuple[PageRoute, ...]:
    """The same routes; where a month is not counted yet, each answers a page that says so."""
    return tuple(_counted(each) for each in routes)


def _counted(route: PageRoute) -> PageRoute:
    def answer(request: Request) -> Response:
        try:
            return route.answer(request)
        except NotCountedYet:
            logger.warning("months are not counted yet: run `commissions rebuild` once")
            says = str(frame_of(request, "app", "").text("error.not-counted"))
            wait = {"retry-after": str(RETRY_SECONDS)}
            raise Turned(NOT_COUNTED, says, headers=wait) from None

    return replace(route, answer=answer)
