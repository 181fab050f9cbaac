"""Each measured run in a process of its own, so that memory is its own and nothing is warm."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median_low
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
REUSE_FREED_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(8 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 30),
}
"""Freed arrays are used again instead of being given back to the kernel and asked for anew: half
of a large close was the kernel handing out pages. A function's environment can say the same."""


class RunFailed(RuntimeError):
    """A measured run that ended with an error."""

    def __init__(self, module: str, told: str) -> None:
        super().__init__(f"{module} failed:\n{told.strip()}")


class RunsDiffer(AssertionError):
    """Runs of the same work that did not pay the same."""

    def __init__(self, module: str, digests: set[str]) -> None:
        told = ", ".join(sorted(digests))
        super().__init__(f"{module}: runs of the same files paid differently: {told}")


def run(module: str, *arguments: object) -> dict[str, Any]:
    """What `python -m tools.bench_close.MODULE ARGUMENTS` prints as its last line. Raises
    RunFailed."""
    name = f"tools.bench_close.{module}"
    done = subprocess.run(
        [sys.executable, "-m", name, *map(str, arguments)],
        env={**os.environ, **REUSE_FREED_MEMORY},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RunFailed(name, done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def median_run(rounds: int, module: str, *arguments: object) -> Mapping[str, Any]:
    """The run that took the median of `seconds`, whole: its steps add up. Raises RunsDiffer where
    they tell a digest of what they paid, and not the same."""
    found = [run(module, *arguments) for _ in range(rounds)]
    digests = {str(each["digest"]) for each in found if "digest" in each}
    if len(digests) > 1:
        raise RunsDiffer(module, digests)
    middle = median_low(each["seconds"] for each in found)
    return next(each for each in found if each["seconds"] == middle)
