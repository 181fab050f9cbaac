import pytest
from typer.testing import CliRunner

from commissions.application.sync.crawl import Tally
from tests.unit.tools.screens import rendered
from tools.cli import backfill
from tools.cli.main import app


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--since", "yesterday"], "'yesterday' is no day: write it like 2026-11-01."),
        (["--since", "2026-11-10", "--until", "2026-11-09"], "is before --since 2026-11-10"),
        (["--since", "2999-01-01"], "--since 2999-01-01 is still to come."),
        ([], "Missing option '--since'"),
    ],
)
def test_days_that_cannot_be_read_are_told(words: list[str], says: str) -> None:
    result = CliRunner().invoke(app, ["backfill", "--store", "tea", *words])

    assert (result.exit_code, says in result.stderr) == (2, True)


def test_a_backfill_says_what_it_brought() -> None:
    seen = rendered(backfill.screen(Tally(read=120, new=7, unreadable=1), went_on=True))

    assert [line.split()[-1] for line in seen.splitlines()[3:]] == ["120", "7", "112", "1"]
    assert "Went on from where it was stopped" in seen


def test_a_machine_is_told_the_same() -> None:
    assert backfill.answer("tea", Tally(read=3, new=1), went_on=False) == {
        "store_id": "tea",
        "read": 3,
        "new": 1,
        "known": 2,
        "quarantined": 0,
        "went_on": False,
    }
