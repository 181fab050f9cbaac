"""The description of the API is what its code says, and what OpenAPI 3.1 says that one is."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from commissions.domain.people.machines import SCOPES
from commissions.runtime.api.description import description
from commissions.runtime.api.handler import api_family
from commissions.runtime.api.messages import ApiRoute
from commissions.runtime.api.problems import PROBLEMS
from commissions.runtime.http_messages import OpenRoute
from tests.support.api import document_of
from tests.support.pages import OpenGate, ask, page_event, somebody
from tests.support.template import of_type
from tools.openapi.document import OPEN_ROUTES, ROUTES, for_machines, for_people
from tools.stack import ROOT

BY_HAND = "write it anew: python -m tools.openapi"
DOCUMENT = document_of()
EVERY: list[ApiRoute | OpenRoute] = [*ROUTES, *OPEN_ROUTES]
OPERATIONS = [
    (path, method, each)
    for path, found in DOCUMENT["paths"].items()
    for method, each in found.items()
]


def test_what_people_read_is_what_the_code_says() -> None:
    assert (ROOT / "docs/openapi.json").read_text() == for_people(DOCUMENT), BY_HAND


def test_what_is_served_is_what_the_code_says() -> None:
    handler = api_family((), open_routes=OPEN_ROUTES, people=OpenGate(somebody()))

    answer = ask(handler, page_event("/api/v1/openapi.json", cookies=()))
    again = ask(
        handler,
        page_event("/api/v1/openapi.json", headers={"if-none-match": answer.headers["etag"]}),
    )

    assert answer.status == 200
    assert answer.text == description() == for_machines(DOCUMENT), BY_HAND
    assert (again.status, again.body) == (304, b"")


def test_it_is_a_description_by_openapi() -> None:
    faults = list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors())

    assert faults == []
    assert DOCUMENT["openapi"].startswith("3.1.")


def test_a_fault_in_it_would_be_found() -> None:
    broken: dict[str, Any] = json.loads(json.dumps(DOCUMENT))
    del broken["paths"]["/api/v1/me"]["get"]["responses"]["200"]["description"]

    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


def test_every_route_is_in_it_and_nothing_else() -> None:
    written = {(method.upper(), path) for path, method, _ in OPERATIONS}

    assert written == {(each.method, each.pattern) for each in EVERY}
    assert len({each["operationId"] for _, _, each in OPERATIONS}) == len(OPERATIONS)


@pytest.mark.parametrize("route", ROUTES, ids=lambda each: each.pattern)
def test_who_may_is_said_of_each(route: Any) -> None:
    said = DOCUMENT["paths"][route.pattern][route.method.lower()]["security"]

    people: list[Any] = [{"session": []}] if route.roles else []
    machines: list[Any] = [{"machine": [f"api/{route.scope}"]}] if route.scope else []
    assert said == people + machines


def test_scopes_are_those_that_machines_are_given() -> None:
    flows = DOCUMENT["components"]["securitySchemes"]["machine"]["flows"]
    [server] = of_type("AWS::Cognito::UserPoolResourceServer").values()

    assert flows["clientCredentials"]["scopes"].keys() == {f"api/{each}" for each in SCOPES}
    assert {each["ScopeName"] for each in server["Scopes"]} == SCOPES.keys()
    assert {route.scope for route in ROUTES} == {"", *SCOPES}


def test_no_number_is_anything_but_whole() -> None:
    """A float is no amount, and no share either."""
    assert '"type":"number"' not in for_machines(DOCUMENT)


def test_every_field_is_always_there() -> None:
    """What may be missing is null, so that a program need not tell the two apart."""
    of_problems = {"errors"}
    for name, schema in DOCUMENT["components"]["schemas"].items():
        if schema["type"] == "object":
            optional = schema["properties"].keys() - set(schema["required"])
            assert optional <= (of_problems if name == "Problem" else set()), name


def test_a_problems_type_leads_to_what_it_means() -> None:
    handler = api_family((), open_routes=OPEN_ROUTES, people=OpenGate(somebody()))
    for kind in PROBLEMS:
        answer = ask(handler, page_event(kind.type, cookies=()))
        assert json.loads(answer.text) == {
            "type": kind.type,
            "title": kind.title,
            "status": kind.status,
        }
    assert ask(handler, page_event("/api/v1/problems/other", cookies=())).status == 404


def test_the_api_leads_to_every_resource() -> None:
    """A resource that no route of the HTTP API is of would be there in tests alone."""
    [api] = of_type("AWS::ApiGatewayV2::Api").values()
    for each in EVERY:
        greedy = [
            path
            for path in api["Body"]["paths"]
            if path.endswith("/{proxy+}") and each.pattern.startswith(path.removesuffix("{proxy+}"))
        ]
        longest = max(greedy, key=len)
        called = api["Body"]["paths"][longest][each.method.lower()]
        family = {"console": "Console", "finance": "Finance"}.get(each.pattern.split("/")[3])
        uri = json.dumps(called["x-amazon-apigateway-integration"]["uri"])
        assert f"{family or 'Member'}.Arn" in uri, each.pattern


def test_no_page_waits_for_the_api() -> None:
    """It, and what only it needs, is imported within functions that are called by its requests."""
    layer = ROOT / "layers/commissions/commissions"
    heavy = re.compile(r"commissions\.runtime\.api|cryptography|commissions\.clients\.signing_keys")
    for file in layer.rglob("*.py"):
        if file.is_relative_to(layer / "runtime/api"):
            continue
        assert not [name for name in imported_at_once(file) if heavy.match(name)], file
    own = [name for file in (layer / "runtime/api").glob("*.py") for name in imported_at_once(file)]
    assert not [name for name in own if re.match(r"pydantic|httpx2|cryptography", name)]


def imported_at_once(file: Path) -> list[str]:
    """By a module itself, when it is imported."""
    found = []
    for node in ast.parse(file.read_text()).body:
        match node:
            case ast.Import(names=names):
                found += [each.name for each in names]
            case ast.ImportFrom(module=str(module), names=names):
                found += [module, *(f"{module}.{each.name}" for each in names)]
    return found
