"""The API, as somebody's program has it: each answer is held against the description."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from openapi_schema_validator import OAS31Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from commissions.domain.people.accounts import SignedIn
from commissions.domain.people.machines import Machine, NotAMachinesToken
from commissions.pages.addresses import part_of
from commissions.runtime.api.handler import ApiHandler, api_family
from commissions.runtime.api.messages import ApiRoute
from commissions.runtime.http_event import ReceivedRequest
from commissions.runtime.route_table import RouteTable
from tests.support.pages import NOW, Answered, OpenGate, ask, page_event
from tools.openapi.document import ROUTES, document

TOKEN = "t0ken"  # what stands for one that the pool signed
EVERYTHING = frozenset(
    {"orders.read", "statements.read", "teams.read", "console.read", "finance.read", "audit.read"}
)
MACHINE = Machine(client_id="client-1", scopes=EVERYTHING)
_DESCRIBED = "urn:description"


@dataclass(frozen=True)
class OpenTokens:
    """Takes one token, of one machine."""

    known: Machine = MACHINE
    wait: int = 0

    def machine(self, token: str, asked: ReceivedRequest) -> Machine:
        if token != TOKEN:
            raise NotAMachinesToken("it is another")
        return self.known

    def list_secret(self, machine: Machine, asked: ReceivedRequest) -> str:
        return f"secret of {machine.client_id}"

    def seconds_to_wait(self, machine: Machine, asked: ReceivedRequest) -> int:
        return self.wait


@dataclass(frozen=True)
class ApiOf:
    """Some routes of the API, for one person or one machine."""

    routes: Sequence[ApiRoute]
    who: SignedIn | None = None
    """Nobody where a machine asks."""
    machine: Machine = MACHINE
    now: datetime = NOW
    known: Sequence[str] | None = None
    """Members that there are; all where it is not said."""

    def get(self, path: str, **headers: str) -> Answered:
        path, _, query = path.partition("?")
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.who is None:
            given["authorization"] = f"Bearer {TOKEN}"
        event = page_event(path, query=query, headers=given, now=self.now)
        answer = ask(self._handler, event)
        check(answer, path)
        return answer

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status == 200, answer.text
        return json.loads(answer.text)

    def to_the_end(self, path: str) -> list[Any]:
        """All items of a list, page by page."""
        found, joint = [], "&" if "?" in path else "?"
        page = self.json(path)
        while True:
            found += page["items"]
            if page["next"] is None:
                return found
            page = self.json(f"{path}{joint}cursor={page['next']}")

    @property
    def _handler(self) -> ApiHandler:
        known = self.known
        return api_family(
            self.routes,
            people=OpenGate(self.who) if self.who else _Nobody(),  # type: ignore[arg-type]
            tokens=OpenTokens(self.machine),
            is_known=lambda member: known is None or member in known,
        )


class _Nobody:
    def session(self, *_: Any, **__: Any) -> None:
        return None


def check(answer: Answered, path: str) -> None:
    """An answer is as the description says it is, whatever it is."""
    if answer.status == 304:
        assert answer.body == b""
        return
    if answer.status == 200:
        [found] = RouteTable(ROUTES).matching(path).values()
        said = document_of()["paths"][found.route.pattern]["get"]["responses"]["200"]
        pointer = said["content"]["application/json"]["schema"]["$ref"]
        assert answer.headers["content-type"] == "application/json"
    else:
        pointer = "#/components/schemas/Problem"
        assert answer.headers["content-type"] == "application/problem+json"
    faults = _faults(json.loads(answer.text), pointer)
    assert faults == [], f"{path}: {faults}"


def faults_of(told: Any, name: str) -> list[str]:
    """In what of a body is not as the description says that one of that name is."""
    return _faults(told, f"#/components/schemas/{name}")


def _faults(told: Any, pointer: str) -> list[str]:
    return [f"{each.json_path}: {each.message}" for each in _validator(pointer).iter_errors(told)]


@cache
def document_of() -> dict[str, Any]:
    return document()


@cache
def _validator(pointer: str) -> Any:
    described = DRAFT202012.create_resource(document_of())
    registry: Any = Registry().with_resource(_DESCRIBED, described)
    return OAS31Validator({"$ref": f"{_DESCRIBED}{pointer}"}, registry=registry)


def amounts(money: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """By currency."""
    return {each["currency"]: each["amount"] for each in money}


def part(key: str) -> str:
    return part_of(key)
