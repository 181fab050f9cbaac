"""What `commissions simulate` is asked of a stack, before any is looked for."""

from pathlib import Path

import pytest

from tests.support.builders import a_plan
from tests.support.command import commissions

NOVEMBER = ("--period", "2026-11", "--stack", "local")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.yaml"
    file.write_text(a_plan().text)
    return file


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--stack", "local"), "--period says which of the stack's orders"),
        (("--stack", "local", "--period", "2026-13"), "is no month of demo: write it like 2026-10"),
        ((*NOVEMBER, "--facts", "x.json"), "Give either --facts or --stack"),
        (("--save-facts", "x.json"), "--save-facts keeps what a stack has"),
        ((*NOVEMBER, "--save-facts", "nowhere/x.json"), "nowhere is no folder"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(
    words: tuple[str, ...], why: str, plan: Path
) -> None:
    result = commissions("simulate", "--plan", str(plan), *words)

    assert result.exit_code == 2
    assert why in " ".join(result.stderr.split())
