"""Of every command it is known whether it changes something; no secret goes into the log."""

from typing import Any

import pytest

from tools.cli import recorded
from tools.cli.main import app

READING = {
    "evidence check",
    "up",
    "down",
    "order",
    "explain",
    "statement",
    "translate",
    "preview",
    "simulate",
    "vectors",
    "parked",
    "log",
    "health",
    "store list",
    "store show",
    "events keys",
    "skus pending",
    "skus list",
    "plan check",
    "plan show",
    "plan diff",
    "plan schema",
    "privacy list",
    "privacy show",
    "actions list",
    "customers show",
    "actions show",
    "period estimate",
    "period list",
    "period reopen-preview",
    "period review",
    "period status",
    "warehouse check",
    "warehouse status",
    "team show",
    "payout list",
    "payout show",
    "payout payee",
    "payout year",
    "accounts list",
}
"""Commands that change nothing of a company's; `up` and `down` are about this machine's engine."""


def commands() -> dict[str, Any]:
    """By the words that people type, all commands with their functions."""
    groups = [
        ("", app),
        *((f"{each.name} ", each.typer_instance) for each in app.registered_groups),
    ]
    return {
        f"{prefix}{each.name or each.callback.__name__.rstrip('_')}": each
        for prefix, group in groups
        if group
        for each in group.registered_commands
        if each.callback
    }


def test_of_every_command_it_is_said_whether_it_changes_something() -> None:
    changing = recorded.CHANGING.keys() | recorded.ON_RECORD

    assert commands().keys() == changing | READING
    assert not changing & READING
    assert {each.cls for each in commands().values()} == {recorded.Recorded}


@pytest.mark.parametrize("name", recorded.CHANGING)
def test_what_goes_into_the_log_is_an_option_and_no_secret(name: str) -> None:
    changing = recorded.CHANGING[name]
    options = commands()[name].callback.__annotations__

    said = {*changing.target, *changing.details, changing.why} - {""}
    assert said <= options.keys()
    assert said.isdisjoint({"value", "given", "parts", "note", "secrets", "api_access"})
