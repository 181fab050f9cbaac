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


def test_a_guarded_route_is_not_opened() -> None:
    body = {"paths": {"/orders": {"post": an_operation(security=[{"Keys": []}])}}}

    with pytest.raises(routes.Guarded, match="POST /orders"):
        routes.of(body, SCOPE)
