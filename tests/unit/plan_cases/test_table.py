"""`docs/plan-cases.md` has every report, with tests that exist or the reason why there are none."""

import re
from collections.abc import Iterator
from pathlib import Path

from commissions.plan_schema.editor_schema import FILE
from tests.conftest import ROOT

WORD = re.compile("[a-z_]{2,}")
ROWS = [
    [cell.strip() for cell in line.strip("| \n").split(" | ")]
    for line in (ROOT / "docs/plan-cases.md").read_text().splitlines()
    if re.match(r"\| \d", line)
]


def defined(module: Path) -> list[str]:
    return re.findall(r"^def (test_\w+)", module.read_text(), re.MULTILINE)


def named() -> Iterator[tuple[str, str]]:
    """Each test that the table names, with its module."""
    for row in ROWS:
        for module, tests in re.findall(r"\]\(\.\./([\w/.]+)\): ([^;|]+)", " ".join(row[2:])):
            for test in re.findall(r"`(test_\w+)`", tests):
                yield module, test


def test_all_reports_are_there_in_their_order() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 43))


def test_every_test_that_is_named_exists() -> None:
    tests = list(named())

    assert [each for each in tests if each[1] not in defined(ROOT / each[0])] == []
    assert len(tests) > 42


def test_every_test_of_a_report_is_named() -> None:
    here = ROOT / "tests/unit/plan_cases"
    written = {
        (f"{module.relative_to(ROOT)}", test)
        for module in here.glob("test_*.py")
        for test in defined(module)
        if module.name != "test_table.py"
    }

    assert written - set(named()) == set()


def test_a_report_has_a_test_or_a_reason() -> None:
    assert [row[0] for row in ROWS if not any(row[2:])] == []


NO_WORDS = {"show", "unit"}
"""Of the command, and for the name of a unit."""


def test_every_word_that_plans_in_the_field_need_is_one_of_the_schema() -> None:
    text = (ROOT / "docs/plans.md").read_text()
    [table] = re.findall(r"## Words of plans in the field\n(.*?)\n\n[^|\n]", text, re.DOTALL)
    schema = (ROOT / FILE).read_text()

    words = {word for code in re.findall(r"`([^`]+)`", table) for word in WORD.findall(code)}

    assert len(words) > 100
    assert {each for each in words - NO_WORDS if f'"{each}"' not in schema} == {"table"}
