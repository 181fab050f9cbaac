"""What a close leaves to the next: in memory, and the same read from its files."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from commissions.application.close.carried_state import (
    NONE,
    CarriedState,
    PaidInClose,
    state_after,
)
from commissions.application.close.plan_windows import INSTANT, PlanWindows
from commissions.application.close.state_files import read_state, write_state
from commissions.domain.close.columns import moment
from commissions.domain.close.engine import ClosedColumns, closed_columns
from commissions.domain.close.from_facts import columns_of
from tests.support.builders import Document
from tests.support.closes import (
    ENDS,
    STARTS,
    at_least,
    bought,
    close_plan,
    levels,
    period,
    purchases,
    rank,
    sold,
    team,
)

LOOKS_BACK = at_least("pv", 100, window={"periods": 3, "of": "sum"})
STATUS = {"active": at_least("pv", 50), "grace_periods": 2}


def a_plan(**sections: Any) -> Document:
    ranks = [rank("silver", 1, LOOKS_BACK, demote_after=2, demotion="to_paid_as")]
    caps = {
        "company": {"max_pct": "1", "of": "cv", "enforce": "report"},
        "person": [{"period": "month", "amount": "500.00"}],
    }
    return close_plan(levels("0.10"), **{"ranks": ranks, "status": STATUS, "caps": caps} | sections)


def october(plan: Document) -> ClosedColumns:
    """ann is paid 10.00 of what bob bought, and bob 0.70 of what he sold; cat buys nothing."""
    people = team("ann > bob > cat")
    sales = [*purchases(ann=100, bob=100), sold("bob", 7)]
    return closed_columns(plan, columns_of(period(people, sales)))


def told(state: CarriedState) -> Any:
    """In words, by member where a test knows them."""
    members, title = state.members, state.members.title
    return {
        "members": sorted(
            zip(
                members.number.tolist(),
                [title.words[code] for code in title.codes.tolist()],
                members.periods_below.tolist(),
                members.periods_missed.tolist(),
                strict=True,
            )
        ),
        "own": {
            every: [
                (each.label, each.number.tolist(), {u: v.tolist() for u, v in each.volumes.items()})
                for each in periods
            ]
            for every, periods in state.own.items()
        },
        "paid": [(each.label, each.number.tolist(), each.amount.tolist()) for each in state.paid],
        "last close": state.last_close,
    }


def test_titles_activity_volumes_and_pay_are_left_to_the_next_close() -> None:
    closed = october(a_plan())
    state = state_after(CarriedState(), closed)
    number = dict(
        zip(closed.close.period.members.ids, closed.close.period.members.numbers, strict=False)
    )
    ann, bob, cat = (int(number[name]) for name in ("ann", "bob", "cat"))

    assert told(state)["members"] == sorted(
        [(ann, "silver", 0, 0), (bob, "silver", 0, 0), (cat, "", 0, -1)]
    )
    [(label, numbers, volumes)] = told(state)["own"]["month"]
    assert (label, numbers, volumes["pv"]) == ("2026-10", [ann, bob, cat], [100_00, 107_00, 0])
    assert told(state)["paid"] == [("2026-10", [ann, bob], [10_00, 70])]


def test_what_is_read_is_what_was_left_and_the_same_close_leaves_the_same_bytes(
    tmp_path: Path,
) -> None:
    closed = october(a_plan())
    left = write_state(tmp_path / "one", CarriedState(), closed)
    write_state(tmp_path / "other", CarriedState(), closed)

    assert told(read_state(tmp_path / "one")) == told(left)
    assert written(tmp_path / "one") == written(tmp_path / "other")


def test_titles_stay_where_ranks_go_by_another_period_and_so_does_what_was_missed() -> None:
    weekly = {"id": "week", "every": "week", "week_starts": "monday"}
    plan = a_plan(periods=[{"id": "month", "every": "month"}, weekly])
    plan["bonuses"].append(levels("0.01", id="weekly") | {"when": "close:week"})
    plan["ranks"] = [each | {"window": "week"} for each in plan["ranks"]]
    plan["status"] = STATUS | {"window": "week"}
    people = {
        name: replace(each, judged_active=True)
        for name, each in team("ann:silver > bob:silver").items()
    }
    facts = period(people, [bought("ann", 100)])
    state = state_after(CarriedState(), closed_columns(plan, columns_of(facts)))

    assert {(title, missed) for _, title, _, missed in told(state)["members"]} == {("", -1)}


def test_pay_is_kept_for_as_long_as_the_longest_period_around_it() -> None:
    """A close of September is no part of what October's closes count."""
    before = PaidInClose(
        every="month", label="2026-09", ends=moment(STARTS), number=NONE, amount=NONE
    )
    state = state_after(CarriedState(paid=(before,)), october(a_plan()))

    assert [each.label for each in state.paid] == ["2026-10"]
    month = PlanWindows(a_plan()).span("month", ENDS - INSTANT)
    assert len(state.paid_within(month)) == 1


def written(folder: Path) -> dict[str, bytes]:
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return {str(each.relative_to(folder)): each.read_bytes() for each in files}
