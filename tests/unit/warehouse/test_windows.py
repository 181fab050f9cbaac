"""Windows are of one day in UTC, and sort by their names."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from commissions.domain.orders.canonical import NoTimeZone
from commissions.warehouse.windows import ExportWindow, NotAWindow, compact, read_compact

TEN = datetime(2026, 11, 29, 10, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 30, tzinfo=UTC)


def test_a_window_may_end_at_midnight_and_not_after_it() -> None:
    assert ExportWindow(TEN, MIDNIGHT).day == TEN.date()
    with pytest.raises(NotAWindow):
        ExportWindow(TEN, MIDNIGHT + timedelta(microseconds=1))


def test_an_empty_window_is_none() -> None:
    with pytest.raises(NotAWindow):
        ExportWindow(TEN, TEN)


def test_a_window_holds_its_first_moment_and_not_its_end() -> None:
    window = ExportWindow(TEN, MIDNIGHT)

    assert (window.holds(TEN), window.holds(MIDNIGHT)) == (True, False)


def test_its_name_says_both_to_the_microsecond() -> None:
    end = TEN + timedelta(minutes=30, microseconds=7)

    assert ExportWindow(TEN, end).name == "20261129T100000000000Z-20261129T103000000007Z"
    assert read_compact(compact(end)) == end


def test_a_moment_is_named_in_utc_and_one_without_a_zone_not_at_all() -> None:
    assert compact(TEN.astimezone(timezone(timedelta(hours=2)))) == compact(TEN)
    with pytest.raises(NoTimeZone):
        compact(TEN.replace(tzinfo=None))
