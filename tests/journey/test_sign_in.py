"""From a page to the engine's own sign-in, back and in; out again, and closed out."""

import base64
import hashlib
import hmac
import json
import os
import re
import struct
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.journey.deployed import Commissions, Said
from tests.journey.visitor import Visitor
from tools.stack import ROOT, Stack

ORDERS = "/app/orders?store=tea-us"
OPENING = "from tools.local import demo_accounts; demo_accounts.make()"
SESSION = "__Host-session"


@pytest.fixture(scope="module", autouse=True)
def _accounts(stack: Stack, company: Said) -> None:
    """In a process of its own: this one is no stack's."""
    surroundings = os.environ | stack.environment() | {"POWERTOOLS_METRICS_DISABLED": "true"}
    command = [sys.executable, "-c", OPENING]
    subprocess.run(command, check=True, cwd=ROOT, env=surroundings)  # noqa: S603 - our own code


@pytest.fixture
def visitor(stack: Stack) -> Visitor:
    return Visitor(stack)


def one_time_code(secret: str, seconds: float) -> str:
    """As an authenticator app has it (RFC 6238)."""
    counter = struct.pack(">Q", int(seconds) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def account_of(commissions: Commissions, role: str) -> str:
    found = commissions("accounts", "list", "--role", role, "--json").json["accounts"]
    return str(found[0]["account"])


def test_who_wants_a_page_signs_in_and_comes_to_it(visitor: Visitor) -> None:
    asked = visitor.once("GET", ORDERS)
    seen = visitor.sign_in("cara", ORDERS)

    assert asked.status == 303
    assert parse_qs(urlsplit(asked.headers["location"]).query) == {"to": [ORDERS]}
    assert seen.path == ORDERS
    assert SESSION in visitor.cookies


def test_everybody_comes_to_where_their_work_is(stack: Stack) -> None:
    ways = {who: Visitor(stack) for who in ("cara", "olga", "fred", "aude")}
    for who, visitor in ways.items():
        visitor.sign_in(who)

    assert {who: visitor.once("GET", "/").headers["location"] for who, visitor in ways.items()} == {
        "cara": "/app",
        "olga": "/console",
        "fred": "/finance",
        "aude": "/console",
    }


def test_each_family_knows_who_signed_in_at_another(stack: Stack) -> None:
    """Three functions, each with rights of its own to see who asks."""
    visitor = Visitor(stack)
    visitor.sign_in("olga")

    statuses = [
        visitor.once("GET", f"/{each}/nothing").status for each in ("app", "console", "finance")
    ]

    assert statuses == [404, 404, 404]


def test_who_has_no_account_here_stays_out_although_the_user_pool_knows_them(
    stack: Stack, visitor: Visitor
) -> None:
    pool = stack.client("cognito-idp")
    where = {"UserPoolId": stack.resources["UserPool"]}
    pool.admin_create_user(**where, Username="ivy@example.org", MessageAction="SUPPRESS")
    pool.admin_set_user_password(
        **where, Username="ivy@example.org", Password="Green-tea-2026", Permanent=True
    )

    seen = visitor.sign_in("ivy")

    assert seen.status == 403
    assert "There is no account for you here" in seen.text
    assert SESSION not in visitor.cookies


def test_a_wrong_password_lets_nobody_in(visitor: Visitor) -> None:
    seen = visitor.sign_in("cara", password="Green-tea-2025")

    assert "Incorrect username or password" in seen.text
    assert SESSION not in visitor.cookies


def test_who_signs_out_signs_in_again(visitor: Visitor) -> None:
    visitor.sign_in("cara")
    copied = dict(visitor.cookies)

    out = visitor.post("/auth/logout")
    visitor.cookies.update(copied)

    assert "You are signed out" in out.text
    assert visitor.once("GET", ORDERS).headers["location"].startswith("/auth/login")


def test_another_site_signs_nobody_out(visitor: Visitor) -> None:
    visitor.sign_in("cara")
    form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site"}

    assert visitor.once("POST", "/auth/logout", **form).status == 403
    assert visitor.once("GET", "/").headers["location"] == "/app"


def test_who_gets_other_roles_is_out_with_the_next_click_and_in_again_with_them(
    stack: Stack, commissions: Commissions
) -> None:
    visitor = Visitor(stack)
    visitor.sign_in("adam")
    account = account_of(commissions, "admin")

    commissions("accounts", "roles", account, "operator", "--why", "he moved", "--apply")
    thrown_out = visitor.once("GET", "/")
    visitor.sign_in("adam")

    assert thrown_out.headers["location"].startswith("/auth/login")
    assert visitor.once("GET", "/").headers["location"] == "/console"
    commissions("accounts", "roles", account, "admin", "--why", "and back", "--apply")


def test_who_is_closed_out_is_out_with_the_next_click_and_stays_out(
    stack: Stack, commissions: Commissions
) -> None:
    visitor = Visitor(stack)
    visitor.sign_in("cora")
    account = account_of(commissions, "compliance")

    closed = commissions("accounts", "close", account, "--why", "left", "--apply")
    after = visitor.once("GET", "/console")
    again = Visitor(stack).sign_in("cora")

    assert closed.code == 0
    assert after.headers["location"].startswith("/auth/login")
    assert "User is disabled" in again.text


def test_a_second_factor_is_set_up_by_the_code_that_the_app_shows_and_by_no_other(
    visitor: Visitor,
) -> None:
    page = visitor.sign_in("eve", "/auth/authenticator?to=/app/settings")
    [secret] = re.findall(r"otpauth://[^\"]*secret=([A-Z2-7]+)", page.text)
    right = one_time_code(secret, time.time())

    wrong = visitor.post("/auth/second-factor", code=f"{(int(right) + 1) % 10**6:06}")
    without = dict(visitor.cookies)
    inside = visitor.post("/auth/second-factor", code=right)

    assert (wrong.status, "That is not what the app shows now" in wrong.text) == (422, True)
    assert SESSION not in without
    assert inside.path == "/app/settings"
    assert SESSION in visitor.cookies


def test_what_was_done_to_accounts_is_in_the_log_and_names_nobody(
    commissions: Commissions,
) -> None:
    logged = commissions("log", "--json").json

    done = {each["what"] for each in logged["entries"]}
    assert {"accounts close", "account.roles"} <= done
    assert "example.org" not in json.dumps(logged)


def test_the_api_answers_whoever_is_signed_in_and_each_function_its_part(visitor: Visitor) -> None:
    """Longer addresses go before shorter ones: what operators look after is another function's."""
    paths = ("/api/v1/me/summary", "/api/v1/console/health", "/api/v1/nowhere")
    before = [visitor.once("GET", path).status for path in paths]
    described = visitor.once("GET", "/api/v1/openapi.json")
    visitor.sign_in("cara", ORDERS)

    answers = [visitor.once("GET", path) for path in paths]
    again = visitor.once("GET", paths[0], **{"If-None-Match": answers[0].headers["etag"]})

    assert before == [401, 401, 401]
    assert json.loads(described.text)["openapi"].startswith("3.1")
    assert [each.status for each in answers] == [200, 403, 404]
    assert json.loads(answers[0].text)["money"]
    assert [json.loads(each.text)["type"].rpartition("/")[2] for each in answers[1:]] == [
        "forbidden",
        "not-found",
    ]
    assert (again.status, again.text) == (304, "")


def test_a_machine_that_nobody_named_is_told_nothing(visitor: Visitor, stack: Stack) -> None:
    """Although the pool itself gave it a token with all scopes there are."""
    pool, cognito = stack.resources["UserPool"], stack.client("cognito-idp")
    scopes = ["api/orders.read", "api/console.read"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool,
        ClientName="somebody's own",
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=scopes,
    )["UserPoolClient"]
    form = {
        "grant_type": "client_credentials",
        "client_id": client["ClientId"],
        "client_secret": client["ClientSecret"],
        "scope": " ".join(scopes),
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    given = visitor.once("POST", f"{stack.endpoint}/oauth2/token", urlencode(form), **headers)
    token = json.loads(given.text)["access_token"]

    for path in ("/api/v1/members/cara/orders", "/api/v1/console/health"):
        assert visitor.once("GET", path, Authorization=f"Bearer {token}").status == 401
