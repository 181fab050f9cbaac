"""A user pool: its pages and token endpoint played on this machine, with moto's pool behind."""

import base64
import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import boto3
import pytest

from commissions.application.accounts import signing_in
from commissions.aws import user_pool
from commissions.domain.people.accounts import Account
from commissions.tables import accounts
from tests.support.pages import NOW
from tools.fake_store.listener import Listener
from tools.fake_store.platform_api import Request, Response, json_response

PASSWORD = "Green-tea-2026"


@dataclass
class PlayedPool:
    pool: str
    client: str
    url: str = ""
    broken: bool = False
    """Whether the token endpoint is out of order."""
    codes: dict[str, tuple[dict[str, str], dict[str, Any]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def a_user(self, email: str, **roles_and_more: Any) -> str:
        """Adds somebody to the pool, and an account unless there are no roles; returns its id."""
        user = _cognito().admin_create_user(
            UserPoolId=self.pool,
            Username=email,
            UserAttributes=[{"Name": "email", "Value": email}],
        )["User"]
        _cognito().admin_set_user_password(
            UserPoolId=self.pool, Username=user["Username"], Password=PASSWORD, Permanent=True
        )
        sub = next(each["Value"] for each in user["Attributes"] if each["Name"] == "sub")
        if roles_and_more:
            accounts.add(Account(account_id=sub, **roles_and_more))
        return str(sub)

    def signs_in(self, address: str, sub: str, **claims: Any) -> dict[str, str]:
        """Somebody signs in on the pool's pages; the query that they are sent back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = (asked, {"sub": sub, "cognito:username": sub} | claims)
        return {"code": code, "state": asked["state"]}

    def answer(self, request: Request) -> Response:
        self.asked.append(request.path)
        if self.broken:
            return Response(503)
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        asked, claims = self.codes.pop(form["code"], ({}, {}))
        if not asked or _challenge(form["code_verifier"]) != asked["code_challenge"]:
            return json_response({"error": "invalid_grant"}, 400)
        if any(form[name] != asked[name] for name in ("client_id", "redirect_uri")):
            return json_response({"error": "invalid_grant"}, 400)
        return json_response(
            {
                "id_token": self._id_token(asked, claims),
                "access_token": self._access_token(claims["cognito:username"]),
            }
        )

    def _id_token(self, asked: dict[str, str], claims: dict[str, Any]) -> str:
        seconds = int(NOW.timestamp())
        said = {
            "iss": user_pool.issuer(),
            "aud": self.client,
            "token_use": "id",
            "nonce": asked["nonce"],
            "iat": seconds,
            "exp": seconds + 300,
            "auth_time": seconds,
            "name": "Ann Example",
        } | claims
        return f"e30.{base64.urlsafe_b64encode(json.dumps(said).encode()).decode()}.c2ln"

    def _access_token(self, username: str) -> str:
        answer = _cognito().admin_initiate_auth(
            UserPoolId=self.pool,
            ClientId=self.client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": PASSWORD},
        )
        # Whom the pool asks for a second factor gets theirs later; what it is matters to nobody.
        return str(answer.get("AuthenticationResult", {}).get("AccessToken", "later"))


@contextmanager
def played(monkeypatch: pytest.MonkeyPatch) -> Iterator[PlayedPool]:
    """In an account of moto's. Wants sockets."""
    pool = _cognito().create_user_pool(PoolName="test", UsernameAttributes=["email"])["UserPool"][
        "Id"
    ]
    _cognito().create_user_pool_client(UserPoolId=pool, ClientName="machines")
    client = _cognito().create_user_pool_client(
        UserPoolId=pool,
        ClientName=user_pool.CLIENT_NAME,
        ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
    )["UserPoolClient"]["ClientId"]
    monkeypatch.setattr(user_pool, "USER_POOL", pool)
    found = PlayedPool(pool, client)
    listener = Listener(0, found.answer)
    monkeypatch.setattr(signing_in, "SIGN_IN_URL", listener.url)
    found.url = listener.url
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield found
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()


def back(query: dict[str, str]) -> str:
    return urlencode(query)


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@cache
def _cognito() -> Any:
    make: Any = boto3.client
    return make("cognito-idp", region_name=os.environ["AWS_DEFAULT_REGION"])
