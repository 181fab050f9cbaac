"""An award of a closed company, explained from the files of its run alone."""

from pathlib import Path

import duckdb
import numpy as np
import pytest

from commissions.application.close.stored_run import StoredRun, write_run
from commissions.domain.close.engine import ClosedColumns, closed_columns
from commissions.warehouse import parquet
from tools.bench_close.company_columns import company_columns
from tools.bench_close.company_files import company_files
from tools.bench_close.frozen_period import frozen_period
from tools.bench_close.plan_files import plan
from tools.bench_close.replay import NotTheStoredBase, Replay

LEVELS = 0


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> ClosedColumns:
    company = company_files(600, 6_000, 7, tmp_path_factory.mktemp("company"))
    return closed_columns(plan("hybrid"), frozen_period(company_columns(company)))


@pytest.fixture(scope="module")
def run(closed: ClosedColumns, tmp_path_factory: pytest.TempPathFactory) -> StoredRun:
    return write_run(tmp_path_factory.mktemp("run"), plan("hybrid"), closed)


@pytest.fixture
def replay(run: StoredRun) -> Replay:
    return Replay(run, parquet.connection(), "levels")


def test_the_files_have_what_the_close_paid(closed: ClosedColumns, run: StoredRun) -> None:
    stored = parquet.read([run.awards], ["bonus", "amount"])
    levels = closed.awards[LEVELS]

    assert stored["amount"][stored["bonus"] == LEVELS].sum() == levels.amount.sum() > 0


def test_what_nobody_was_paid_stands_in_a_file_of_its_own(
    closed: ClosedColumns, run: StoredRun
) -> None:
    paid, unpaid = (parquet.read([f], ["amount"])["amount"] for f in (run.awards, run.unpaid))

    assert not unpaid.any()
    assert len(paid) + len(unpaid) == sum(each.size for each in closed.awards)


def test_awards_are_sorted_by_place(run: StoredRun) -> None:
    assert (np.diff(parquet.read([run.awards], ["place"])["place"]) >= 0).all()


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_sources_of_an_award_add_up_to_what_it_was_paid_on(
    level: int, replay: Replay, run: StoredRun
) -> None:
    where = f"bonus = {LEVELS} and level = {level}"
    places = parquet.read([run.awards], ["place"], where)["place"][:5]
    found = [replay.explained(int(place), level) for place in places]

    assert len(found) == 5
    assert [int(each.volumes.sum()) for each in found] == [each.base for each in found]
    assert all((each.sources >= each.place).all() for each in found)


def test_an_award_that_is_not_that_of_its_sources_is_found_out(
    run: StoredRun, tmp_path: Path
) -> None:
    where = f"bonus = {LEVELS} and level = 1"
    place = int(parquet.read([run.awards], ["place"], where)["place"][0])
    wrong = StoredRun(tmp_path, run.told)
    for file in run.folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    duckdb.execute(
        f"copy (select * replace (base + 1 as base) from '{run.awards}') to '{wrong.awards}'"  # noqa: S608
    )

    with pytest.raises(NotTheStoredBase, match=f"place {place}, level 1"):
        Replay(wrong, parquet.connection(), "levels").explained(place, 1)


def test_who_has_no_award_has_nothing_to_explain(replay: Replay) -> None:
    with pytest.raises(LookupError, match="place 1000000 has no award of levels on level 1"):
        replay.explained(1_000_000, 1)
