"""Stopping the local stack says what became of what is in it."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from tools.cli.main import app
from tools.cli.stacks import loaded_counts
from tools.local import lifecycle


@pytest.mark.parametrize(
    ("words", "was_up", "kept", "says"),
    [
        ((), True, (False, False), "The local stack is stopped.\n"),
        (("--keep",), True, (False, True), "`commissions up` goes on with what is in it."),
        (("--keep",), False, (True, True), "No local stack was running.\n`commissions up`"),
        ((), False, (False, False), "No local stack was running.\n"),
        ((), False, (True, False), "what was kept of one is gone"),
    ],
)
def test_a_stack_that_is_stopped_says_what_becomes_of_its_data(
    words: tuple[str, ...],
    was_up: bool,
    kept: tuple[bool, bool],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []
    states = iter(kept * 2)
    monkeypatch.setattr(lifecycle, "has_kept", lambda: next(states))

    def down(*, keep: bool) -> bool:
        asked.append(keep)
        return was_up

    monkeypatch.setattr(lifecycle, "down", down)

    seen = CliRunner().invoke(app, ["down", *words])

    assert (seen.exit_code, says in seen.stdout, asked) == (0, True, [bool(words)])


def test_machines_are_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "has_kept", lambda: True)
    monkeypatch.setattr(lifecycle, "down", lambda *, keep: True)

    seen = CliRunner().invoke(app, ["down", "--keep", "--json"])

    assert json.loads(seen.stdout) == {"was_up": True, "kept": True}


def test_what_loading_brought_is_told_apart_from_what_it_changed() -> None:
    nothing = {"stores": 0, "distributors": 0}

    assert loaded_counts({"stores": 1, "distributors": 12}, {}) == "New: 1 store, 12 distributors."
    assert loaded_counts(nothing, {"tea-us": ("domain", "paid_when")}) == (
        "Changed: store tea-us (domain, paid_when)."
    )
    assert loaded_counts(nothing | {"stores": 1}, {"a": ("mode",), "b": ("plan",)}) == (
        "New: 1 store. Changed: stores a (mode), b (plan)."
    )
    assert loaded_counts(nothing, {}) == "Nothing was new."
