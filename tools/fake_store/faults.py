"""What goes wrong with a shop's API: too many calls, errors, slowness, cut connections."""

import random
import threading
from dataclasses import dataclass, replace

LIMITED, FAILING, SLOW, CUT, GARBLED = "limited", "failing", "slow", "cut", "garbled"
KINDS = (LIMITED, FAILING, SLOW, CUT, GARBLED)
SECONDS_MAX = 30


@dataclass
class Fault:
    kind: str
    calls: int = 0
    """How many of the next calls it hits; 0 is as many as the percentage says, without an end."""
    percent: int = 100
    """Of the calls, by the seed's dice."""
    status: int = 503
    """What FAILING answers."""
    seconds: int = 1
    """How long SLOW takes, or how long LIMITED tells the caller to stay away."""
    path: str = ""
    """Only calls whose path holds this."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a fault is one of {', '.join(KINDS)}")
        self.seconds = min(self.seconds, SECONDS_MAX)


class Faults:
    """The troubles of one shop. The same seed gives the same calls the same troubles."""

    def __init__(self, seed: str) -> None:
        self._dice = random.Random(seed)  # noqa: S311
        self._active: list[Fault] = []
        self._lock = threading.Lock()
        self.met: dict[str, int] = dict.fromkeys(KINDS, 0)
        """How many calls each kind has hit."""

    def add(self, fault: Fault) -> None:
        """`add(Fault(LIMITED, calls=3))`."""
        with self._lock:
            self._active.append(replace(fault))

    def clear(self) -> None:
        with self._lock:
            self._active.clear()

    def hit(self, path: str) -> Fault | None:
        """What this call meets: the first fault, in the order they were added, that hits it."""
        with self._lock:
            for fault in self._active:
                if fault.path in path and self._dice.randrange(100) < fault.percent:
                    self._met(fault)
                    return fault
        return None

    def _met(self, fault: Fault) -> None:
        self.met[fault.kind] += 1
        if fault.calls:
            fault.calls -= 1
            if not fault.calls:
                self._active.remove(fault)
