"""The local AWS engine: a process on a free port, with a folder of its own, ended by its own id.

It is used as it is installed, and runs our functions with its own interpreter: what is installed
beside it is seen by them too, so nothing of ours is.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from tools import stack

PYTHON = stack.LOCAL / "engine/bin/python"
RUNS = stack.LOCAL / "engine-run"
REGION = "eu-west-1"
START_SECONDS = 30
STOP_SECONDS = 2
SAVE_SECONDS = 60
"""How long an engine that keeps its data may take to write it down: it does so when it ends."""
NOBODY = 0


class NotStarted(RuntimeError):
    """The engine did not come up; the text has the end of its log."""


@dataclass(frozen=True)
class Engine:
    pid: int
    endpoint: str
    folder: str
    # Whose engine it is: where that process is gone, the next one to start ends it too.
    owner: int = NOBODY
    region: str = REGION

    @classmethod
    def read(cls, folder: Path) -> Self:
        return cls(**json.loads((folder / "engine.json").read_text()))

    @property
    def log(self) -> Path:
        return Path(self.folder, "engine.log")

    def client(self, service: str) -> Any:
        return stack.client(service, endpoint=self.endpoint, region=self.region)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2):  # noqa: S310
                return True
        except OSError:
            return False

    def reset(self) -> None:
        """Empties the engine, as between two test modules."""
        request = urllib.request.Request(f"{self.endpoint}/_ministack/reset", method="POST")  # noqa: S310
        with urllib.request.urlopen(request, timeout=30):  # noqa: S310
            return


@contextmanager
def running(environment: Mapping[str, str] | None = None) -> Iterator[Engine]:
    """An engine for as long as the block lasts, also when the process is told to end."""
    RUNS.mkdir(parents=True, exist_ok=True)
    with _ended_in_order():
        engine = start(Path(tempfile.mkdtemp(dir=RUNS)), environment, owner=os.getpid())
        try:
            yield engine
        finally:
            stop(engine)


def keeping(folder: Path) -> dict[str, str]:
    """What has an engine write down what it holds when it ends in order, and read it when it starts
    in the same folder again."""
    return {
        "PERSIST_STATE": "1",
        "STATE_DIR": str(folder / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(folder / "s3"),
    }


def start(
    folder: Path, environment: Mapping[str, str] | None = None, *, owner: int = NOBODY
) -> Engine:
    """Starts an engine that lives in `folder`, and waits until it answers; one that was there
    before at its port, as stores know it by its address."""
    stop_the_abandoned()
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    port = _port_of_before(folder) or _free_port()
    with (folder / "engine.log").open("ab") as log:
        process = subprocess.Popen(
            [PYTHON, "-m", "ministack"],
            cwd=folder,
            env=_surroundings(port, folder) | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    engine = Engine(process.pid, f"http://127.0.0.1:{port}", str(folder), owner)
    (folder / "engine.json").write_text(json.dumps(asdict(engine)))
    try:
        _wait_until_it_answers(engine, process)
    except BaseException:
        stop(engine)
        raise
    return engine


def stop(engine: Engine, *, keep: bool = False) -> bool:
    """Asks the engine to end, insists after a while, and removes its folder. `keep`: not what it
    wrote down (see `keeping`); whether it had the time to."""
    in_order = True
    if is_alive(engine):
        _signal(engine, signal.SIGTERM)
        if not _ends_within(engine, SAVE_SECONDS if keep else STOP_SECONDS):
            in_order = False
            _signal(engine, signal.SIGKILL)
            _ends_within(engine, STOP_SECONDS)
    shutil.rmtree(Path(engine.folder, "tmp") if keep else engine.folder, ignore_errors=True)
    return in_order


def stop_the_abandoned() -> None:
    """Ends the engines whose owners were killed before they could do so."""
    for state in RUNS.glob("*/engine.json"):
        with suppress(OSError, ValueError):
            engine = Engine.read(state.parent)
            if engine.owner != NOBODY and not _exists(engine.owner):
                stop(engine)


def is_alive(engine: Engine) -> bool:
    """Whether that process is there and still is an engine (ids of processes are used again)."""
    with suppress(ChildProcessError):
        os.waitpid(engine.pid, os.WNOHANG)
    return _exists(engine.pid) and "ministack" in _command(engine.pid)


def _wait_until_it_answers(engine: Engine, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not engine.answers():
        if process.poll() is not None or time.monotonic() > deadline:
            said = engine.log.read_text(errors="replace").strip().splitlines()[-15:]
            raise NotStarted("The local engine did not start:\n" + "\n".join(said))
        time.sleep(0.05)


def _surroundings(port: int, folder: Path) -> dict[str, str]:
    """All that the engine, and so our functions, see of this machine."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return (
        kept
        | stack.LOCAL_CREDENTIALS
        | {
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            "HOME": str(folder),
            "IOT_MTLS_ENABLED": "0",
            "LANG": "C.UTF-8",
            "LOG_LEVEL": "WARNING",
            "MINISTACK_REGION": REGION,
            "SFTP_ENABLED": "0",
            "TMPDIR": str(folder / "tmp"),
            "TZ": "UTC",
        }
    )


def _port_of_before(folder: Path) -> int:
    """Of the engine that lived here, if it is free; else 0."""
    try:
        port = int(Engine.read(folder).endpoint.rpartition(":")[2])
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except (OSError, ValueError, TypeError):
        return 0
    return port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _signal(engine: Engine, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(engine.pid, number)


def _ends_within(engine: Engine, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not is_alive(engine):
            return True
        time.sleep(0.05)
    return False


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    asked = ["ps", "-o", "command=", "-p", str(pid)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Turns the signal that ends a process into an exit, so that what was begun is put away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
