"""`commissions plan publish`: nothing without --apply, and never twice."""

from pathlib import Path

import pytest

from commissions.tables import plans
from tests.conftest import ROOT
from tests.support.command import commissions, told

UNI7 = ROOT / "events/plans/uni7.yaml"
pytestmark = pytest.mark.usefixtures("reachable")


def published() -> list[int]:
    return [int(each["version"]) for each in plans.versions("uni7")]


def test_nothing_is_published_without_a_word() -> None:
    result = commissions("plan", "publish", str(UNI7))

    assert "uni7 version 1 would be in force from 2027-01-01 on" in result.stdout
    assert published() == []


def test_a_plan_is_published_once() -> None:
    assert told("plan", "publish", str(UNI7), "--apply")["applied"] is True
    assert told("plan", "publish", str(UNI7), "--apply")["applied"] is False
    assert published() == [1]


def test_a_version_that_stands_with_other_content_is_refused(tmp_path: Path) -> None:
    commissions("plan", "publish", str(UNI7), "--apply")
    other = tmp_path / "other.yaml"
    other.write_text(UNI7.read_text().replace('{"0": "0.20"}', '{"0": "0.15"}'))

    result = commissions("plan", "publish", str(other), "--apply")

    assert result.exit_code == 1
    assert "raise the version" in result.stderr


def test_a_wrong_plan_is_not_published(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(UNI7.read_text().replace("after_close: keep_factor", "after: keep"))

    assert commissions("plan", "publish", str(wrong), "--apply").exit_code == 1
    assert published() == []
