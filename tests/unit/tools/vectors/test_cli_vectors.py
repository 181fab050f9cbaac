import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import commissions, told
from tests.unit.tools.vectors.examples import LEVELS, SHARED_POOL, an_example
from tools.vectors.vector import Vector

LISTED = an_example("reversal", {"cases": []})
WRONG = replace(LEVELS, content={**LEVELS.content, "expected": {"total": "12.01"}})


def a_folder(tmp_path: Path, **vectors: Vector) -> Path:
    for name, vector in vectors.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(vector.content))
    return tmp_path


def test_the_last_line_counts_what_passed_and_what_failed(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, levels=LEVELS, pool=SHARED_POOL, payout=LISTED)

    result = commissions("vectors", str(folder))

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "listed  payout.json: it lets a refund after 14 days take nothing back; here every refund "
        "does",
        "1 listed: neither passed nor failed",
        "2 passed, 0 failed",
    ]


def test_an_example_that_comes_out_otherwise_is_told_with_both_figures(tmp_path: Path) -> None:
    result = commissions("vectors", str(a_folder(tmp_path, levels=LEVELS, wrong=WRONG)))

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "failed  wrong.json: total: expected 12.01, found 12.00",
        "1 passed, 1 failed",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "cannot be read"),
        ("[]", "format has to be mlm-vector/1"),
        ('{"format": "mlm-vector/2", "expected": {}}', "format has to be mlm-vector/1"),
        ('{"format": "mlm-vector/1"}', "expected has to be stated"),
        ('{"format": "mlm-vector/1", "expected": {}, "tree": {"a": 1}}', "tree has to be a list"),
    ],
)
def test_a_file_that_is_no_example_fails_by_its_name(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "odd.json").write_text(text)

    result = commissions("vectors", str(tmp_path))

    assert result.exit_code == 1
    assert "failed  odd.json: odd.json" in result.stdout
    assert why in result.stdout
    assert result.stdout.splitlines()[-1] == "0 passed, 1 failed"


def test_only_the_files_that_are_asked_for_are_run(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, levels=LEVELS, wrong=WRONG)

    answer: dict[str, Any] = told("vectors", str(folder), "--only", "levels")

    assert [each["file"] for each in answer["files"]] == ["levels.json"]
    assert (answer["passed"], answer["failed"], answer["listed"]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("nowhere",), "nowhere is no folder"),
        ((".", "--only", "no such name"), "holds no *.json file with 'no such name' in its name"),
    ],
)
def test_a_folder_without_examples_is_misuse(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    folder, *rest = words

    result = commissions("vectors", str(tmp_path / folder), *rest)

    assert result.exit_code == 2
    assert why in " ".join(result.stderr.split())
