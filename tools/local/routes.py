"""The HTTP API's routes: the engine leaves out those that SAM writes into an OpenAPI body."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.local.engine import Engine
from tools.local.template import Scope
from tools.stack import Stack

METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
ANY_METHOD = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"
CORS = "x-amazon-apigateway-cors"
AUTHORIZER = "x-amazon-apigateway-authorizer"


class Guarded(NotImplementedError):
    """A route asks for an authorizer of a kind that is not known here; left open, it would hide
    what AWS refuses."""


@dataclass(frozen=True)
class TokenAuthorizer:
    """Lets through whoever has a token of an issuer, for one of an audience."""

    name: str
    issuer: str
    audience: tuple[str, ...]
    found_in: str = "$request.header.Authorization"


@dataclass(frozen=True)
class Route:
    key: str
    uri: str
    payload: str = "2.0"
    authorizer: str = ""
    """Its name; empty of a route that is open."""
    scopes: tuple[str, ...] = ()
    """Of which a token has to have one; none where any token of the authorizer's will do."""

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


def authorizers_of(body: dict[str, Any], scope: Scope) -> list[TokenAuthorizer]:
    """Those that an OpenAPI body describes. Raises Guarded for others than for tokens."""
    schemes = body.get("components", {}).get("securitySchemes", {})
    return [_authorizer(name, scheme, scope) for name, scheme in schemes.items()]


def _authorizer(name: str, scheme: dict[str, Any], scope: Scope) -> TokenAuthorizer:
    described = scheme.get(AUTHORIZER, {})
    if described.get("type") != "jwt":
        raise Guarded(f"{name} is no authorizer for tokens, and only such are known here")
    tokens = scope.resolve(described["jwtConfiguration"])
    return TokenAuthorizer(
        name,
        tokens["issuer"],
        tuple(tokens["audience"]),
        described.get("identitySource", TokenAuthorizer.found_in),
    )


def _route(path: str, method: str, operation: dict[str, Any], scope: Scope) -> Route:
    asked = [each for each in operation.get("security", []) if each]
    if len(asked) > 1 or any(len(each) > 1 for each in asked):
        raise Guarded(f"{method.upper()} {path} has more than one authorizer")
    [(authorizer, scopes)] = asked[0].items() if asked else [("", [])]
    verb = "ANY" if method == ANY_METHOD else method.upper()
    integration = operation[INTEGRATION]
    return Route(
        key="$default" if path == "/$default" else f"{verb} {path}",
        uri=scope.resolve(integration["uri"]),
        payload=integration.get("payloadFormatVersion", "2.0"),
        authorizer=authorizer,
        scopes=tuple(scopes),
    )


def connect(engine: Engine, stack: Stack) -> list[Route]:
    """Gives every API of the stack the routes of its body, in place of those that it has."""
    connected = []
    for logical, body, scope in _bodies(engine, stack):
        api = stack.resources[logical]
        routes = of(body, scope)
        guards = authorizers_of(body, scope)
        _clear(engine, api)
        ids = {each.name: _create_authorizer(engine, api, each) for each in guards}
        for route in routes:
            _create(engine, api, route, ids)
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
    for authorizer in gateway.get_authorizers(ApiId=api)["Items"]:
        gateway.delete_authorizer(ApiId=api, AuthorizerId=authorizer["AuthorizerId"])


def _create_authorizer(engine: Engine, api: str, authorizer: TokenAuthorizer) -> str:
    created = engine.client("apigatewayv2").create_authorizer(
        ApiId=api,
        Name=authorizer.name,
        AuthorizerType="JWT",
        IdentitySource=[authorizer.found_in],
        JwtConfiguration={"Issuer": authorizer.issuer, "Audience": list(authorizer.audience)},
    )
    return str(created["AuthorizerId"])


def _create(engine: Engine, api: str, route: Route, authorizers: Mapping[str, str]) -> None:
    """Raises Guarded where nobody described the authorizer that a route asks for."""
    if route.authorizer and route.authorizer not in authorizers:
        raise Guarded(f"{route.key} asks for {route.authorizer}, which is not described")
    guarded: dict[str, Any] = {}
    if route.authorizer:
        guarded = {
            "AuthorizationType": "JWT",
            "AuthorizerId": authorizers[route.authorizer],
            "AuthorizationScopes": list(route.scopes),
        }
    gateway = engine.client("apigatewayv2")
    integration = gateway.create_integration(
        ApiId=api,
        IntegrationType="AWS_PROXY",
        IntegrationMethod="POST",
        IntegrationUri=route.uri,
        PayloadFormatVersion=route.payload,
    )
    target = f"integrations/{integration['IntegrationId']}"
    gateway.create_route(ApiId=api, RouteKey=route.key, Target=target, **guarded)
