"""Starting and stopping the local stack: whom it may ask, and what became of what is in it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tools import stack
from tools.cli.errors import MISUSED
from tools.cli.main import app
from tools.cli.stacks import loaded_counts
from tools.local import lifecycle, warm
from tools.local.engine import Engine
from tools.stack import Stack


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


def test_a_stack_is_started_with_the_hosts_of_ones_own_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[Sequence[str]] = []

    def up(say: Any, *, private_stores: Sequence[str]) -> Stack:
        told.append(private_stores)
        return Stack("commissions-local", "eu-west-1", "http://127.0.0.1:1")

    monkeypatch.setattr(lifecycle, "has_kept", lambda: False)
    monkeypatch.setattr(lifecycle, "up", up)

    for words in (("up",), ("up", "--private-stores", "Shop.lan, 192.168.1.20:8080,[fd00::7]:80")):
        assert CliRunner().invoke(app, words).exit_code == 0
    assert told == [[], ["shop.lan", "192.168.1.20:8080", "[fd00::7]:80"]]


@pytest.mark.parametrize("host", ["http://shop.lan", "shop.lan/wp-json", "shop lan", "shop:port"])
def test_a_host_is_no_address(host: str) -> None:
    seen = CliRunner().invoke(app, ["up", "--private-stores", host])

    assert seen.exit_code == MISUSED
    assert "is no host: write shop.lan or 192.168.1.20:8080" in " ".join(seen.stderr.split())


def test_hosts_are_asked_besides_this_machines_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed: list[Mapping[str, str]] = []

    def deploy(running: Engine, template: Path, *, parameters: Mapping[str, str]) -> Stack:
        deployed.append(parameters)
        return Stack("commissions-local", "eu-west-1", "")

    running = Engine(1, "http://127.0.0.1:1", str(tmp_path))
    monkeypatch.setattr(lifecycle, "prepare", lambda say: Path("built.yaml"))
    monkeypatch.setattr(lifecycle, "_kept", lambda: running)
    monkeypatch.setattr(lifecycle, "_deployer", lambda: deploy)
    monkeypatch.setattr(warm, "warm", lambda *_: None)
    monkeypatch.setattr(stack, "STATE", tmp_path / "stack.json")

    lifecycle.up()
    lifecycle.up(private_stores=["shop.lan"])

    assert [each["PrivateStores"] for each in deployed] == [
        "127.0.0.1,localhost",
        "127.0.0.1,localhost,shop.lan",
    ]
    assert {each["Stage"] for each in deployed} == {"local"}
