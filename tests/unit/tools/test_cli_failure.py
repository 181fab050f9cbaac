import json
import os
import subprocess
import sys

import httpx2
import pytest
import typer
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError
from typer.testing import CliRunner

from commissions.domain.money import NotAnAmount
from tools.cli import failure
from tools.cli.errors import MISUSED, REFUSED, UNREACHABLE, Misused, Refused
from tools.cli.failure import Commands
from tools.stack import NoStack


def denied() -> ClientError:
    return ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "Scan")


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (Refused("Nothing there."), REFUSED, "Nothing there."),
        (Misused("Say which."), MISUSED, "Say which."),
        (NotAnAmount("1O is no amount"), REFUSED, "1O is no amount."),
        (NoStack("no stack runs"), UNREACHABLE, "No stack runs."),
        (FileNotFoundError(2, "No such file", "x.json"), MISUSED, "Cannot read x.json"),
        (EndpointConnectionError(endpoint_url="http://x"), UNREACHABLE, "`commissions up`"),
        (httpx2.ConnectError("refused"), UNREACHABLE, "does not answer"),
        (NoCredentialsError(), UNREACHABLE, "set AWS_PROFILE"),
        (denied(), UNREACHABLE, "AWS lets these credentials do nothing here"),
        (ZeroDivisionError("division"), REFUSED, "Unexpected ZeroDivisionError"),
    ],
)
def test_an_error_is_a_sentence_and_an_exit_code(error: Exception, code: int, says: str) -> None:
    sentence, exit_code = failure.answer(error)

    assert (exit_code, says in sentence) == (code, True)


def test_what_lies_behind_an_error_of_a_library_is_told() -> None:
    error = NoStack("the stack cannot be reached")
    error.__cause__ = NoCredentialsError()

    assert failure.answer(error) == (failure.answer(NoCredentialsError())[0], UNREACHABLE)


app = typer.Typer(cls=Commands)


@app.callback()
def main(verbose: bool = False) -> None:
    pass


@app.command()
def refuse(as_json: bool = typer.Option(False, "--json")) -> None:
    raise Refused("There is no such order.")


def test_an_error_is_told_without_a_traceback() -> None:
    result = CliRunner().invoke(app, ["refuse"])

    assert (result.exit_code, result.stdout) == (REFUSED, "")
    assert result.stderr == "There is no such order.\n"


def test_a_machine_is_told_in_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["commissions", "refuse", "--json"])

    result = CliRunner().invoke(app, ["refuse", "--json"])

    assert json.loads(result.stdout) == {"error": "There is no such order.", "exit_code": 1}


@pytest.mark.parametrize("words", [["--verbose", "refuse"], ["refuse", "--verbose"]])
def test_verbose_shows_where_it_happened_wherever_it_stands(words: list[str]) -> None:
    result = CliRunner().invoke(app, words)

    assert "Traceback" in result.stderr


def test_nobody_is_told_of_an_error_where_the_reader_of_the_output_has_gone() -> None:
    """As in `commissions plan schema | head -1`."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-c", "from tools.cli.main import app; app()", "plan", "schema"]

    ended = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)  # noqa: S603
    os.close(writer)

    assert (ended.returncode, ended.stderr) == (failure.UNREAD, b"")
