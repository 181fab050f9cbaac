"""Resources of the API as a Lambda handler behind the HTTP API: who asks, whether they may, and
what every answer has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.aws.telemetry import count, logger, milliseconds, observed
from commissions.domain.people.accounts import may
from commissions.domain.people.machines import RESOURCE_SERVER
from commissions.runtime import http_event
from commissions.runtime.api.callers import MachineGate, TokenGate, caller_of
from commissions.runtime.api.encoding import encoded, tag_of
from commissions.runtime.api.messages import ApiRequest, ApiRoute, Caller
from commissions.runtime.api.parameters import checked
from commissions.runtime.api.problems import (
    FAILED,
    FORBIDDEN,
    NOT_ALLOWED,
    TOO_LARGE,
    UNREADABLE,
    ApiProblem,
    not_found,
    told,
)
from commissions.runtime.http_answer import LambdaAnswer, lambda_answer
from commissions.runtime.http_api import latency_ms
from commissions.runtime.http_event import ReceivedRequest, UnreadableRequest
from commissions.runtime.http_messages import Gate, OpenRoute, Response
from commissions.runtime.pages.gate import AccountGate
from commissions.runtime.route_table import MatchedRoute, RouteTable

JSON = "application/json"
KEPT_BY_WHO_ASKED = "private, no-cache"
"""And asked for again each time, as whether it still holds is said here alone."""
MEMBER_PARAM = "member"

type ApiHandler = Callable[[dict[str, Any], LambdaContext], LambdaAnswer]
type IsKnown = Callable[[str], bool]


def api_family(
    routes: Sequence[ApiRoute],
    *,
    open_routes: Sequence[OpenRoute] = (),
    people: Gate | None = None,
    tokens: MachineGate | None = None,
    is_known: IsKnown = lambda _: True,
) -> ApiHandler:
    """`is_known`: whether there is a member of that id, whom a machine asks for. Raises
    AmbiguousRoute."""
    family = ApiFamily(
        RouteTable(routes),
        RouteTable(open_routes),
        people or AccountGate(),
        tokens or TokenGate(),
        is_known,
    )

    @observed
    def handler(event: dict[str, Any], context: LambdaContext) -> LambdaAnswer:
        count("PagesAsked")
        asked = http_event.read(event)
        answer = family.answer(asked)
        milliseconds("PageLatency", latency_ms(event))
        return lambda_answer(
            answer.status,
            answer.body,
            content_type=answer.content_type,
            headers={"cache-control": KEPT_BY_WHO_ASKED, **answer.headers},
            cookies=(),
            takes_gzip=asked.takes_gzip,
            is_tls=asked.is_tls,
            is_head=asked.method == "HEAD",
        )

    return handler


@dataclass(frozen=True, slots=True)
class ApiFamily:
    """What one function answers of the API."""

    routes: RouteTable[ApiRoute]
    open_routes: RouteTable[OpenRoute]
    people: Gate
    tokens: MachineGate = field(repr=False)
    is_known: IsKnown

    def answer(self, asked: ReceivedRequest) -> Response:
        """Never raises: whatever happens, a problem says it."""
        try:
            if found := _of_method(self.open_routes.matching(asked.path), asked):
                return found.route.answer(asked)
            return self._resource(asked)
        except ApiProblem as problem:
            return told(problem, asked.request_id)
        except UnreadableRequest as error:
            kind = TOO_LARGE if error.status == TOO_LARGE.status else UNREADABLE
            return told(ApiProblem(kind), asked.request_id)
        except Exception:
            count("PagesFailed")
            logger.exception("the API could not answer", request=asked.request_id)
            return told(ApiProblem(FAILED), asked.request_id)

    def _resource(self, asked: ReceivedRequest) -> Response:
        caller = caller_of(asked, self.people, self.tokens)
        found = _of_method(self.routes.matching(asked.path), asked)
        if found is None:
            raise not_found()
        route, params = found.route, found.path_params
        _check_reach(route, caller)
        member = self._member(params, caller)
        query = checked(asked.query, route.parameters)
        request = ApiRequest(
            path=asked.path,
            route=route.pattern,
            path_params=params,
            query=query,
            caller=caller,
            member=member,
            now=asked.now,
        )
        return _answered(encoded(route.answer(request)), asked)

    def _member(self, params: Mapping[str, str], caller: Caller) -> str:
        """Whose figures; a person's own, whatever the address says. Raises ApiProblem."""
        if caller.person is not None:
            return caller.person.member_id
        member = params.get(MEMBER_PARAM, "")
        if member and not self.is_known(member):
            raise not_found()
        return member


def _check_reach(route: ApiRoute, caller: Caller) -> None:
    """Raises ApiProblem."""
    if caller.person is not None:
        if not route.roles:
            raise not_found()
        if not may(caller.person.roles, route.roles, changes=route.method != "GET"):
            raise ApiProblem(FORBIDDEN)
        return
    if not route.scope:
        raise not_found()
    if route.scope not in caller.scopes:
        wanted = f'Bearer error="insufficient_scope", scope="{RESOURCE_SERVER}/{route.scope}"'
        raise ApiProblem(FORBIDDEN, headers={"www-authenticate": wanted})


def _answered(body: str, asked: ReceivedRequest) -> Response:
    tag = tag_of(body)
    if _has(asked.headers.get("if-none-match", ""), tag):
        return Response(status=304, headers={"etag": tag})
    return Response(body=body, content_type=JSON, headers={"etag": tag})


def _has(said: str, tag: str) -> bool:
    """Whether one of the tags that somebody has is this, by the weak comparison."""
    opaque = tag.removeprefix("W/")
    return any(each.strip().removeprefix("W/") in (opaque, "*") for each in said.split(","))


def _of_method[R](
    found: Mapping[str, MatchedRoute[R]], asked: ReceivedRequest
) -> MatchedRoute[R] | None:
    """None where nothing is at that address. Raises ApiProblem where only other methods are."""
    method = "GET" if asked.method == "HEAD" else asked.method
    if found and method not in found:
        raise ApiProblem(NOT_ALLOWED, headers={"allow": ", ".join(sorted(found))})
    return found.get(method)
