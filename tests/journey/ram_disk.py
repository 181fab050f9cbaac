"""A folder in memory for the engine, which unpacks thousands of files for every process it starts.

On a disk that others use too, that and removing them takes minutes.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
NAME = "commissions-engine-"
BYTES_MIN = 6 * 1024**3


@contextmanager
def folder() -> Iterator[dict[str, str]]:
    """The environment that puts the engine's temporary files there; nothing where there is no
    room."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < BYTES_MIN:
        yield {}
        return
    _remove_the_abandoned()
    with tempfile.TemporaryDirectory(prefix=f"{NAME}{os.getpid()}-", dir=MEMORY) as made:
        yield {"TMPDIR": made}


def _remove_the_abandoned() -> None:
    """What tests left behind that were killed."""
    for left in MEMORY.glob(f"{NAME}*"):
        owner = left.name.removeprefix(NAME).partition("-")[0]
        if not Path(f"/proc/{owner}").exists():
            shutil.rmtree(left, ignore_errors=True)
