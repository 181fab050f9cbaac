"""A debt that is old enough is written off; never more than the balance is below zero."""

from datetime import UTC, datetime

import pytest

from commissions.domain.ledger.journal import Leg
from commissions.domain.payouts.write_off import months_before, write_off_due
from commissions.domain.payouts.write_off_journal import write_off_journal, write_off_move
from tests.support.payout_cases import day, earned, stands, terms, took
from tests.support.said import updates

OWES = earned(50, 5), took(50, 40), earned(-30, 45, number=2)


@pytest.mark.parametrize(
    ("moment", "months", "then"),
    [
        ("2026-11-29", 1, "2026-10-29"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2026-01-15", 12, "2025-01-15"),
        ("2026-12-31", 0, "2026-12-31"),
        ("2026-12-01", 25, "2024-11-01"),
    ],
)
def test_months_before_a_day_are_the_same_day_where_there_is_one(
    moment: str, months: int, then: str
) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    assert months_before(at, months) == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_a_debt_is_written_off_once_it_is_as_old_as_the_plan_says() -> None:
    assert write_off_due(stands(73, *OWES), terms(write_off_months=1)) == 0
    assert write_off_due(stands(76, *OWES), terms(write_off_months=1)) == 30


def test_what_is_unpaid_goes_to_the_debt_before_it_is_written_off() -> None:
    at = stands(120, *OWES, earned(10, 46, order="2"))

    assert write_off_due(at, terms(write_off_months=1)) == 20
    assert write_off_due(stands(120, *OWES, earned(90, 46, order="2")), terms()) == 0


def test_what_is_on_hold_pays_the_debt_once_it_is_free() -> None:
    owes_and_holds = (*OWES, earned(20, 100, order="2"))

    assert stands(120, *owes_and_holds).held == 20
    assert write_off_due(stands(120, *owes_and_holds), terms(write_off_months=1)) == 10
    richer = (*OWES, earned(100, 100, order="2"))
    assert stands(120, *richer).balance == 70
    assert write_off_due(stands(120, *richer), terms(write_off_months=1)) == 0


def test_a_younger_debt_beside_an_old_one_is_not_written_off() -> None:
    at = stands(80, *OWES, earned(-5, 79, number=3))

    assert write_off_due(at, terms(write_off_months=1)) == 30


def test_a_write_off_is_the_companys_loss_and_a_line_of_the_statement() -> None:
    at = day(80)
    journal = write_off_journal("M1", 30, terms(), at=at, recorded_at=at)
    [update] = updates(journal)

    assert journal.journal_id == "payouts/USD-20261220-written-off/M1/1"
    assert journal.legs == (
        Leg("commission_payable:M1", "USD", 30),
        Leg("clawback_written_off", "USD", -30),
    )
    assert [(each.kind, each.amount) for each in update.lines] == [("payout", 30)]
    assert update.months == {"2026-12 USD": {"payable": 30, "written_off": 30, "version": 1}}
    assert stands(81, *OWES, write_off_move(journal, 30)).debt == 0
