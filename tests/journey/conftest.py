"""One stack on the local engine for all journeys of a run, with the template's rights enforced.

COMMISSIONS_PROOF=1 makes storms, races and crashes many times longer.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journey import staff
from tests.journey.books import Books
from tests.journey.bus import Listener, bus_of_the_tests, listening
from tests.journey.staff import Staff
from tests.journey.stores import COMPANY, SECRETS, Stores
from tools.local import deploy, engine, lifecycle, warm
from tools.local.engine import Engine
from tools.stack import ROOT, Stack

PROOF = bool(os.environ.get("COMMISSIONS_PROOF"))
WORKERS = 4
# Every function works under its own role: what the template does not allow is refused.
RIGHTS_ENFORCED = {"AUTH": "true"}


@dataclass(frozen=True)
class Said:
    """What a command of the command line answered."""

    code: int
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


Commissions = Callable[..., Said]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come last: what is wrong with a part is told before the whole is tried."""
    items.sort(key=lambda item: "journey" in item.path.parts)


@pytest.fixture(scope="session")
def local_engine() -> Iterator[Engine]:
    with engine.running(RIGHTS_ENFORCED) as running:
        yield running


@pytest.fixture(scope="session")
def stack(local_engine: Engine) -> Stack:
    template = lifecycle.prepare()
    deployed = deploy.deploy(local_engine, template, parameters=lifecycle.PARAMETERS)
    warm.warm(local_engine, deployed)
    return deployed


@pytest.fixture(scope="session")
def listener(stack: Stack) -> Listener:
    """Hears every event on the bus."""
    return listening(stack)


@pytest.fixture(scope="session")
def commissions(
    local_engine: Engine, stack: Stack, tmp_path_factory: pytest.TempPathFactory
) -> Commissions:
    """The command line, as people run it, for this stack."""
    state = tmp_path_factory.mktemp("stack") / "stack.json"
    state.write_text(json.dumps({"engine": asdict(local_engine), "stack": stack.as_json()}))
    return lambda *words, of=state: _run(of, words)


@pytest.fixture(scope="session")
def company(commissions: Commissions, listener: Listener) -> Said:
    """The demo company, loaded as a person would."""
    return commissions("load", COMPANY, "--secrets", SECRETS, "--json")


@pytest.fixture(scope="session")
def books(stack: Stack) -> Books:
    return Books(stack)


@pytest.fixture
def stores(stack: Stack, company: Said) -> Iterator[Stores]:
    with Stores(stack.api_url) as connected:
        yield connected


@pytest.fixture(scope="session")
def workers(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staff]:
    log = tmp_path_factory.mktemp("workers") / "log"
    with (
        log.open("wb") as said,
        staff.hired(stack, bus_of_the_tests(stack), said, count=WORKERS) as hired,
    ):
        yield hired


def _run(state: Path, words: tuple[Any, ...]) -> Said:
    command = [sys.executable, "-m", "tests.journey.command", state, *map(str, words)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    return Said(done.returncode, done.stdout or done.stderr)
