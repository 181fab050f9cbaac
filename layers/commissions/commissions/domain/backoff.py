"""Exponential backoff: who failed waits twice as long each time, up to a ceiling."""

from collections.abc import Callable
from datetime import timedelta

DOUBLINGS_MAX = 20
"""A million times the first pause: beyond every ceiling, and still a number."""


def exponential[T: (float, timedelta)](failures: int, *, first: T, longest: T) -> T:
    """The pause after so many failures before this one: `first`, twice it, four times it, and
    never more than `longest`. In seconds, or as a timedelta, as they are given."""
    return min(longest, first * (1 << min(failures, DOUBLINGS_MAX)))


def full_jitter(
    failures: int, *, first: float, longest: float, dice: Callable[[float, float], float]
) -> float:
    """Seconds between none and the exponential pause, as the dice have it: those who met once do
    not meet again. `dice`: a number between two others, as `random.uniform` draws it."""
    return dice(0, exponential(failures, first=first, longest=longest))
