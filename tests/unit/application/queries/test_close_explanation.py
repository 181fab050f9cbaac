"""Every line of a close explains itself from the stored run, and what was changed is found out."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from commissions.application.close.book_lines import book_lines
from commissions.application.close.run_rows import NotInRun
from commissions.application.close.stored_run import StoredRun, write_run
from commissions.application.queries.close_explanation import (
    LineOfClose,
    NoSuchAward,
    explain_close,
    explain_close_by,
)
from commissions.application.queries.close_part import InputsOfAnotherRun, NoSuchBonus
from commissions.domain.close.columns import PeriodColumns
from commissions.domain.close.engine import closed_columns
from commissions.domain.close.facts import Since
from commissions.domain.close.from_facts import columns_of
from tests.support.binaries import binary, binary_plan, percent, seats
from tests.support.builders import Document
from tests.support.closes import bonus, bought, close_plan, day, levels, period, sold, team
from tests.support.explained_closes import broken, explained
from tests.support.stored_runs import (
    StoredClose,
    stored,
)


def a_company() -> tuple[Document, PeriodColumns]:
    caps = {
        "company": {"max_pct": "0.05", "of": "cv", "enforce": "pro_rata"},
        "person": [{"period": "month", "amount": "6.00"}],
    }
    facts = period(
        team("ann > bob > cat > dan", "ann > eve"),
        [bought("dan", 100), bought("cat", 33), sold("eve", 20)],
    )
    return close_plan(levels("0.10", "0.05", award="level"), caps=caps), columns_of(facts)


@pytest.mark.parametrize("column", ["base", "rate", "raw", "capped", "amount", "reason"])
def test_a_stored_figure_that_was_changed_is_found_by_arithmetic(
    column: str, tmp_path: Path
) -> None:
    document, inputs = a_company()
    run = write_run(tmp_path, document, closed_columns(document, inputs))
    asked = LineOfClose(member="cat", bonus="levels", level=1)
    lines = book_lines(run, "cat")
    _change(run, f"{column} + 1 as {column}")

    assert broken(explain_close(run, lambda: inputs, asked, lines))
    assert run.changed_files() == ["awards.parquet"]


def test_an_amount_that_moved_from_one_to_another_is_found(tmp_path: Path) -> None:
    """The run's sum is the same; their lines in the ledger are not."""
    document, inputs = a_company()
    run = write_run(tmp_path, document, closed_columns(document, inputs))
    booked = book_lines(run, "cat")
    _change(run, "amount + (case member when 'cat' then 1 when 'bob' then -1 else 0 end) as amount")
    asked = LineOfClose(member="cat", bonus="levels", level=1)

    why = explain_close(run, lambda: inputs, asked, booked)

    assert "the lines of the member's book are the sums of these awards" in broken(why)


def _change(run: StoredRun, column: str, file: Path | None = None) -> None:
    """Of the awards, or of another file."""
    file = file or run.awards
    changed = run.folder / "changed.parquet"
    duckdb.execute(
        f"copy (select * replace ({column}) from '{file}') to '{changed}'"  # noqa: S608
    )
    changed.replace(file)


@pytest.mark.parametrize("column", ["open_right", "taken_left", "matched", "raw", "paid"])
def test_a_figure_of_a_seat_that_was_changed_is_found(column: str, tmp_path: Path) -> None:
    facts = period(
        team("top > left", "top > right"),
        [bought("left", 100), bought("right", 60)],
        seats=seats("top L left", "top R right"),
    )
    close = stored(tmp_path, binary_plan(binary(percent("0.10"))), facts)
    line = LineOfClose(member="top", bonus="team", level=0)
    before = broken(explained(close.run, close.period, line))
    _change(close.run, f"{column} - 100 as {column}", close.run.legs)

    assert before == []
    assert broken(explained(close.run, close.period, line))


def test_a_member_who_was_made_inactive_in_the_files_is_found(tmp_path: Path) -> None:
    document, inputs = a_company()
    run = write_run(tmp_path, document, closed_columns(document, inputs))
    _change(run, "false as active", run.members)

    assert broken(explained(run, inputs, LineOfClose(member="cat", bonus="levels", level=1)))


def test_a_figure_of_a_rank_that_was_changed_is_found(tmp_path: Path) -> None:
    asked = {"metric": "gv", "op": ">=", "value": "50"}
    ranks = [{"id": "silver", "order": 1, "require": asked, "pay_rank": "paid_as"}]
    facts = period(team("ann > bob"), [bought("bob", 100)])
    close = stored(tmp_path, close_plan(levels("0.10"), ranks=ranks), facts)
    line = LineOfClose(member="ann", bonus="levels", level=1)
    before = explained(close.run, close.period, line)
    _change(close.run, "f0 - 6000 as f0", close.run.requirements)

    assert broken(before) == []
    assert broken(explained(close.run, close.period, line)) == [
        "what was counted makes the rank, and not the next one"
    ]


def test_between_an_order_and_the_member_whoever_was_passed_over_is_named(tmp_path: Path) -> None:
    facts = period(team("ann > bob > cat (inactive) > dan (inactive) > eve"), [bought("eve", 100)])
    close = stored(tmp_path, close_plan(levels("0.10", "0.05", compression="skip_inactive")), facts)
    why = explained(close.run, close.period, LineOfClose(member="ann", bonus="levels", level=2))
    [source] = why.sources.rows

    assert [(each.member, each.level, each.took) for each in source.between] == [
        ("dan", 1, False),
        ("cat", 1, False),
        ("bob", 1, True),
    ]


def test_an_order_counts_for_the_line_of_its_time(tmp_path: Path) -> None:
    """Cat went from bob to dan within the period."""
    people = team("ann > bob > cat", "ann > dan")
    moved = replace(people["cat"], sponsors=(*people["cat"].sponsors, Since(day(10), "dan")))
    orders = [bought("cat", 100, at=day(5)), bought("cat", 10, at=day(20))]
    facts = period({**people, "cat": moved}, orders)
    close = stored(tmp_path, close_plan(levels("0.10", "0.05")), facts)
    why = explained(close.run, close.period, LineOfClose(member="ann", bonus="levels", level=2))

    assert broken(why) == []
    assert [(each.order, each.leg) for each in why.sources.rows] == [("o1", "bob"), ("o2", "dan")]


def a_close(folder: Path) -> StoredClose:
    facts = period(team("ann > bob > cat"), [bought("cat", 100)])
    return stored(folder, close_plan(levels("0.10"), bonus("customer", rates={"0": "0.1"})), facts)


def test_a_line_that_the_close_has_not_is_refused(tmp_path: Path) -> None:
    close = a_close(tmp_path)
    ask = LineOfClose(member="bob", bonus="levels", level=1)

    with pytest.raises(NotInRun, match="member zoe is not in the close of demo/month/2026-10"):
        explained(close.run, close.period, replace(ask, member="zoe"))
    with pytest.raises(NoSuchBonus, match="bonus match is not in the close of demo/month"):
        explained(close.run, close.period, replace(ask, bonus="match"))
    with pytest.raises(NoSuchAward, match="bob has no award of levels on level 7"):
        explained(close.run, close.period, replace(ask, level=7))


def test_inputs_of_another_run_are_refused(tmp_path: Path) -> None:
    close = a_close(tmp_path)
    other = columns_of(period(team("bob > ann > cat"), [bought("cat", 100)]))

    with pytest.raises(InputsOfAnotherRun, match="load the inputs that this run was computed from"):
        explained(close.run, other, LineOfClose(member="bob", bonus="levels", level=1))


def test_run_inputs_and_book_are_loaded_by_whoever_asks(tmp_path: Path) -> None:
    close = a_close(tmp_path)
    line = LineOfClose(member="bob", bonus="levels", level=1)

    why = explain_close_by(line, lambda: close.run, lambda: close.period, list)

    assert why.amount == 1_000
    assert broken(why) == ["the lines of the member's book are the sums of these awards"]
