"""How long each step of a run took, and how much memory the process held at most."""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HIGH_WATER = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Stopwatch:
    seconds: dict[str, float] = field(default_factory=dict)
    """By step, in the order they were taken."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def peak_mb() -> float:
    """The most that was resident. Linux keeps it by image; `ru_maxrss` would have the parent's."""
    if HIGH_WATER.exists():
        [line] = [line for line in HIGH_WATER.read_text().splitlines() if "VmHWM" in line]
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
