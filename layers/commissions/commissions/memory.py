"""What a warm function has looked up, kept for a while."""

from collections.abc import Callable
from time import monotonic
from typing import Any

_memories: "list[Memory[Any, Any]]" = []


class Memory[K, V]:
    """What was found for each key, and when."""

    def __init__(self) -> None:
        self._found: dict[K, tuple[float, V]] = {}
        _memories.append(self)

    def recall(self, key: K, find: Callable[[K], V], *, max_age_seconds: float) -> V:
        """What was found for the key not too long ago, else what is found now."""
        found = self._found.get(key)
        if found is None or monotonic() - found[0] >= max_age_seconds:
            found = self._found[key] = (monotonic(), find(key))
        return found[1]

    def forget(self, key: K) -> None:
        self._found.pop(key, None)

    def clear(self) -> None:
        self._found.clear()


def forget_all() -> None:
    """Makes this process ask again for everything, as if it had just started."""
    for memory in _memories:
        memory.clear()
