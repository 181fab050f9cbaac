"""How long each step of a run took, and how much memory the process held at most."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tools.bench_close.high_water import HIGH_WATER


@dataclass(frozen=True, slots=True)
class Stopwatch:
    seconds: dict[str, float] = field(default_factory=dict)
    """By step, in the order they were taken."""
    peaks_mb: dict[str, float] = field(default_factory=dict)
    """By step, the most that was resident while it went on, without the steps within it."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        HIGH_WATER.begin()
        started = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
        self.peaks_mb[name] = max(self.peaks_mb.get(name, 0.0), HIGH_WATER.end())

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def peak_mb() -> float:
    """The most that was resident since the process began."""
    return HIGH_WATER.most
