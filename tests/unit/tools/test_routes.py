from dataclasses import replace
from typing import Any

import pytest

from tools.local import routes
from tools.local.template import Scope

SCOPE = Scope(
    stack="shop",
    region="eu-west-1",
    resources={"Hook": "shop-Hook"},
    types={"Hook": "AWS::Lambda::Function"},
)
INVOKE = (
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path"
    "/2015-03-31/functions/${Hook.Arn}/invocations"
)
HOOK = (
    "arn:aws:apigateway:eu-west-1:lambda:path"
    "/2015-03-31/functions/arn:aws:lambda:eu-west-1:000000000000:function:shop-Hook/invocations"
)


def an_operation(**more: Any) -> dict[str, Any]:
    integration = {"uri": {"Fn::Sub": INVOKE}, "payloadFormatVersion": "2.0"}
    return {"x-amazon-apigateway-integration": integration, **more}


def test_each_method_of_a_path_is_a_route_to_its_function() -> None:
    body = {"paths": {"/orders/{id}": {"post": an_operation(), "get": an_operation()}}}

    assert routes.of(body, SCOPE) == [
        routes.Route("POST /orders/{id}", HOOK),
        routes.Route("GET /orders/{id}", HOOK),
    ]


def test_what_all_methods_of_a_path_share_is_no_route() -> None:
    body = {"paths": {"/orders": {"parameters": [], "post": an_operation()}}}

    assert [route.key for route in routes.of(body, SCOPE)] == ["POST /orders"]


def test_a_path_may_take_any_method() -> None:
    body = {"paths": {"/orders": {"x-amazon-apigateway-any-method": an_operation()}}}

    assert [route.key for route in routes.of(body, SCOPE)] == ["ANY /orders"]


def test_an_api_may_have_a_route_for_all_else() -> None:
    body = {"paths": {"/$default": {"x-amazon-apigateway-any-method": an_operation()}}}

    assert [route.key for route in routes.of(body, SCOPE)] == ["$default"]


TOKENS = {
    "type": "oauth2",
    "x-amazon-apigateway-authorizer": {
        "type": "jwt",
        "identitySource": "$request.header.Authorization",
        "jwtConfiguration": {
            "issuer": {"Fn::Sub": "https://cognito-idp.${AWS::Region}.amazonaws.com/${People}"},
            "audience": [{"Ref": "Machines"}],
        },
    },
}


def test_a_guarded_route_asks_for_its_authorizer_and_its_scopes() -> None:
    body = {"paths": {"/orders": {"get": an_operation(security=[{"Tokens": ["desk.read"]}])}}}

    assert routes.of(body, SCOPE) == [
        routes.Route("GET /orders", HOOK, authorizer="Tokens", scopes=("desk.read",))
    ]


def test_an_authorizer_takes_tokens_of_one_issuer_for_those_who_are_named() -> None:
    scope = replace(SCOPE, resources={"People": "eu-west-1_Abc", "Machines": "client-1"})
    body = {"components": {"securitySchemes": {"Tokens": TOKENS}}}

    assert routes.authorizers_of(body, scope) == [
        routes.TokenAuthorizer(
            "Tokens", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc", ("client-1",)
        )
    ]


@pytest.mark.parametrize(
    "scheme",
    [
        {"type": "apiKey"},
        {"type": "apiKey", "x-amazon-apigateway-authorizer": {"type": "request"}},
    ],
)
def test_what_is_guarded_in_a_way_that_is_not_known_is_not_opened(scheme: dict[str, Any]) -> None:
    with pytest.raises(routes.Guarded, match="Keys"):
        routes.authorizers_of({"components": {"securitySchemes": {"Keys": scheme}}}, SCOPE)


def test_a_route_with_two_authorizers_is_not_opened_for_who_has_one() -> None:
    body = {"paths": {"/orders": {"get": an_operation(security=[{"One": []}, {"Two": []}])}}}

    with pytest.raises(routes.Guarded, match="GET /orders"):
        routes.of(body, SCOPE)
