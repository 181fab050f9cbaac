"""Steps that take a while: what runs now, and how long each took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.status import Status
from rich.text import Text

RUNNING = " ..."
WIDTH = 58


class Progress:
    """Tells steps on a screen; `say` takes them as `tools.local` gives them.

    That is `step ...` where one begins and `step: 1.2 s` where it ends.
    """

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._status: Status | None = None
        self._step = ""

    @classmethod
    def silent(cls) -> Self:
        """For parts of a step that is told as a whole."""
        return cls(Console(quiet=True))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pause()
        if self._step and kind and issubclass(kind, Exception):
            self._screen.print(Text.assemble(("  ✗ ", "bold red"), self._step))

    def say(self, text: str) -> None:
        self._pause()
        if text.endswith(RUNNING):
            self._begin(text.removesuffix(RUNNING))
            return
        step, _, took = text.rpartition(": ")
        self._step = ""
        self._screen.print(Text.assemble(("  ✓ ", "green"), f"{step:<{WIDTH}}", (took, "dim")))

    def _begin(self, step: str) -> None:
        self._step = step
        if self._screen.is_terminal:
            self._status = self._screen.status(Text(step))
            self._status.start()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """A step that is timed here."""
        self.say(f"{what}{RUNNING}")
        began = time.monotonic()
        yield
        self.say(f"{what}: {time.monotonic() - began:.1f} s")

    def part(self, what: str, done: int, of: int) -> None:
        """How far something is that has many parts, as `tools.company` tells it."""
        if not self._screen.is_terminal:
            return
        if self._status is None:
            self._begin(what)
        if self._status:
            self._status.update(Text(f"{what}: {done} of {of}"))

    def _pause(self) -> None:
        if self._status:
            self._status.stop()
            self._status = None
