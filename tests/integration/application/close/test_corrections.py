"""What comes of a closed month is posted with the next one, line by line, and says what caused it.

September is the month of `closed_company`; what is expected was counted by hand. Its plan judges
ranks again, and the company's cap.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commissions.application.close import correcting
from commissions.application.close.frozen_table import rows as read_rows
from commissions.application.close.stored_attempt import RunAltered
from commissions.application.payouts.earned import earned_lines
from commissions.application.queries import period_lines
from commissions.application.queries.correction_explanation import CorrectionExplanation
from commissions.domain.ledger.books import period_book
from commissions.domain.ledger.journal import JournalLine
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import PeriodRecord
from commissions.tables import ledger, statements
from commissions.warehouse import run_store
from tests.support import closed_company as company
from tests.support.builders import Document
from tests.support.closed_company import OCTOBER, SEPTEMBER, SOLD_AT, after_all
from tests.support.plans import a_sample

pytestmark = pytest.mark.usefixtures("aws")
IN_SEPTEMBER = datetime(2026, 9, 12, 15, tzinfo=UTC)


def lines(member: str, period: PeriodId = OCTOBER) -> list[JournalLine]:
    journals = ledger.read(period_book(str(period), member)).journals
    return [line for journal in journals for line in journal.lines]


def corrected(member: str) -> dict[str, int]:
    """By bonus and level, what October gave it for September."""
    found: Counter[str] = Counter()
    for line in lines(member):
        if line.corrects:
            found[f"{line.bonus} {line.level}"] += line.amount
    return dict(found)


def test_a_refund_after_the_close_takes_back_what_its_month_would_not_have_paid(
    tmp_path: Path,
) -> None:
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)
    company.give_back(21, at=SOLD_AT, told=now + timedelta(minutes=5))
    record = company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)

    # Without the 6,000 points ann's front line is too small for a manager's rank: she loses what
    # only managers are paid, the pool goes to nobody, and eve and dan their 5 % each.
    assert corrected("eve") == {"levels 1": -300_00}
    assert corrected("dan") == {"levels 2": -300_00}
    assert corrected("ann") == {"levels 3": -5_00, "match 1": -81_50, "pool 0": -204_00}
    assert record.summary["corrections"] == {str(SEPTEMBER): -890_50}
    assert record.summary["paid"] == -890_50


def test_every_line_names_what_caused_it(tmp_path: Path) -> None:
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)
    company.give_back(21, at=SOLD_AT, told=now + timedelta(minutes=5))
    company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)

    assert {line.reason for line in lines("eve") if line.corrects} == {
        "hyb/month/2026-09 corrected for shopify/tea/21"
    }
    [journal] = ledger.read(period_book(str(OCTOBER), "eve")).journals
    assert sum(leg.amount for leg in journal.legs) == 0


def test_a_closed_month_of_which_nothing_came_is_not_corrected(tmp_path: Path) -> None:
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)
    record = company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)

    assert (record.summary["corrections"], record.summary["books"]) == ({}, 0)


def test_an_order_told_after_the_close_is_paid_what_its_month_would_have_paid(
    tmp_path: Path,
) -> None:
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)
    order, lock = company.an_order(50, "", 1000, seller="eve", at=IN_SEPTEMBER)
    company.tell(order, lock, at=now + timedelta(minutes=5))
    company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)

    assert corrected("eve") == {"levels 1": 50_00}
    assert corrected("dan") == {"levels 2": 50_00}
    assert corrected("ann") == {"match 1": 10_00, "pool 0": 20_00}


def test_what_came_back_before_the_freeze_and_too_late_for_its_month_is_taken_back(
    tmp_path: Path,
) -> None:
    """Told before September was frozen, it came in the days of October that September no more
    waits for: of none of the two it is lost."""
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.give_back(21, at=SOLD_AT, told=now - timedelta(minutes=5))
    company.closed(tmp_path / "first", now, SEPTEMBER)
    record = company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)

    assert record.summary["corrections"] == {str(SEPTEMBER): -890_50}


def rows(record: PeriodRecord, name: str, folder: Path) -> list[tuple[str, int]]:
    """What the run was told late: orders, and how much in hundredths of a point."""
    run_store.get_folder(f"{record.folder}/inputs", folder)
    asked = f"select order_key, cv from '{folder / name}.parquet' order by order_key"  # noqa: S608
    return read_rows(asked)


def test_what_is_told_after_the_freeze_is_told_to_the_next_run(tmp_path: Path) -> None:
    """A return of September itself, and an order of it."""
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    first = company.closed(tmp_path / "first", now, SEPTEMBER)
    company.give_back(20, at=IN_SEPTEMBER + timedelta(days=1), told=now + timedelta(minutes=5))
    order, lock = company.an_order(50, "", 1000, seller="eve", at=IN_SEPTEMBER)
    company.tell(order, lock, at=now + timedelta(minutes=5))
    second = company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)

    assert rows(first, "late", tmp_path / "a") == rows(first, "late_orders", tmp_path / "a2") == []
    assert rows(second, "late", tmp_path / "b") == [("shopify/tea/20", 400_00)]
    assert rows(second, "late_orders", tmp_path / "b2") == [("shopify/tea/50", 1000_00)]


def test_what_is_told_once_is_told_to_one_run(tmp_path: Path) -> None:
    august = PeriodId("hyb", "month", "2026-08")
    company.a_month(datetime(2026, 8, 12, 15, tzinfo=UTC))
    now = after_all()
    company.closed(tmp_path / "first", now, august)
    order, lock = company.an_order(50, "", 1000, seller="eve", at=datetime(2026, 8, 20, tzinfo=UTC))
    company.tell(order, lock, at=now + timedelta(minutes=5))
    company.closed(tmp_path / "second", now + timedelta(hours=2), SEPTEMBER)
    third = company.closed(tmp_path / "third", now + timedelta(hours=4), OCTOBER)

    assert rows(third, "late_orders", tmp_path / "c") == []


def test_what_an_earlier_close_has_corrected_is_not_corrected_again(tmp_path: Path) -> None:
    august = PeriodId("hyb", "month", "2026-08")
    company.a_month(datetime(2026, 8, 12, 15, tzinfo=UTC))
    now = after_all()
    company.closed(tmp_path / "first", now, august)
    company.give_back(20, at=IN_SEPTEMBER, told=now + timedelta(minutes=5))
    second = company.closed(tmp_path / "second", now + timedelta(hours=2), SEPTEMBER)
    company.give_back(21, at=SOLD_AT, told=now + timedelta(hours=3))
    third = company.closed(tmp_path / "third", now + timedelta(hours=5), OCTOBER)

    back = second.summary["corrections"], third.summary["corrections"]
    assert list(back[0]) == list(back[1]) == [str(august)]
    # The first took 20 dollars each from eve and dan, their match from ann, and 8 of the pool.
    assert back[0][str(august)] == -(20_00 + 20_00 + 4_00 + 8_00)
    total = sum(sum(each.values()) for each in back)
    assert total == -(20_00 + 20_00 + 300_00 + 300_00 + 5_00 + 81_50 + 204_00)


def test_where_the_plan_says_current_october_has_less_volume_and_september_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """6,000 points of a customer of eve's come back, and one of 1,000 is told late: both
    are October's, and nothing of September is corrected."""

    def a_plan(name: str) -> Document:
        plan = a_sample(name)
        current = {"period": "current", "late_orders": "current"}
        return plan | {"refunds": plan["refunds"] | current}

    monkeypatch.setattr("tests.support.frozen.a_sample", a_plan)
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)
    company.give_back(21, at=SOLD_AT, told=now + timedelta(minutes=5))
    order, lock = company.an_order(50, "", 1000, seller="eve", at=IN_SEPTEMBER)
    company.tell(order, lock, at=now + timedelta(minutes=5))
    record = company.computed(tmp_path / "second", now + timedelta(hours=2), period=OCTOBER)

    assert record.summary["corrections"] == {}
    assert record.summary["volumes"]["cv"] == -5_000_00
    run_store.get_folder(f"{record.folder}/inputs", tmp_path / "a")
    asked = f"select order_key, cv from '{tmp_path}/a/sales.parquet' order by sale"  # noqa: S608
    assert read_rows(asked) == [
        ("shopify/tea/21", -6_000_00),
        ("shopify/tea/50", 1_000_00),
    ]


def test_a_run_whose_files_were_changed_corrects_nothing(tmp_path: Path) -> None:
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    first = company.closed(tmp_path / "first", now, SEPTEMBER)
    company.give_back(21, at=SOLD_AT, told=now + timedelta(minutes=5))
    run_store.put_text(f"{first.folder}/corrections.json", "[ ]")

    with pytest.raises(RunAltered):
        company.computed(tmp_path / "second", now + timedelta(hours=2), period=OCTOBER)


def test_corrections_are_read_as_they_were_written(tmp_path: Path) -> None:
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)
    company.give_back(21, at=SOLD_AT, told=now + timedelta(minutes=5))
    record = company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)

    found = correcting.stored(record)
    assert correcting.read(correcting.written(found)) == found
    assert sum(each.award.amount for each in found) == -890_50


def test_a_correction_explains_itself_and_is_worked_out_again(tmp_path: Path) -> None:
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)
    company.give_back(21, at=SOLD_AT, told=now + timedelta(minutes=5))
    company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)

    for member in ("ann", "dan", "eve"):
        for number, line in enumerate(lines(member)):
            entry = f"periods/{OCTOBER}/{member}/1/{number}"
            why = period_lines.explain(period_lines.parse_period_line(entry))
            assert isinstance(why, CorrectionExplanation)
            assert why.holds, (entry, why.checks)
            assert sum(each.change for each in why.awards) == line.amount
    eve = period_lines.explain(period_lines.parse_period_line(f"periods/{OCTOBER}/eve/1/0"))
    assert isinstance(eve, CorrectionExplanation)
    [award] = eve.awards
    assert (award.at_close, award.before, award.change, award.now) == (320_00, 0, -300_00, 20_00)
    assert (award.base, award.base_change) == (400_00, -6_000_00), "points, as corrected"
    assert eve.orders == ("shopify/tea/21",)


def test_a_correction_takes_back_of_its_closed_month_and_waits_with_it(tmp_path: Path) -> None:
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)
    company.give_back(21, at=SOLD_AT, told=now + timedelta(minutes=5))
    company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)
    for period in (SEPTEMBER, OCTOBER):
        for journal in ledger.read(period_book(str(period), "eve")).journals:
            statements.project(journal)

    book = period_book(str(SEPTEMBER), "eve")
    found = list(earned_lines("eve", "USD"))

    assert [(each.book, each.award, each.amount) for each in found] == [
        (book, "levels/1", 320_00),
        (book, "levels/1", -300_00),
    ]
