"""One stack on the local engine for all journeys of a run, through pages or not, with the
template's rights enforced.

COMMISSIONS_PROOF=1 makes storms, races and crashes many times longer.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journey import ram_disk
from tests.journey.bus import Listener, bus_of_the_tests, listening
from tests.journey.ledger_reads import Books
from tests.journey.stores import COMPANY, SECRETS, Stores
from tests.journey.workers import COMMAND, Helper, Staff, hired, surroundings
from tools.local import build, deploy, engine, lifecycle, warm
from tools.local.engine import Engine
from tools.stack import Stack

HERE = Path(__file__).parent
PAGES = HERE.with_name("browser")
LAST = "test_what_remains.py"
PROOF = bool(os.environ.get("COMMISSIONS_PROOF"))
WORKERS = 4
# Every function works under its own role: what the template does not allow is refused, and what
# it allows under conditions, too.
RIGHTS_ENFORCED = {"AUTH": "true", "PYTHONPATH": str(HERE / "engine_rights")}
# One thing that a person proposes on a page needs a second one.
PARAMETERS = lifecycle.PARAMETERS | {"TwoPeople": "release.accept"}
# The engine outlives the object that started its process: it is ended by its process id.
ENDED_BY_ITS_ID = pytest.mark.filterwarnings(
    "ignore:subprocess .* is still running:ResourceWarning",
)


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
    """Journeys come last: what is wrong with a part is told before the whole is tried. With two
    workers they come first, as one of the two has to take all of them. And last of them comes what
    looks at all that the others left."""
    first = bool(os.environ.get("PYTEST_XDIST_WORKER"))
    items.sort(key=lambda item: (_is_journey(item) != first, item.path.name == LAST))
    for item in filter(_is_journey, items):
        item.add_marker(ENDED_BY_ITS_ID)


@pytest.fixture(scope="session")
def local_engine() -> Iterator[Engine]:
    if not (engine.PYTHON.exists() and build.SAM.exists()):
        pytest.fail("The local engine is not installed: run `make setup`.", pytrace=False)
    with ram_disk.folder() as folder, engine.running(RIGHTS_ENFORCED | folder) as running:
        yield running


@pytest.fixture(scope="session")
def stack(local_engine: Engine) -> Stack:
    deployed = deploy.deploy(local_engine, build.build(), parameters=PARAMETERS)
    warm.warm(local_engine, deployed)
    return deployed


@pytest.fixture(scope="session")
def listener(stack: Stack) -> Listener:
    """Hears every event on the bus."""
    return listening(stack)


@pytest.fixture(scope="session")
def commissions(
    local_engine: Engine, stack: Stack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commissions]:
    """The command line, as people run it, for this stack."""
    folder = tmp_path_factory.mktemp("commissions")
    state = folder / "stack.json"
    state.write_text(json.dumps({"engine": asdict(local_engine), "stack": stack.as_json()}))
    with (folder / "log").open("wb") as log:
        desk = Helper(COMMAND, surroundings(), log)
        try:
            yield lambda *words, of=state: _run(desk, of, words)
        finally:
            desk.leave()


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
        hired(stack, bus_of_the_tests(stack), said, count=WORKERS) as staff,
    ):
        yield staff


def _is_journey(item: pytest.Item) -> bool:
    return not {HERE, PAGES}.isdisjoint(item.path.parents)


def _run(desk: Helper, state: Path, words: tuple[Any, ...]) -> Said:
    desk.ask(state=str(state), words=[str(word) for word in words])
    return Said(**desk.answer())
