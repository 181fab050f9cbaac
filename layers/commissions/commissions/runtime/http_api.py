"""A family of pages as a Lambda handler behind the HTTP API: who asks, whether they may, and what
every answer has to have. docs/pages.md tells how a page is added."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.aws.telemetry import count, logger, milliseconds, observed
from commissions.domain.people.accounts import may
from commissions.pages import assets
from commissions.runtime import http_event
from commissions.runtime.frames import frame_for, rendered
from commissions.runtime.http_answer import FOR_GOOD, LambdaAnswer, lambda_answer
from commissions.runtime.http_event import ReceivedRequest, UnreadableRequest
from commissions.runtime.http_messages import (
    SESSION_COOKIE,
    BadForm,
    Conflict,
    Gate,
    NotHere,
    OpenRoute,
    OpenSession,
    PageRoute,
    ProofNeeded,
    Request,
    Response,
    Turned,
    nothing_new,
    prove_again,
    see_other,
)
from commissions.runtime.route_table import MatchedRoute, RouteTable
from commissions.runtime.same_site import is_from_own_page

__all__ = [
    "BadForm",
    "Conflict",
    "NotHere",
    "OpenRoute",
    "PageRoute",
    "Request",
    "Response",
    "family",
    "nothing_new",
    "prove_again",
    "see_other",
]

SIGN_IN, PROVE_AGAIN = "/auth/login", "/auth/again"

type PageHandler = Callable[[dict[str, Any], LambdaContext], LambdaAnswer]


def family(
    prefix: str, routes: Sequence[PageRoute], *, gate: Gate, open_routes: Sequence[OpenRoute] = ()
) -> PageHandler:
    """Pages under one address, `/app`. Raises AmbiguousRoute."""
    pages = PageFamily(prefix, RouteTable(routes), RouteTable(open_routes), gate)

    @observed
    def handler(event: dict[str, Any], context: LambdaContext) -> LambdaAnswer:
        count("PagesAsked")
        asked = http_event.read(event)
        answer = pages.answer(asked)
        milliseconds("PageLatency", latency_ms(event))
        return lambda_answer(
            answer.status,
            answer.body,
            content_type=answer.content_type,
            headers=answer.headers,
            cookies=answer.cookies,
            takes_gzip=asked.takes_gzip,
            is_tls=asked.is_tls,
            is_head=asked.method == "HEAD",
        )

    return handler


def latency_ms(event: Mapping[str, Any]) -> float:
    """How long the route has been waiting for us."""
    taken_at: int = event["requestContext"]["timeEpoch"]
    return max(0.0, time.time() * 1000 - taken_at)


@dataclass(frozen=True, slots=True)
class PageFamily:
    """What one function answers."""

    prefix: str
    pages: RouteTable[PageRoute]
    open_pages: RouteTable[OpenRoute]
    gate: Gate

    def answer(self, asked: ReceivedRequest) -> Response:
        """Never raises: whatever happens, somebody gets a page that says so."""
        opened: OpenSession | None = None
        try:
            if answer := self._to_anybody(asked):
                return answer
            found = self.pages.matching(asked.path)
            opened = self._session(asked, found)
            if opened is None:
                return _to_sign_in(asked, self.prefix)
            return self._page(asked, opened, found)
        except ProofNeeded as needed:
            return _sent(asked, f"{PROVE_AGAIN}?{urlencode({'to': needed.to})}")
        except Turned as turned:
            problem = turned
        except UnreadableRequest as error:
            problem = Turned(error.status)
        except Exception:
            count("PagesFailed")
            logger.exception("a page could not be made", request=asked.request_id)
            problem = Turned(500)
        return self._says_so(asked, problem, opened)

    def _to_anybody(self, asked: ReceivedRequest) -> Response | None:
        """What is answered whoever asks; None of all that is for somebody."""
        if asked.changes and not is_from_own_page(asked.headers, asked.origin):
            raise Turned(403)
        if asked.path.startswith(f"{self.prefix}/assets/"):
            return _asset(asked)
        page = _for_method(self.open_pages.matching(asked.path), asked)
        return page.route.answer(asked) if page else None

    def _session(
        self, asked: ReceivedRequest, found: Mapping[str, MatchedRoute[PageRoute]]
    ) -> OpenSession | None:
        in_use = not any(page.route.clocked for page in found.values())
        cookie = asked.cookies.get(SESSION_COOKIE, "")
        return self.gate.session(cookie, asked.now, in_use=in_use)

    def _page(
        self,
        asked: ReceivedRequest,
        opened: OpenSession,
        found: Mapping[str, MatchedRoute[PageRoute]],
    ) -> Response:
        wait = self.gate.seconds_to_wait(opened.who, changes=asked.changes, now=asked.now)
        if wait:
            raise Turned(429, headers={"retry-after": str(wait)})
        page = _for_method(_readable(found, opened), asked)
        if page is None:
            raise NotHere
        return page.route.answer(_request(asked, opened, page.path_params))

    def _says_so(
        self, asked: ReceivedRequest, problem: Turned, opened: OpenSession | None
    ) -> Response:
        frame = frame_for(asked, self.prefix[1:], opened.who if opened else None)
        body = rendered(
            "error.html",
            frame,
            asked.headers,
            status=problem.status,
            says=problem.says,
            field=problem.field,
            request_id=asked.request_id,
        )
        return Response(status=problem.status, body=body, headers=problem.headers)


def _readable(
    found: Mapping[str, MatchedRoute[PageRoute]], opened: OpenSession
) -> dict[str, MatchedRoute[PageRoute]]:
    return {
        method: page
        for method, page in found.items()
        if may(opened.who.roles, page.route.roles, changes=method == "POST")
    }


def _request(
    asked: ReceivedRequest, opened: OpenSession, path_params: Mapping[str, str]
) -> Request:
    """Raises UnreadableRequest."""
    return Request(
        method=asked.method,
        path=asked.path,
        path_params=path_params,
        query=asked.query,
        form=asked.form if asked.changes else {},
        headers=asked.headers,
        fragment=asked.is_fragment,
        who=opened.who,
        now=asked.now,
        request_id=asked.request_id,
        session=opened.session,
        origin=asked.origin,
    )


def _for_method[R](
    found: Mapping[str, MatchedRoute[R]], asked: ReceivedRequest
) -> MatchedRoute[R] | None:
    """None where nothing is at that address. Raises Turned where only other methods are."""
    method = "GET" if asked.method == "HEAD" else asked.method
    if found and method not in found:
        methods = {*found, *(["HEAD"] if "GET" in found else [])}
        raise Turned(405, headers={"allow": ", ".join(sorted(methods))})
    return found.get(method)


def _to_sign_in(asked: ReceivedRequest, prefix: str) -> Response:
    """To where people sign in, and afterwards to where they wanted; from there a form is not sent
    again, so one comes back to the page that it stands in."""
    query = f"?{asked.query_text}" if asked.query_text else ""
    if asked.is_fragment:
        page = asked.headers.get("hx-current-url", "").removeprefix(asked.origin)
        wanted = page if page.startswith("/") else prefix
    else:
        wanted = prefix if asked.changes else f"{quote(asked.path)}{query}"
    return _sent(asked, f"{SIGN_IN}?{urlencode({'to': wanted})}")


def _sent(asked: ReceivedRequest, address: str) -> Response:
    """The whole page goes there, also where only a part of it asked."""
    if asked.is_fragment:
        return Response(status=401, headers={"hx-redirect": address})
    return see_other(address)


def _asset(asked: ReceivedRequest) -> Response:
    """Raises NotHere."""
    asset = assets.named(asked.path.rpartition("/")[2])
    if asset is None:
        raise NotHere
    packed = asset.packed if asked.takes_gzip else b""
    return Response(
        body=packed or asset.body,
        content_type=asset.content_type,
        headers={"cache-control": FOR_GOOD} | ({"content-encoding": "gzip"} if packed else {}),
    )
