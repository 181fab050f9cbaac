"""An order of a closed month that is told late, and is of somebody who was no member then."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commissions.application.close.freezing import CloseRequest
from commissions.domain.periods.period_id import parse
from commissions.domain.periods.record import COMPUTED, INCOMPLETE
from tests.support import closed_company as company
from tests.support.closed_company import OCTOBER, SEPTEMBER, after_all

pytestmark = pytest.mark.usefixtures("aws")
IN_SEPTEMBER = datetime(2026, 9, 12, 15, tzinfo=UTC)
SAID = (
    "order shopify/tea/50 of hyb/month/2026-09: zoe was no member then, so it counts as nobody's "
    "there (give it to somebody else, or accept that)"
)


def a_late_order_of_zoe(work: Path, now: datetime) -> None:
    company.a_month(IN_SEPTEMBER)
    company.closed(work / "first", now, SEPTEMBER)
    order, lock = company.an_order(50, "", 1000, seller="zoe", at=IN_SEPTEMBER)
    company.tell(order, lock, at=now + timedelta(minutes=5))


def test_it_is_said_before_the_next_close_is_computed(tmp_path: Path) -> None:
    now = after_all()
    a_late_order_of_zoe(tmp_path, now)
    second = company.computed(tmp_path / "second", now + timedelta(hours=2), period=OCTOBER)

    assert (second.state, second.waits) == (INCOMPLETE, (SAID,))


def test_once_accepted_it_is_nobodys_and_stops_no_close(tmp_path: Path) -> None:
    """The pool alone has 2 % of it, as of all that the company sold."""
    now = after_all()
    a_late_order_of_zoe(tmp_path, now)
    accepted = CloseRequest(accept_waiting="zoe came in October")
    later = now + timedelta(hours=2)
    second = company.computed(tmp_path / "second", later, accepted, OCTOBER)
    company.posted(company.agreed(second, later), later)
    november = parse("hyb/month/2026-11")
    third = company.computed(tmp_path / "third", now + timedelta(days=40), period=november)

    assert (second.state, second.waits) == (COMPUTED, (SAID,))
    assert second.summary["corrections"] == {str(SEPTEMBER): 20_00}
    assert (third.state, third.waits, third.summary["corrections"]) == (COMPUTED, (), {})
