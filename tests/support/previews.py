"""`commissions preview`, as a test runs it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from tools.cli.main import app


def run_preview(*files: Path, company: Path, at: str = "", as_json: bool = True) -> Result:
    given = ["preview", *map(str, files), "--company", str(company)]
    given += ["--at", at] if at else []
    given += ["--json"] if as_json else []
    return CliRunner().invoke(app, given)


def previewed(*files: Path, company: Path, at: str = "") -> list[dict[str, Any]]:
    """What a preview says of each file."""
    result = run_preview(*files, company=company, at=at)
    found: list[dict[str, Any]] = json.loads(result.stdout)["sequences"]
    return found


def shown(stands: Mapping[str, str]) -> str:
    """Cara's money and Bob's: `30.00/5.00`."""
    assert stands.keys() <= {"cara", "bob"}
    return f"{stands.get('cara', '0.00')}/{stands.get('bob', '0.00')}"
