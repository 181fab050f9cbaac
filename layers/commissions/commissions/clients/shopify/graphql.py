"""How the GraphQL API is asked: by named operations, within the points that the shop allows.

Every call costs points, which come back with time: so much is there, so much comes back a second,
says each answer. https://shopify.dev/docs/api/usage/limits
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from commissions.clients import AccessDenied, InvalidResponse, Unavailable
from commissions.clients.backoff import Backoff, Budget
from commissions.clients.call_errors import Unauthorized
from commissions.clients.http import Http
from commissions.clients.rate_limit import Throttle
from commissions.clients.reply import Reply
from commissions.clients.shopify.refusals import NEEDS_SCOPE
from commissions.clients.shopify.versions import VERSION, VersionWatch
from commissions.domain.money import NotAnAmount, number

PATH = f"admin/api/{VERSION}/graphql.json"
THROTTLED, ACCESS_DENIED, FAILED = "THROTTLED", "ACCESS_DENIED", "INTERNAL_SERVER_ERROR"
WAIT_DEFAULT_SECONDS = 1.0
"""Where an answer that we asked too much does not say by how much."""


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    text: str
    mutates: bool = False
    """Whether asking it twice does more than once."""


@dataclass(frozen=True, slots=True)
class GraphReply:
    data: Mapping[str, Any]
    reply: Reply


class MutationRefused(InvalidResponse):
    """The store understood a mutation and does not do it."""

    def __init__(self, name: str, messages: Sequence[str]) -> None:
        super().__init__(f"{name}: {'; '.join(messages)}")
        self.messages = tuple(messages)


class GraphApi:
    """Asks one shop. Raises StoreError. `renew`: what is tried once where the shop does not let us
    in; says whether it is worth asking again."""

    def __init__(
        self, http: Http, budget: Budget | None = None, *, renew: Callable[[], bool] = lambda: False
    ) -> None:
        self._http = http
        self._renew = renew
        self.versions = VersionWatch()
        self._budget = budget or Budget()
        self._throttle = Throttle(self._budget)

    def execute(self, operation: Operation, **variables: Any) -> GraphReply:
        """What the operation gives; an operation that was throttled has not been carried out."""
        backoff = Backoff(self._budget)
        while True:
            self._throttle.acquire(operation.name)
            reply = self._posted(operation, variables)
            answer = reply.payload if isinstance(reply.payload, dict) else {}
            errors = _errors(answer)
            if THROTTLED not in errors:
                break
            wait = _missing(answer) or WAIT_DEFAULT_SECONDS
            if not backoff.wait(wait):
                raise Unavailable(f"{operation.name}: throttled", retry_after=wait)
        self._throttle.pause(_missing(answer))
        if errors:
            _fail(f"{operation.name} answered {reply.status} ({self._http.base_url})", errors)
        if reply.problem:
            raise InvalidResponse(reply.problem)
        if not isinstance(answer.get("data"), dict):
            raise InvalidResponse(f"{operation.name} answered {reply.status} without data")
        return GraphReply(answer["data"], reply)

    def mutate(self, operation: Operation, **variables: Any) -> Mapping[str, Any]:
        """What a mutation gives. Raises MutationRefused with the errors that it names."""
        [payload] = self.execute(operation, **variables).data.values()
        if not isinstance(payload, dict):
            raise InvalidResponse(f"{operation.name} answered nothing")
        if errors := payload.get("userErrors"):
            raise MutationRefused(
                operation.name, [str(each.get("message"))[:200] for each in errors]
            )
        return payload

    def _posted(self, operation: Operation, variables: Mapping[str, Any]) -> Reply:
        body = {
            "operationName": operation.name,
            "query": operation.text,
            "variables": dict(variables),
        }
        try:
            reply = self._http.post(PATH, body, safe=not operation.mutates)
        except Unauthorized:
            if not self._renew():
                raise
            reply = self._http.post(PATH, body, safe=not operation.mutates)
        self.versions.note(reply)
        return reply


def gid(kind: str, number: str) -> str:
    """`Order` and 77 are `gid://shopify/Order/77`. Raises InvalidResponse for what is no id."""
    if not number.isascii() or not number.isdigit():
        raise InvalidResponse(f"an id of Shopify's {kind.lower()}s is a number")
    return f"gid://shopify/{kind}/{number}"


def object_of(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Raises InvalidResponse."""
    found = data.get(name)
    if not isinstance(found, dict):
        raise InvalidResponse(f"an answer without {name}")
    return found


def _errors(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of the errors; `UNNAMED` for one without. Shopify's code of being throttled has
    come and gone, its message stayed."""
    errors = answer.get("errors")
    if isinstance(errors, list):
        return tuple(_code(each) for each in errors)
    return ("UNNAMED",) if errors else ()


def _code(error: Any) -> str:
    if not isinstance(error, dict):
        return "UNNAMED"
    if error.get("message") == "Throttled":
        return THROTTLED
    extensions = error.get("extensions")
    code = extensions.get("code") if isinstance(extensions, dict) else None
    return str(code)[:60] if code else "UNNAMED"


def _fail(what: str, codes: Sequence[str]) -> NoReturn:
    message = f"{what}: {', '.join(sorted(set(codes)))}"
    if ACCESS_DENIED in codes:
        raise AccessDenied(f"{message}: {NEEDS_SCOPE}")
    if FAILED in codes:
        raise Unavailable(message)
    raise InvalidResponse(message)


def _missing(answer: Mapping[str, Any]) -> float:
    """Seconds until there are as many points as this call has cost; 0 where there are, or where
    the answer does not say."""
    with suppress(AttributeError, TypeError, KeyError, NotAnAmount, ZeroDivisionError):
        cost = answer["extensions"]["cost"]
        status = cost["throttleStatus"]
        lacking = number(cost["requestedQueryCost"]) - number(status["currentlyAvailable"])
        return max(0.0, float(lacking / number(status["restoreRate"])))
    return 0.0
