"""The stack on this machine from nothing to running, and back."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from tools import stack
from tools.local import build, deploy, engine, kept, warm
from tools.local.engine import Engine
from tools.stack import Stack

Say = Callable[[str], None]

KEPT = engine.RUNS / "kept"
# Two at a time, as each worker is a process that takes half a second to start. Stores of this
# machine's own, which speak no TLS, may be asked, and after failures again while somebody looks.
# The engine's sign-in asks nobody for a second factor.
PARAMETERS = {
    "Stage": "local",
    "MaxConcurrency": "2",
    "PrivateStores": "127.0.0.1,localhost",
    "CircuitPauseSeconds": "2",
    "TwoPeople": "none",
    "StaffSecondFactor": "optional",
    "CompanyName": "Harbour Tea",
}


class NotSetUp(RuntimeError):
    """The environments could not be made; what to do was already said."""


class NotKept(RuntimeError):
    """The engine was ended before it had written down what it holds."""


def up(say: Say = lambda _: None, *, private_stores: Sequence[str] = ()) -> Stack:
    """Starts the stack that stays, with what `down` kept, or brings the one that runs up to date.
    `private_stores`: hosts besides this machine's own at which stores may be asked."""
    template = prepare(say)
    running = _kept()
    if not running:
        with _timed(say, "start the local AWS engine"):
            kept.reread_streams(KEPT / "state")
            running = engine.start(KEPT, engine.keeping(KEPT))
    deployed = _deploy(running, template, say, _parameters(private_stores))
    stack.STATE.write_text(
        json.dumps({"engine": asdict(running), "stack": deployed.as_json()}, indent=1)
    )
    return deployed


def down(*, keep: bool = False) -> bool:
    """Stops the stack that stayed; says whether there was one. `keep`: what is in it is there when
    it is started again; else that of a stack that was stopped before goes too. Raises NotKept."""
    running = _kept()
    in_order = engine.stop(running, keep=keep) if running else True
    if not (running or keep):
        shutil.rmtree(KEPT, ignore_errors=True)
    stack.STATE.unlink(missing_ok=True)
    if keep and not in_order:
        raise NotKept(
            "The local engine did not write down what it holds within "
            f"{engine.SAVE_SECONDS} s, and was ended: what came since it was last stopped in order "
            "is gone."
        )
    return running is not None


def has_kept() -> bool:
    """Whether a stack was stopped such that it can go on."""
    return (KEPT / "state").is_dir()


@contextmanager
def temporary(say: Say = lambda _: None) -> Iterator[Stack]:
    """A stack of one's own for as long as the block lasts."""
    template = prepare(say)
    with ExitStack() as until_the_end:
        with _timed(say, "start the local AWS engine"):
            running = until_the_end.enter_context(engine.running())
        yield _deploy(running, template, say)


def prepare(say: Say = lambda _: None) -> Path:
    """Makes the environments and the build that are not there yet; returns the built template."""
    set_up = ["sh", str(stack.ROOT / "tools/setup.sh"), "run", "engine", "sam"]
    if subprocess.run(set_up, check=False).returncode:
        raise NotSetUp("The environments could not be made: see above.")
    if not build.is_needed():
        return build.build()
    with _timed(say, "build with sam build"):
        return build.build()


def _parameters(private_stores: Sequence[str]) -> dict[str, str]:
    return PARAMETERS | {"PrivateStores": ",".join([PARAMETERS["PrivateStores"], *private_stores])}


def _deploy(
    running: Engine, template: Path, say: Say, parameters: Mapping[str, str] = PARAMETERS
) -> Stack:
    with _timed(say, "deploy template.yaml"):
        deployed = _deployer()(running, template, parameters=parameters)
    with _timed(say, "warm the functions up"):
        warm.warm(running, deployed)
    return deployed


def _deployer() -> Callable[..., Stack]:
    """`make demo DEPLOY_WITH=sam` deploys with the real `sam deploy`, which takes 10 s longer."""
    return deploy.deploy_with_sam if os.environ.get("DEPLOY_WITH") == "sam" else deploy.deploy


def _kept() -> Engine | None:
    try:
        running = Engine.read(KEPT)
    except (OSError, ValueError):
        return None
    return running if engine.is_alive(running) else None


@contextmanager
def _timed(say: Say, step: str) -> Iterator[None]:
    say(f"{step} ...")
    started = time.monotonic()
    yield
    say(f"{step}: {time.monotonic() - started:.1f} s")
