"""The demo company, loaded; and one file of a company, loaded or refused."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from commissions.aws import cache
from tests.support.company_loading import (
    NOW,
    Load,
    contents,
)
from tools import company
from tools.company import Refused
from tools.company.writing import Loaded

DEMO = Path(__file__).parents[4] / "company"


@pytest.fixture
def demo(aws: None) -> None:
    company.write(company.read(DEMO), now=NOW)
    cache.forget_all()


@pytest.fixture
def load(aws: None, tmp_path: Path) -> Load:
    """Loads a folder with one file in it."""

    def loading(file: str, *rows: str, now: datetime = NOW) -> Loaded:
        (tmp_path / file).write_text("\n".join(rows))
        return company.write(company.read(tmp_path), now=now)

    return loading


@pytest.fixture
def refusal(load: Load) -> Callable[..., list[str]]:
    def refused(file: str, *rows: str) -> list[str]:
        before = contents()
        with pytest.raises(Refused) as error:
            load(file, *rows)
        assert contents() == before
        return [str(problem) for problem in error.value.problems]

    return refused
