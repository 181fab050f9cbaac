"""A close that is begun anew while an earlier one is still at work."""

from datetime import timedelta
from pathlib import Path

import pytest

from commissions.application.close.computing import NotExported, compute
from commissions.application.close.freezing import CloseRequest, freeze
from commissions.domain.periods.record import COMPUTED, FREEZING
from commissions.tables import periods
from tests.support import closed_company as company
from tests.support.closed_company import OCTOBER, after_all

pytestmark = pytest.mark.usefixtures("aws")


def test_an_earlier_close_does_not_compute_a_later_freeze_before_its_warehouse_is_there(
    tmp_path: Path,
) -> None:
    company.a_month()
    now = after_all()
    first = company.frozen_and_exported(now)
    # Between the two freezes an order of October comes; then the first close goes on.
    later = now + timedelta(hours=1)
    order, lock = company.an_order(50, "", 1000, seller="eve")
    company.tell(order, lock, at=first.frozen_at + timedelta(minutes=10))
    freeze(OCTOBER, later, CloseRequest(again=True, begun_by="second"))

    with pytest.raises(NotExported, match="is not exported until"):
        compute(OCTOBER, tmp_path / "first")

    record = periods.find(OCTOBER)
    assert record is not None
    assert (record.state, record.attempt) == (FREEZING, 2)
    record = company.frozen_and_exported(later)
    record = compute(OCTOBER, tmp_path / "second")
    assert (record.state, record.summary["orders"]) == (COMPUTED, 12)
