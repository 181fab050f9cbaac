"""How everybody stands, as pages read it: what the engine judged, and nothing besides."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from commissions.application.close import estimating
from commissions.application.queries.estimates import MemberEstimate, estimate_of
from commissions.application.teams import kept_standings
from commissions.warehouse import standing_files
from functions.close import compute as computing
from tests.integration.application.close.test_estimating import exported
from tests.support import closed_company as company
from tests.support.closed_company import OCTOBER, after_all
from tests.support.lambdas import a_context

pytestmark = pytest.mark.usefixtures("aws")
EVERYBODY = ("ann", "bob", "cat", "dan", "eve", "kim", "lea", "max")


@pytest.fixture(autouse=True)
def _posted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "commissions.application.actions.period_posting.start_posting", lambda *_: "execution"
    )


def told(member: str) -> dict[str, Any]:
    found = standing_files.find(str(OCTOBER), member)
    assert found is not None
    return found.told


def shown(estimate: MemberEstimate) -> dict[str, Any]:
    """What the command line shows of the same."""
    standing = estimate.standing
    return {
        "active": standing.is_active,
        "rank": standing.rank,
        "next": standing.next_rank,
        "counted": [(each.metric, each.counted, each.wanted) for each in standing.next.counted],
        "legs": [(each.head, each.volume) for each in estimate.legs],
        "cap": estimate.leg_cap,
    }


def kept(member: str) -> dict[str, Any]:
    found = told(member)
    counted = found["next"]["counted"]
    return {
        "active": found["is_active"],
        "rank": found["rank"],
        "next": found["next_rank"],
        "counted": [(each["metric"], each.get("counted", ""), each["wanted"]) for each in counted],
        "legs": [(each["head"], each["volume"]) for each in found["legs"]],
        "cap": found["leg_cap"],
    }


def test_everybody_stands_as_the_command_line_says(tmp_path: Path) -> None:
    company.a_month()
    exported(after_all())
    computing.handler({"period": str(OCTOBER), "estimate": True}, a_context())

    estimate = estimating.stored(OCTOBER, tmp_path)
    for member in EVERYBODY:
        assert kept(member) == shown(estimate_of(estimate, member))
    assert standing_files.find(str(OCTOBER), "nobody") is None


def test_an_estimate_says_that_it_is_one_and_as_of_when(tmp_path: Path) -> None:
    company.a_month()
    exported(after_all())
    made = estimating.estimate(OCTOBER, tmp_path)
    kept_standings.keep_estimate(made)

    found = standing_files.find(str(OCTOBER), "ann")

    assert found is not None
    assert found.about["is_estimate"] is True
    assert found.about["as_of"] == made.told["as_of"]
    assert found.about["run"] == made.run.digest
    assert (found.about["zone"], found.about["unit"]) == ("America/Denver", "qv")


def test_what_the_close_came_to_takes_its_place_once(tmp_path: Path) -> None:
    company.a_month()
    now = after_all()
    exported(now)
    kept_standings.keep_estimate(estimating.estimate(OCTOBER, tmp_path / "estimate"))
    assert kept_standings.keep_closed() == []
    company.closed(tmp_path / "close", now + timedelta(minutes=10))

    assert kept_standings.keep_closed() == [str(OCTOBER)]
    assert kept_standings.keep_closed() == []
    found = standing_files.find(str(OCTOBER), "ann")
    assert found is not None
    assert found.about["is_estimate"] is False
    assert found.told["rank"] == "manager"
