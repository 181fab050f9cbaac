"""How much memory the process held at most, in all and within a step."""

import resource
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
FORGET_THE_PEAK = "5"


@dataclass
class HighWater:
    """Linux can be told to forget the most that was resident. Elsewhere a step's peak is that of
    the process so far. Steps may stand within one another."""

    _before: float = 0.0
    """The most before it was last forgotten."""
    _steps: list[float] = field(default_factory=list)
    """The peaks of the steps that go on, the outermost first."""

    @property
    def most(self) -> float:
        """In MB, since the process began."""
        return max(self._before, _resident_at_most())

    def begin(self) -> None:
        self._note()
        self._steps.append(0.0)

    def end(self) -> float:
        """The peak of the step, in MB."""
        self._note()
        return self._steps.pop()

    def _note(self) -> None:
        """What was held until now is that of the innermost step."""
        now = _resident_at_most()
        self._before = max(self._before, now)
        if self._steps:
            self._steps[-1] = max(self._steps[-1], now)
        with suppress(OSError):
            FORGET.write_text(FORGET_THE_PEAK)


HIGH_WATER = HighWater()
"""Of this process."""


def _resident_at_most() -> float:
    """In MB. Linux keeps it by image; `ru_maxrss` would have the parent's."""
    if STATUS.exists():
        [line] = [line for line in STATUS.read_text().splitlines() if "VmHWM" in line]
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
