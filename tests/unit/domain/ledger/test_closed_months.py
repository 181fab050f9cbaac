from datetime import UTC, datetime

from commissions.domain.ledger.closed_months import ClosedMonths
from tests.support.orders import NOON

CLOCK = "America/New_York"


def test_what_is_said_of_an_open_month_counts_in_it() -> None:
    assert ClosedMonths().counts_at(NOON, CLOCK) == NOON
    assert ClosedMonths(frozenset({"2026-10"})).counts_at(NOON, CLOCK) == NOON


def test_what_is_said_of_a_closed_month_counts_from_the_oldest_open_one_on() -> None:
    closed = ClosedMonths(frozenset({"2026-11", "2026-12", "2027-02"}))

    assert closed.is_closed("2026-12")
    assert closed.counts_at(NOON, CLOCK) == datetime(2027, 1, 1, 5, tzinfo=UTC)
