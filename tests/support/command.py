"""The `commissions` command, as a person or a machine types it."""

import json
from typing import Any

from typer.testing import CliRunner, Result

from tools.cli.main import app


def commissions(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def told(*words: str) -> Any:
    """What a command that went well answers to a machine."""
    result = commissions(*words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)
