"""What a step of a run is told to have held."""

import numpy as np
import pytest

from tools.bench_close.high_water import FORGET
from tools.bench_close.stopwatch import Stopwatch, peak_mb

MB = 1 << 20


def holds(megabytes: int) -> int:
    return len(np.ones(megabytes * MB, dtype=np.int8))


@pytest.mark.skipif(not FORGET.exists(), reason="only Linux forgets what was held before")
def test_each_step_has_its_own_peak_and_the_one_around_it_is_without_it() -> None:
    watch = Stopwatch()
    with watch.step("all"):
        with watch.step("large"):
            holds(100)
        with watch.step("small"):
            holds(10)

    assert watch.peaks_mb["large"] - watch.peaks_mb["small"] > 60
    assert watch.peaks_mb["large"] - watch.peaks_mb["all"] > 60


def test_the_process_has_held_what_any_step_has() -> None:
    watch = Stopwatch()
    with watch.step("large"):
        holds(50)
    with watch.step("small"):
        holds(1)

    assert peak_mb() >= max(watch.peaks_mb.values()) > 0
