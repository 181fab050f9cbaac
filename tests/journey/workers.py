"""Processes that act on the engine's tables for the tests, several at once."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from tools.stack import ROOT, Stack

WORKER, COMMAND = "tests.journey.worker", "tests.journey.command"
QUIET = {
    "POWERTOOLS_SERVICE_NAME": "commissions",
    "POWERTOOLS_LOG_LEVEL": "ERROR",
    "POWERTOOLS_METRICS_NAMESPACE": "Commissions",
    "POWERTOOLS_METRICS_DISABLED": "true",
}


class JobFailed(AssertionError):
    """A worker raised; the text is its traceback."""


class Helper:
    """A process that answers each line of JSON with another."""

    def __init__(self, module: str, environment: dict[str, str], log: IO[bytes]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - a module of ours
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )

    def ask(self, **words: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise JobFailed(f"the worker ended with {self._process.wait()}")
        told = json.loads(line)
        if "failed" in told:
            raise JobFailed(told["failed"])
        return told["done"]

    def leave(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()


class Staff:
    """All workers, of whom a test asks one job, or each a part of it."""

    def __init__(self, workers: list[Helper]) -> None:
        self._workers = workers

    def __len__(self) -> int:
        return len(self._workers)

    def do(self, job: str, **arguments: Any) -> Any:
        return self.together(job, [arguments])[0]

    def together(self, job: str, parts: Iterable[dict[str, Any]]) -> list[Any]:
        """One part for each worker, at most; they work side by side."""
        asked = list(zip(self._workers, parts, strict=False))
        for worker, part in asked:
            worker.ask(**{"job": job, "with": part})
        answers = []
        for worker, _ in asked:  # every answer is read, so that the next job finds the pipe empty
            try:
                answers.append(worker.answer())
            except JobFailed as failure:
                answers.append(failure)
        for each in answers:
            if isinstance(each, JobFailed):
                raise each
        return answers


def surroundings() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}


@contextmanager
def hired(stack: Stack, bus: str, log: IO[bytes], *, count: int) -> Iterator[Staff]:
    """Workers whose events go to a bus of their own: no rule there brings them any further."""
    environment = surroundings() | QUIET | stack.environment() | {"EVENT_BUS": bus}
    workers = [Helper(WORKER, environment, log) for _ in range(count)]
    try:
        yield Staff(workers)
    finally:
        for worker in workers:
            worker.leave()
