"""The description as a whole."""

import json
import re
from collections.abc import Sequence
from typing import Any

from commissions.domain.people.machines import RESOURCE_SERVER, SCOPES
from commissions.runtime.api import console, finance, member
from commissions.runtime.api.description import DESCRIPTION_PATH, OPEN_ROUTES
from commissions.runtime.api.messages import BASE, ApiRoute
from commissions.runtime.api.parameters import QueryParameter
from commissions.runtime.api.problems import (
    FORBIDDEN,
    NOT_FOUND,
    NOT_SIGNED_IN,
    PROBLEM_JSON,
    PROBLEMS_PATH,
    TOO_OFTEN,
    UNFIT,
    ProblemBody,
    ProblemKind,
)
from commissions.runtime.http_messages import SESSION_COOKIE
from tools.openapi.schemas import TEMPLATE, name_of, schemas

__all__ = ["OPEN_ROUTES", "ROUTES", "document", "for_machines", "for_people"]

ROUTES: tuple[ApiRoute, ...] = (*member.ROUTES, *console.ROUTES, *finance.ROUTES)
EACH_MAY_SAY = (NOT_SIGNED_IN, FORBIDDEN, NOT_FOUND, UNFIT, TOO_OFTEN)
TAGS = {
    "me": "A member's own, for who is signed in.",
    "members": "The same of any member, for machines.",
    "console": "What operators look after.",
    "finance": "What is owed, and what is paid.",
    "description": "What the API says of itself, to everybody.",
}
PARTS = {
    "batch": "A batch of payouts, like `USD-20261129-1`.",
    "currency": "In which it was earned, like `USD`.",
    "id": "Its id, written as addresses have it.",
    "key": "An order's key, written as addresses have it: `shopify~2Ftea-us~2F1001`.",
    "list": "A list of people who stand alike, as `payables` names them.",
    "member": "Whose figures, by their id.",
    "store": "A store, by its id.",
    "payee": "Somebody who is paid, by their id.",
    "somebody": "Somebody who stands below, by their id.",
}
DESCRIPTION = (
    "What the pages of Cart to Commission say, as JSON: by the same readers, to the same people. "
    "People come with the session of the pages, machines with a token of the user pool (client "
    "credentials). Amounts are decimal texts with their currency, volumes decimal texts, moments "
    "in UTC. Lists go on by `next`. Fields may be added; none is taken away or changes what it "
    "means within a version."
)

type Json = dict[str, Any]


def document() -> Json:
    paths: dict[str, Json] = {}
    for route in ROUTES:
        paths.setdefault(route.pattern, {})[route.method.lower()] = _operation(route)
    paths |= _of_itself()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cart to Commission",
            "version": "1",
            "description": DESCRIPTION,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "The host of the pages."}],
        "tags": [{"name": name, "description": says} for name, says in TAGS.items()],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas([*(route.body for route in ROUTES), ProblemBody]),
            "responses": _problems(),
            "securitySchemes": _security_schemes(),
        },
    }


def for_people(made: Json) -> str:
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def for_machines(made: Json) -> str:
    return json.dumps(made, separators=(",", ":"), ensure_ascii=False)


def _operation(route: ApiRoute) -> Json:
    security: list[Json] = []
    if route.roles:
        security.append({"session": []})
    if route.scope:
        security.append({"machine": [f"{RESOURCE_SERVER}/{route.scope}"]})
    return {
        "operationId": _operation_id(route),
        "summary": route.summary,
        "tags": [_tag(route)],
        "security": security,
        "parameters": [*_path_parameters(route), *map(_query_parameter, route.parameters)],
        "responses": {
            "200": {
                "description": "What was asked for.",
                "headers": {"ETag": _etag()},
                "content": {"application/json": {"schema": _ref(route.body)}},
            },
            "304": {"description": "It still is what `If-None-Match` names."},
        }
        | {str(kind.status): _problem_ref(kind) for kind in EACH_MAY_SAY},
    }


def _tag(route: ApiRoute) -> str:
    return route.pattern.removeprefix(f"{BASE}/").partition("/")[0]


def _operation_id(route: ApiRoute) -> str:
    words = re.findall(r"[a-z]+", route.pattern.removeprefix(BASE))
    return "_".join([route.method.lower(), *words])


def _path_parameters(route: ApiRoute) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": PARTS[name],
            "schema": {"type": "string"},
        }
        for name in re.findall(r"\{(\w+)\}", route.pattern)
    ]


def _query_parameter(each: QueryParameter) -> Json:
    schema: Json = {"type": "string"}
    if each.number_max:
        schema = {"type": "integer", "minimum": 1, "maximum": each.number_max}
    if each.words:
        schema["enum"] = list(each.words)
    if each.pattern:
        schema["pattern"] = f"^{each.pattern}$"
    if each.default:
        schema["default"] = int(each.default) if each.number_max else each.default
    return {"name": each.name, "in": "query", "description": f"{each.says}.", "schema": schema}


def _ref(body: type[Any]) -> Json:
    return {"$ref": TEMPLATE.format(model=name_of(body))}


def _etag() -> Json:
    return {
        "description": "Of what was answered; sent back as `If-None-Match` it may spare the body.",
        "schema": {"type": "string"},
    }


def _problem_ref(kind: ProblemKind) -> Json:
    return {"$ref": f"#/components/responses/{kind.word}"}


def _problems() -> Json:
    return {kind.word: _problem(kind) for kind in EACH_MAY_SAY}


def _problem(kind: ProblemKind) -> Json:
    told: Json = {
        "description": f"{kind.title}.",
        "content": {PROBLEM_JSON: {"schema": _ref(ProblemBody)}},
    }
    if kind is TOO_OFTEN:
        says = "After so many seconds it may be asked again."
        told["headers"] = {"Retry-After": {"description": says, "schema": {"type": "integer"}}}
    return told


def _security_schemes() -> Json:
    return {
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": SESSION_COOKIE,
            "description": "The session of the pages: whoever is signed in there.",
        },
        "machine": {
            "type": "oauth2",
            "description": "An app client of the company's user pool; its address is the company's "
            "own (`<SignInDomain>.auth.<region>.amazoncognito.com`).",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "https://example.auth.eu-west-1.amazoncognito.com/oauth2/token",
                    "scopes": {f"{RESOURCE_SERVER}/{name}": says for name, says in SCOPES.items()},
                }
            },
        },
    }


def _of_itself() -> dict[str, Json]:
    """What is answered whoever asks."""
    return {
        DESCRIPTION_PATH: {"get": _open("This description", "get_description", [])},
        f"{PROBLEMS_PATH}/{{word}}": {
            "get": _open(
                "What a problem's type means",
                "get_problem",
                [
                    {
                        "name": "word",
                        "in": "path",
                        "required": True,
                        "description": "The last part of the type.",
                        "schema": {"type": "string"},
                    }
                ],
            )
        },
    }


def _open(summary: str, operation_id: str, parameters: Sequence[Json]) -> Json:
    return {
        "operationId": operation_id,
        "summary": summary,
        "tags": ["description"],
        "security": [],
        "parameters": list(parameters),
        "responses": {
            "200": {
                "description": "What was asked for.",
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            "404": _problem_ref(NOT_FOUND),
        },
    }
