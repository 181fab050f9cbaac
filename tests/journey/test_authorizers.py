"""A route that asks for a token, on the engine: as AWS has it, and not open because it is local."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from commissions.application.accounts import machines
from commissions.aws import user_pool
from commissions.aws.cache import forget_all
from commissions.domain.people.machines import NotAMachinesToken
from tools.local import deploy
from tools.local.engine import Engine
from tools.stack import Stack

READ, WRITE = "desk/read", "desk/write"
TEMPLATE = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  People: {Type: AWS::Cognito::UserPool, Properties: {UserPoolName: guarded}}
  Desk:
    Type: AWS::Cognito::UserPoolResourceServer
    Properties:
      UserPoolId: !Ref People
      Identifier: desk
      Name: desk
      Scopes:
        - {ScopeName: read, ScopeDescription: reads}
        - {ScopeName: write, ScopeDescription: writes}
  Machine:
    Type: AWS::Cognito::UserPoolClient
    DependsOn: Desk
    Properties: &machine
      UserPoolId: !Ref People
      GenerateSecret: true
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [client_credentials]
      AllowedOAuthScopes: [desk/read]
  Stranger: {Type: AWS::Cognito::UserPoolClient, DependsOn: Desk, Properties: *machine}
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        Authorizers:
          Tokens:
            IdentitySource: $request.header.Authorization
            JwtConfiguration:
              issuer: !Sub https://cognito-idp.${AWS::Region}.amazonaws.com/${People}
              audience: [!Ref Machine]
  Answer:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      CodeUri: answer/
      Handler: app.handler
      Events:
        Open:
          Type: HttpApi
          Properties: {ApiId: !Ref Api, Path: /open, Method: GET}
        Read:
          Type: HttpApi
          Properties:
            {ApiId: !Ref Api, Path: /read, Method: GET,
             Auth: {Authorizer: Tokens, AuthorizationScopes: [desk/read]}}
        Write:
          Type: HttpApi
          Properties:
            {ApiId: !Ref Api, Path: /write, Method: GET,
             Auth: {Authorizer: Tokens, AuthorizationScopes: [desk/write]}}
"""
HANDLER = 'def handler(event, context):\n    print("asked")\n    return {"statusCode": 200}\n'

Ask = Callable[..., int]


@pytest.fixture(scope="module")
def guarded(local_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Stack:
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "answer").mkdir()
    (folder / "answer/app.py").write_text(HANDLER)
    template = Path(folder, "template.yaml")
    template.write_text(TEMPLATE)
    return deploy.deploy(local_engine, template, name="guarded")


@pytest.fixture(scope="module")
def ask(guarded: Stack) -> Ask:
    def asked(path: str, token: str = "") -> int:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        request = urllib.request.Request(guarded.api_url + path, headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    return asked


def token_of(stack: Stack, name: str) -> str:
    which = {"UserPoolId": stack.resources["People"], "ClientId": stack.resources[name]}
    client = stack.client("cognito-idp").describe_user_pool_client(**which)["UserPoolClient"]
    form = {
        "grant_type": "client_credentials",
        "client_id": client["ClientId"],
        "client_secret": client["ClientSecret"],
        "scope": READ,
    }
    request = urllib.request.Request(  # noqa: S310
        f"{stack.endpoint}/oauth2/token",
        data=urlencode(form).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return str(json.loads(answer.read())["access_token"])


def test_a_guarded_route_asks_for_a_token_and_the_others_do_not(ask: Ask) -> None:
    assert (ask("/open"), ask("/read"), ask("/read", "made.up.token")) == (200, 401, 401)


def test_a_token_opens_what_its_scope_is_of(guarded: Stack, ask: Ask) -> None:
    token = token_of(guarded, "Machine")

    assert (ask("/read", token), ask("/write", token)) == (200, 403)


def test_a_token_that_was_changed_or_is_somebody_elses_opens_nothing(
    guarded: Stack, ask: Ask
) -> None:
    head, body, signature = token_of(guarded, "Machine").split(".")
    changed = f"{head}.{body}.{signature[:-4]}AAAA"

    assert ask("/read", changed) == 401
    assert ask("/read", token_of(guarded, "Stranger")) == 401


def test_the_api_takes_a_token_of_the_engine_for_what_it_is(
    guarded: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which is no route's authorizer, but the function's own look."""
    forget_all()
    monkeypatch.setattr(user_pool, "USER_POOL", guarded.resources["People"])
    monkeypatch.setattr(machines, "SIGN_IN_URL", guarded.endpoint)
    monkeypatch.setattr(machines, "API_CLIENTS", frozenset({guarded.resources["Machine"]}))
    token, now = token_of(guarded, "Machine"), datetime.now(UTC)

    found = machines.recognized(token, now)

    assert (found.client_id, found.scopes) == (guarded.resources["Machine"], frozenset())
    for other in (token_of(guarded, "Stranger"), f"{token[:-4]}AAAA"):
        with pytest.raises(NotAMachinesToken):
            machines.recognized(other, now)
