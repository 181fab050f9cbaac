import json
from typing import Any

import boto3
import pytest
from typer.testing import CliRunner

from commissions.aws import user_pool
from commissions.domain.people.member import Member
from commissions.domain.people.upline import PARTICIPANT
from commissions.tables import accounts, audit_log, members
from commissions.tables.items import scan
from tests.support.pages import NOW
from tools.cli.errors import MISUSED, REFUSED
from tools.cli.main import app

pytestmark = pytest.mark.usefixtures("reachable")


@pytest.fixture(autouse=True)
def _pool(reachable: None, monkeypatch: pytest.MonkeyPatch) -> None:
    members.register(Member(member_id="cat", kind=PARTICIPANT, created_at=NOW))
    make: Any = boto3.client
    found = make("cognito-idp").create_user_pool(PoolName="test", UsernameAttributes=["email"])
    monkeypatch.setattr(user_pool, "USER_POOL", found["UserPool"]["Id"])


def run(*words: str, code: int = 0) -> Any:
    seen = CliRunner().invoke(app, ["accounts", *words, "--json"])
    assert seen.exit_code == code, seen.output
    return json.loads(seen.stdout) if not code else seen.stderr


def test_without_apply_nothing_is_written_and_it_is_said_what_would_be() -> None:
    told = run("add", "cat@example.org", "--name", "Cat", "--member", "cat")

    assert told == {"roles": ["member"], "member": "cat", "applied": False}
    assert list(scan(accounts.TABLE)) == list(scan(audit_log.TABLE)) == []


def test_a_members_account_is_opened_and_the_log_names_nobody() -> None:
    run("add", "cat@example.org", "--name", "Cat Example", "--member", "cat", "--apply")

    [account] = run("list")["accounts"]
    logged = str(list(scan(audit_log.TABLE)))
    assert (account["member"], account["roles"], account["closed"]) == ("cat", ["member"], False)
    assert "accounts add" in logged
    assert "xample" not in logged


def test_names_are_shown_only_to_who_asks_for_them() -> None:
    run("add", "cat@example.org", "--name", "Cat Example", "--member", "cat", "--apply")

    [plain], [named] = run("list")["accounts"], run("list", "--names")["accounts"]
    assert "email" not in plain
    assert (named["name"], named["email"]) == ("Cat Example", "cat@example.org")


def test_staff_get_their_roles_by_an_action_on_record() -> None:
    told = run("add", "olga@example.org", "--name", "Olga", "--roles", "operator", "--apply")

    assert told["roles"] == ["operator"]
    assert run("list", "--role", "operator")["accounts"][0]["account"] == told["account"]
    assert "account.roles" in {each["what"] for each in scan(audit_log.TABLE)}


def test_roles_are_taken_as_they_are_given() -> None:
    account = run("add", "olga@example.org", "--name", "Olga", "--roles", "operator", "--apply")[
        "account"
    ]

    would = run("roles", account, "finance")
    before = run("list")["accounts"][0]["roles"]
    done = run("roles", account, "finance", "--why", "she moved", "--apply")

    assert (would["has"], would["roles"], would["applied"]) == (["operator"], ["finance"], False)
    assert (before, done["applied"]) == (["operator"], True)
    assert run("list")["accounts"][0]["roles"] == ["finance"]


def test_an_account_is_closed_with_a_reason_by_its_members_id() -> None:
    run("add", "cat@example.org", "--name", "Cat", "--member", "cat", "--apply")

    assert run("close", "cat", "--apply", code=MISUSED)
    run("close", "cat", "--why", "left", "--apply")

    assert run("list")["accounts"][0]["closed"] is True


def test_of_who_is_forgotten_nothing_is_listed() -> None:
    run("add", "cat@example.org", "--name", "Cat", "--member", "cat", "--apply")

    run("close", "cat", "--why", "asked for it", "--forget", "--apply")

    assert run("list")["accounts"] == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "cat", "--name", "Cat"), "Email: not an address"),
        (("add", "c@example.org", "--name", "C", "--member", "nobody"), "nobody"),
        (("add", "c@example.org", "--name", "C", "--roles", "boss"), "the roles are"),
        (("roles", "nobody", "operator"), "There is no account 'nobody'"),
        (("close", "nobody"), "There is no account 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], says: str) -> None:
    assert says in " ".join(run(*words, code=REFUSED).split())
