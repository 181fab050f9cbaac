"""Latencies as people compare them: the middle, and all but the slowest one in a hundred."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Latency:
    """In milliseconds, of so many."""

    count: int
    p50_ms: float
    p99_ms: float


def latency(seconds: Sequence[float]) -> Latency:
    return Latency(len(seconds), _rank(seconds, 0.50), _rank(seconds, 0.99))


def _rank(seconds: Sequence[float], share: float) -> float:
    """The nearest rank: a value that was measured, never one in between."""
    ordered = sorted(seconds)
    return round(ordered[math.ceil(share * len(ordered)) - 1] * 1000, 1)
