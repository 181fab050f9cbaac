from collections.abc import Callable
from pathlib import Path

import pytest

from tools.local.build import fingerprint


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name in ("functions/pipeline/earn.py", "layers/commissions/Makefile", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    (tmp_path / "template.yaml").write_text("Resources: {}")
    return tmp_path


def renamed(house: Path) -> None:
    (house / "functions/pipeline/earn.py").rename(house / "functions/pipeline/pay.py")


def edited(house: Path) -> None:
    (house / "template.yaml").write_text("Resources: {Bus: {}}")


def added(house: Path) -> None:
    (house / "layers/commissions/money.py").write_text("")


@pytest.mark.parametrize("change", [renamed, edited, added])
def test_what_is_deployed_changed_so_it_is_built_again(
    house: Path, change: Callable[[Path], None]
) -> None:
    before = fingerprint(house)

    change(house)

    assert fingerprint(house) != before


def test_what_is_not_deployed_may_change_without_a_build(house: Path) -> None:
    before = fingerprint(house)

    (house / "README.md").write_text("new words")
    (house / "functions/__pycache__").mkdir()
    (house / "functions/__pycache__/earn.pyc").write_text("compiled")

    assert fingerprint(house) == before
