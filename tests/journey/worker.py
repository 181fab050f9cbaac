"""A process of the stack's own, which does what the tests ask for, line by line in JSON.

Our tables' modules read their names from the environment when they are imported; the tests' process
has other names there. Here the environment is the stack's, and so are the races: real ones.
"""

import importlib
import json
import os
import sys
import traceback
from typing import Any


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What a job of `tests.journey.jobs` returns, or how it failed."""
    module, _, name = asked["job"].partition(".")
    try:
        job = getattr(importlib.import_module(f"tests.journey.jobs.{module}"), name)
        return {"done": job(**asked["with"])}
    except Exception:
        return {"failed": traceback.format_exc()}


def main() -> None:
    # What our functions print is their log; the answers keep the pipe to themselves.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        answers.write(json.dumps(answer(json.loads(line))) + "\n")


if __name__ == "__main__":
    main()
