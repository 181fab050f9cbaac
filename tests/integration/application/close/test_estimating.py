"""What a period would come to now, before its close: told as an estimate, and nothing moves."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
import yaml

from commissions.application.close import asked_estimates, estimating
from commissions.application.close.calendar import closing_span
from commissions.application.close.computing import compute
from commissions.application.close.estimating import NoEstimate
from commissions.application.close.open_periods import NotToBeEstimated
from commissions.application.close.stored_attempt import RESULTS
from commissions.application.close.stored_run import read_run
from commissions.application.export.export import export_until
from commissions.application.queries.estimates import estimate_of
from commissions.domain.ledger.books import period_book
from commissions.domain.periods.period_id import PeriodId
from commissions.tables import ledger, periods, plans
from commissions.warehouse import run_store
from functions.close import compute as computing
from functions.close import periods as scheduled
from tests.conftest import ROOT
from tests.support import closed_company as company
from tests.support.closed_company import OCTOBER, SEPTEMBER, SOLD_AT, after_all
from tests.support.lambdas import a_context
from tests.support.pipeline_driver import enrol

pytestmark = pytest.mark.usefixtures("aws")
IN_SEPTEMBER = datetime(2026, 9, 12, 15, tzinfo=UTC)


def exported(until: datetime) -> None:
    export_until(until, until)
    assert export_until(until, until + timedelta(minutes=5)).done


def test_an_estimate_of_a_period_that_is_over_is_its_close(tmp_path: Path) -> None:
    company.a_month()
    now = after_all()
    exported(now)
    estimate = estimating.estimate(OCTOBER, tmp_path / "estimate")
    record = company.computed(tmp_path / "close", now + timedelta(minutes=10))

    run_store.get_folder(f"{record.folder}/{RESULTS}", tmp_path / "run")
    assert estimate.run.digest == read_run(tmp_path / "run").digest
    kept = {name: record.summary[name] for name in ("parts", "inputs")}
    assert estimate.told["summary"] | kept == json.loads(json.dumps(record.summary))


def test_it_freezes_and_posts_nothing(tmp_path: Path) -> None:
    company.a_month()
    exported(after_all())
    estimating.estimate(OCTOBER, tmp_path)

    assert periods.find(OCTOBER) is None
    assert periods.frozen_now("hyb").spans == ()
    assert ledger.read(period_book(str(OCTOBER), "ann")).journals == ()


def test_it_is_marked_and_stored_in_place_of_the_one_before(tmp_path: Path) -> None:
    company.a_month()
    now = after_all()
    for number in range(2):
        exported(now + timedelta(hours=number))
        work = tmp_path / f"{number}"
        estimating.estimate(OCTOBER, work)
        estimating.store(OCTOBER, work)

    found = estimating.stored(OCTOBER, tmp_path / "read")
    assert found.told["estimate"] is True
    assert found.as_of == now + timedelta(hours=1)


def test_one_that_is_half_replaced_is_not_shown(tmp_path: Path) -> None:
    company.a_month()
    exported(after_all())
    estimating.estimate(OCTOBER, tmp_path / "one")
    estimating.store(OCTOBER, tmp_path / "one")
    run_store.put_text(f"periods/{OCTOBER}/estimate/results/awards.parquet", "of the next one")

    with pytest.raises(NoEstimate, match="just being replaced"):
        estimating.stored(OCTOBER, tmp_path / "read")


def test_a_period_that_goes_on_is_estimated_as_far_as_it_has_gone(tmp_path: Path) -> None:
    company.a_plan_and_people()
    now = datetime.now(UTC)
    company.sell(60, "bob", 40, at=now)
    exported(after_all())
    month = closing_span(PeriodId("hyb", "month", f"{now - timedelta(hours=6):%Y-%m}"))
    estimate = estimating.estimate(month.period, tmp_path)

    ends = min(estimate.as_of, month.span.ends)
    assert estimate.told["summary"]["volumes"]["cv"] == 4_000
    assert estimate.run.told["period"]["ends"] == ends.isoformat()
    assert estimate.told["ends"] == month.span.ends.isoformat()


def test_a_member_is_told_lines_rank_what_is_missing_and_legs(tmp_path: Path) -> None:
    company.a_month()
    exported(after_all())
    told = estimate_of(estimating.estimate(OCTOBER, tmp_path), "ann")

    assert told.amount == 465_50
    assert {(line.bonus, line.level): line.amount for line in told.lines if line.amount} == {
        ("levels", 1): 20_00,
        ("levels", 2): 155_00,
        ("levels", 3): 5_00,
        ("match", 1): 81_50,
        ("pool", 0): 204_00,
    }
    assert (told.standing.rank, told.standing.is_active) == ("manager", True)
    assert told.standing.next_rank == "director"
    assert told.missing
    assert [(leg.head, leg.volume) for leg in told.legs] == [
        ("bob", 6_800_00),
        ("kim", 3_100_00),
        ("lea", 100_00),
        ("max", 100_00),
    ]


def test_of_who_has_nobody_below_there_are_no_legs(tmp_path: Path) -> None:
    company.a_month()
    exported(after_all())
    told = estimate_of(estimating.estimate(OCTOBER, tmp_path), "eve")

    assert (told.amount, told.legs) == (320_00, ())


def test_only_the_next_period_is_estimated(tmp_path: Path) -> None:
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)

    with pytest.raises(NotToBeEstimated, match="2026-09 is not the next to be closed"):
        estimating.current(SEPTEMBER, tmp_path / "closed")
    with pytest.raises(NotToBeEstimated, match="estimates are made of hyb/month/2026-10"):
        estimating.estimate(PeriodId("hyb", "month", "2026-11"), tmp_path / "a")
    company.frozen_and_exported(now + timedelta(hours=1))
    with pytest.raises(NotToBeEstimated, match="2026-10 is freezing"):
        estimating.estimate(OCTOBER, tmp_path / "b")
    compute(OCTOBER, tmp_path / "c")
    with pytest.raises(NotToBeEstimated, match="2026-10 is computed"):
        estimating.estimate(PeriodId("hyb", "month", "2026-11"), tmp_path / "d")


def test_without_a_warehouse_there_is_none(tmp_path: Path) -> None:
    company.a_plan_and_people()

    with pytest.raises(NotToBeEstimated, match="knows nothing of it yet"):
        estimating.estimate(OCTOBER, tmp_path)


def test_who_computes_closes_makes_and_keeps_it(tmp_path: Path) -> None:
    company.a_month()
    exported(after_all())
    answer = computing.handler({"period": str(OCTOBER), "estimate": True}, a_context())

    found = estimating.stored(OCTOBER, tmp_path)
    assert answer == {"period": str(OCTOBER), "estimate": True, "as_of": found.told["as_of"]}
    assert found.told["summary"]["paid"] == 1_280_50


def test_of_what_is_being_closed_it_says_why_not() -> None:
    company.a_month()
    company.frozen_and_exported(after_all())
    answer = computing.handler({"period": str(OCTOBER), "estimate": True}, a_context())

    assert answer["estimate"] is False
    assert "2026-10 is freezing" in answer["reason"]


def test_the_schedule_asks_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_estimates, "ask_for_all", lambda _: [str(OCTOBER)])
    company.a_plan_and_people()

    assert scheduled.handler({}, a_context()) == {
        "begun": [],
        "not_advancing": [],
        "estimating": [str(OCTOBER)],
    }


def test_every_hour_the_next_period_of_each_plan_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, object]] = []

    class Functions:
        def invoke(self, *, FunctionName: str, InvocationType: str, Payload: bytes) -> None:  # noqa: N803
            assert InvocationType == "Event"
            asked.append((FunctionName, json.loads(Payload)))

    monkeypatch.setattr(asked_estimates, "client", lambda service: Functions())
    company.a_month(IN_SEPTEMBER)
    company.closed(tmp_path / "first", after_all(), SEPTEMBER)

    assert asked_estimates.ask_for_all(after_all()) == [str(OCTOBER)]
    assert asked == [
        ("commissions-test-compute-period", {"period": str(OCTOBER), "estimate": True})
    ]


def test_before_anything_was_closed_the_month_that_runs_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asked_estimates, "client", lambda service: Mock())
    company.a_plan_and_people()

    assert asked_estimates.ask_for_all(IN_SEPTEMBER) == [str(SEPTEMBER)]


def test_a_plan_that_closes_nothing_has_its_ranks_judged_by_the_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last month too, until the day after is over."""
    monkeypatch.setattr(asked_estimates, "client", lambda service: Mock())
    enrol("eve < dan < cat")
    plans.publish(json.dumps(yaml.safe_load((ROOT / "company/plan.yaml").read_text())))
    first = datetime(2026, 12, 1, 6, tzinfo=UTC)

    assert asked_estimates.ask_for_all(SOLD_AT) == ["harbour/month/2026-10"]
    assert asked_estimates.ask_for_all(first) == [
        "harbour/month/2026-11",
        "harbour/month/2026-12",
    ]
    exported(after_all())
    period = PeriodId("harbour", "month", "2026-10")
    told = estimate_of(estimating.estimate(period, tmp_path), "cat")
    assert (told.standing.rank, told.standing.next_rank, told.lines) == ("", "associate", ())
    assert [(each.metric, each.counted, each.wanted) for each in told.missing] == [
        ("pv", "0", "100")
    ]
