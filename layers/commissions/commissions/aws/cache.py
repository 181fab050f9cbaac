"""What a warm function has looked up, kept for a while."""

from collections.abc import Callable
from time import monotonic, time
from typing import Any

_caches: "list[TtlCache[Any, Any]]" = []


class TtlCache[K, V]:
    """What was found for each key, and when; beyond `entries_max`, the oldest go.

    A function is frozen between two calls, and nobody promises that its clock that only rises runs
    meanwhile, nor that the other one is never set: whichever says more counts.
    """

    def __init__(self, *, entries_max: int = 100_000) -> None:
        self._found: dict[K, tuple[float, float, V]] = {}
        self._most = entries_max
        _caches.append(self)

    def get(self, key: K, find: Callable[[K], V], *, max_age_seconds: float) -> V:
        """What was found for the key not too long ago, else what is found now."""
        found = self._found.get(key)
        if found is None or _age(*found[:2]) >= max_age_seconds:
            return self.put(key, find(key))
        return found[2]

    def put(self, key: K, value: V) -> V:
        """What is known now, whatever was found before."""
        self._found.pop(key, None)
        while len(self._found) >= self._most:
            del self._found[next(iter(self._found))]
        self._found[key] = (monotonic(), time(), value)
        return value

    def forget(self, key: K) -> None:
        self._found.pop(key, None)

    def clear(self) -> None:
        self._found.clear()


def _age(risen: float, told: float) -> float:
    return max(monotonic() - risen, time() - told)


def forget_all() -> None:
    """Makes this process ask again for everything, as if it had just started."""
    for memory in _caches:
        memory.clear()
