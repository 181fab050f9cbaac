"""The HTTP API's routes: the engine leaves out those that SAM writes into an OpenAPI body."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tools.local.engine import Engine
from tools.local.template import Scope
from tools.stack import Stack

METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
ANY_METHOD = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"
CORS = "x-amazon-apigateway-cors"


class Guarded(NotImplementedError):
    """A route asks for an authorizer; left open here, it would hide what AWS refuses."""


@dataclass(frozen=True)
class Route:
    key: str
    uri: str
    payload: str = "2.0"

    @property
    def path(self) -> str:
        return self.key.partition(" ")[2]


def of(body: dict[str, Any], scope: Scope) -> list[Route]:
    """The routes that an OpenAPI body describes, references followed."""
    return [
        _route(path, method, operation, scope)
        for path, operations in body.get("paths", {}).items()
        for method, operation in operations.items()
        if method in (*METHODS, ANY_METHOD)
    ]


def _route(path: str, method: str, operation: dict[str, Any], scope: Scope) -> Route:
    if any(operation.get("security", [])):
        raise Guarded(
            f"{method.upper()} {path} has an authorizer, and only open routes are known here"
        )
    verb = "ANY" if method == ANY_METHOD else method.upper()
    integration = operation[INTEGRATION]
    return Route(
        key="$default" if path == "/$default" else f"{verb} {path}",
        uri=scope.resolve(integration["uri"]),
        payload=integration.get("payloadFormatVersion", "2.0"),
    )


def connect(engine: Engine, stack: Stack) -> list[Route]:
    """Gives every API of the stack the routes of its body, in place of those that it has."""
    connected = []
    for logical, body, scope in _bodies(engine, stack):
        api = stack.resources[logical]
        routes = of(body, scope)
        _clear(engine, api)
        for route in routes:
            _create(engine, api, route)
        if CORS in body:
            cors = {
                key[0].upper() + key[1:]: value for key, value in scope.resolve(body[CORS]).items()
            }
            engine.client("apigatewayv2").update_api(ApiId=api, CorsConfiguration=cors)
        connected += routes
    return connected


def _bodies(engine: Engine, stack: Stack) -> Iterator[tuple[str, dict[str, Any], Scope]]:
    asked = engine.client("cloudformation").get_template(
        StackName=stack.name, TemplateStage="Processed"
    )["TemplateBody"]
    processed = asked if isinstance(asked, dict) else json.loads(asked)
    declared = processed["Resources"]
    types = {logical: resource["Type"] for logical, resource in declared.items()}
    scope = Scope(stack.name, stack.region, stack.resources, types, stack.parameters)
    for logical, resource in declared.items():
        body = resource.get("Properties", {}).get("Body")
        if resource["Type"] == "AWS::ApiGatewayV2::Api" and body:
            yield logical, body, scope


def _clear(engine: Engine, api: str) -> None:
    gateway = engine.client("apigatewayv2")
    for route in gateway.get_routes(ApiId=api)["Items"]:
        gateway.delete_route(ApiId=api, RouteId=route["RouteId"])
    for integration in gateway.get_integrations(ApiId=api)["Items"]:
        gateway.delete_integration(ApiId=api, IntegrationId=integration["IntegrationId"])


def _create(engine: Engine, api: str, route: Route) -> None:
    gateway = engine.client("apigatewayv2")
    integration = gateway.create_integration(
        ApiId=api,
        IntegrationType="AWS_PROXY",
        IntegrationMethod="POST",
        IntegrationUri=route.uri,
        PayloadFormatVersion=route.payload,
    )
    target = f"integrations/{integration['IntegrationId']}"
    gateway.create_route(ApiId=api, RouteKey=route.key, Target=target)
