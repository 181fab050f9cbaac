"""The `commissions` command, started for each line of words as a process of its own.

Each is forked from here, where the libraries are loaded already: that takes most of a second.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import botocore.session  # noqa: F401 - what most commands come to load
import httpx2  # noqa: F401

from tools import company, stack  # noqa: F401
from tools.cli.main import app


def run(state: str, words: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.dup2(out.fileno(), sys.stdout.fileno())
            os.dup2(err.fileno(), sys.stderr.fileno())
            _be_the_command(state, words)
        _, status = os.waitpid(child, 0)
        out.seek(0), err.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "text": (out.read() or err.read()).decode(),
        }


def _be_the_command(state: str, words: list[str]) -> None:
    code = 70
    try:
        stack.STATE = Path(state)
        sys.argv = ["commissions", *words]
        app(prog_name="commissions")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush(), sys.stderr.flush()
        os._exit(code)


def main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    for line in sys.stdin:
        answers.write(json.dumps({"done": run(**json.loads(line))}) + "\n")


if __name__ == "__main__":
    main()
