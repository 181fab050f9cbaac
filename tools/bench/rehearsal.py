"""A chain's handlers called one after the other in one process, to see what each order takes.

`python -m tools.bench.rehearsal` reads a Script as JSON and answers with a Heard. What the handlers
log is counted; what they put on the bus is handed to the next handler, as rule and queue would.
"""

import contextlib
import importlib
import io
import json
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from tools.bench.bill import Bill, billed
from tools.bench.lambdas import Context, http_event, sqs_event, stream_event


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A function of the chain."""

    name: str
    folder: str
    module: str
    memory_mb: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    first: str
    steps: dict[str, str]
    """By the type of an event the function that takes it."""
    streams: dict[str, str]
    """By table the function that reads its stream."""
    parts: dict[str, Part]
    requests: list[dict[str, Any]]
    warm: int
    """So many requests fill what functions keep in memory, and are not counted."""
    counted: int
    """Of so many the calls are billed; of all others the time is taken."""

    @classmethod
    def read(cls, text: str) -> "Script":
        told = json.loads(text)
        parts = {name: Part(**part) for name, part in told.pop("parts").items()}
        return cls(**told, parts=parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One call of one function."""

    part: str
    cpu_ms: float
    wall_ms: float
    log_lines: int
    log_bytes: int
    billed: list[dict[str, Any]]


class Stage:
    """Where the handlers stand, and what they said and called."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._logged = io.StringIO()
        self.bill = Bill()
        sys.path[:0] = sorted({part.folder for part in script.parts.values()})
        with contextlib.redirect_stdout(self._logged):  # Powertools' logger keeps what it finds
            self._handlers = {
                name: importlib.import_module(part.module).handler
                for name, part in script.parts.items()
            }

    def play(self, request: dict[str, Any]) -> list[Turn]:
        """An order's whole way."""
        waiting = deque([(self._script.first, http_event(**request))])
        turns = []
        while waiting:
            name, event = waiting.popleft()
            turns.append(self._call(name, event))
            waiting += self._follows()
        return turns

    def _call(self, name: str, event: dict[str, Any]) -> Turn:
        part = self._script.parts[name]
        before = len(self.bill.counted)
        self._logged.seek(0)
        self._logged.truncate()
        with contextlib.redirect_stdout(self._logged):
            wall, cpu = time.perf_counter(), time.process_time()
            answer = self._handlers[name](event, Context(name, part.memory_mb))
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        if answer and (answer.get("batchItemFailures") or answer.get("statusCode", 200) != 200):
            raise RuntimeError(f"{name} answered {answer}: {self._logged.getvalue()[-2000:]}")
        logged = self._logged.getvalue()
        return Turn(
            part=name,
            cpu_ms=cpu * 1000,
            wall_ms=wall * 1000,
            log_lines=logged.count("\n"),
            log_bytes=len(logged.encode()),
            billed=[asdict(each) for each in self.bill.counted[before:]],
        )

    def _follows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for entry in self.bill.entries:
            if taker := self._script.steps.get(entry["DetailType"]):
                yield taker, sqs_event(entry)
        for table, item in self.bill.puts:
            if reader := self._script.streams.get(table):
                yield reader, stream_event(item)
        self.bill.entries.clear()
        self.bill.puts.clear()


def rehearse(script: Script) -> dict[str, Any]:
    stage = Stage(script)
    orders: list[list[Turn]] = []
    with billed(stage.bill):
        for number, request in enumerate(script.requests):
            stage.bill.in_full = 0 <= number - script.warm < script.counted
            orders.append(stage.play(request))
    counted = orders[script.warm : script.warm + script.counted]
    timed = orders[script.warm + script.counted :]
    return {
        "events": stage.bill.events / len(orders),
        "counted": [[asdict(turn) for turn in turns] for turns in counted],
        "timed": [[asdict(turn) for turn in turns] for turns in timed],
    }


if __name__ == "__main__":
    heard = rehearse(Script.read(sys.stdin.read()))
    sys.stdout.write(json.dumps(heard) + "\n")
