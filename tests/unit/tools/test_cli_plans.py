"""`commissions plan`, as a person or a machine types it."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.command import commissions, told

SAMPLES = ROOT / "events/plans"
UNI7 = SAMPLES / "uni7.yaml"


@pytest.fixture
def cheaper(tmp_path: Path) -> Path:
    file = tmp_path / "cheaper.yaml"
    file.write_text(UNI7.read_text().replace('{"0": "0.20"}', '{"0": "0.15"}'))
    return file


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    text = UNI7.read_text().replace("kind: dynamic", "kind: dinamic").replace("hold_days", "hold")
    file = tmp_path / "wrong.yaml"
    file.write_text(text)
    return file


def test_a_plan_that_is_right_says_what_it_pays_at_most() -> None:
    found = told("plan", "check", str(UNI7))

    assert found["plan"] == {"id": "uni7", "version": 1, "effective_from": "2027-01-01"}
    assert found["worst_case"]["bounded"] == "43%"


def test_a_plan_that_is_wrong_is_told_by_file_and_line(wrong: Path) -> None:
    result = commissions("plan", "check", str(wrong))

    line = next(i for i, text in enumerate(wrong.read_text().splitlines(), 1) if "dinamic" in text)
    assert result.exit_code == 1
    assert f"wrong.yaml:{line}: bonuses[1].compression.kind: 'dinamic' is not one of" in (
        result.stdout
    )
    assert "Not to be published: 3 problems." in result.stdout


def test_a_machine_is_told_the_problems_too(wrong: Path) -> None:
    result = commissions("plan", "show", str(wrong), "--json")

    assert result.exit_code == 1
    assert len(json.loads(result.stdout)["problems"]) == 3


def test_a_plan_that_is_no_yaml_or_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "no.yaml").write_text("plan: [")

    assert commissions("plan", "check", str(tmp_path / "no.yaml")).exit_code == 1
    assert commissions("plan", "check", str(tmp_path / "none.yaml")).exit_code == 2


def test_a_plan_is_shown_in_words() -> None:
    assert "A leg is active when anybody in it is." in told("plan", "show", str(UNI7))["Activity"]


def test_what_changes_is_told(cheaper: Path) -> None:
    found = told("plan", "diff", str(UNI7), str(cheaper))

    assert found["Bonus customer"] == ["everybody, level 0: 15% instead of 20%, less than before"]


def test_nothing_that_changes_is_told_too() -> None:
    assert "Nothing changes." in commissions("plan", "diff", str(UNI7), str(UNI7)).stdout


def test_the_schema_is_printed_for_editors() -> None:
    assert json.loads(commissions("plan", "schema").stdout)["title"] == "Compensation plan"
