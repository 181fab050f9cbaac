"""What is so young that whatever is added up of it may lack it still."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class OnTheWay[Slot: Hashable]:
    """By what a figure is of, what all that is on its way adds to it, and what it takes off: as any
    part of it may have arrived, the figure is somewhere between. So the figures of those to whom
    something is on its way all the time are compared too."""

    added: Counter[Slot] = field(default_factory=Counter)
    taken: Counter[Slot] = field(default_factory=Counter)

    def add(self, changes: Mapping[Slot, int]) -> None:
        for slot, amount in changes.items():
            (self.added if amount > 0 else self.taken)[slot] += amount

    def explains(self, slot: Slot, *, due: int, stands: int) -> bool:
        """`due`: with all that is on its way."""
        return due - self.added[slot] <= stands <= due - self.taken[slot]
