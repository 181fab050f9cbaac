"""Whom AWS refuses something is told which policy the command takes."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import ScanError
from typer.testing import CliRunner

from tests.unit.tools.test_cli_recorded import commands
from tools.cli import roles
from tools.cli.errors import UNREACHABLE, Refused
from tools.cli.main import app
from tools.stack import NoStack, Stack

WITHOUT_A_STACK = {
    "up",
    "down",
    "translate",
    "preview",
    "vectors",
    "plan check",
    "plan show",
    "plan diff",
    "plan schema",
    "evidence check",
}

OF_WHO_DEPLOYS = {"events sign", "events keys", "events rotate"}
"""They read the key that events are signed with, which no policy for people does."""


def answered(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "not authorized"}}, "PutItem")


def test_of_every_command_that_reaches_a_stack_it_is_said_which_policy_it_takes() -> None:
    assert commands().keys() == roles.POLICIES.keys() | WITHOUT_A_STACK | OF_WHO_DEPLOYS


@pytest.mark.parametrize("code", ["AccessDenied", "AccessDeniedException"])
def test_who_is_refused_is_told_what_it_takes_and_what_aws_said(code: str) -> None:
    told = roles.refusal(answered(code), "store check")

    assert told
    assert told.exit_code == UNREACHABLE
    assert "`commissions store check` takes the stack's policy Operator or Loader" in str(told)
    assert "PutItem" in str(told)


def test_a_table_that_a_library_reads_says_who_is_refused_in_its_own_way() -> None:
    told = roles.refusal(ScanError(cause=answered("AccessDeniedException")), "privacy list")

    assert told
    assert "takes the stack's policy Auditor" in str(told)


@pytest.mark.parametrize(
    "error", [answered("ExpiredToken"), Refused("Nothing there."), ZeroDivisionError()]
)
def test_what_is_no_lack_of_rights_is_told_as_what_it_is(error: Exception) -> None:
    assert roles.refusal(error, "reconcile") is None


def test_it_is_told_also_where_the_stack_itself_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(_: str) -> Any:
        raise NoStack("The stack shop cannot be reached") from answered("AccessDenied")

    monkeypatch.setattr(Stack, "find", refused)
    said = CliRunner().invoke(app, ["parked", "--stack", "shop"])

    assert said.exit_code == UNREACHABLE
    assert "takes the stack's policy Auditor" in said.stderr
