"""What comes back after the cut-off and before anybody froze the month, and what is void later."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commissions.domain.ledger.money_walk import VOIDED
from tests.support import closed_company as company
from tests.support.closed_company import OCTOBER, SEPTEMBER, after_all
from tests.support.frozen import published
from tests.support.plans import a_sample

pytestmark = pytest.mark.usefixtures("aws")
IN_SEPTEMBER = datetime(2026, 9, 12, 15, tzinfo=UTC)
CORRECTED = {str(SEPTEMBER): -890_50}


def test_a_refund_after_the_cut_off_that_was_told_before_the_freeze_is_corrected(
    tmp_path: Path,
) -> None:
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.give_back(21, at=datetime(2026, 10, 12, tzinfo=UTC), told=now - timedelta(minutes=30))
    first = company.closed(tmp_path / "first", now, SEPTEMBER)
    second = company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)

    assert first.closes_at < datetime(2026, 10, 12, tzinfo=UTC)
    assert first.summary["paid"] == 995_00 + 81_50 + 204_00
    assert second.summary["corrections"] == CORRECTED


def test_where_refunds_count_when_they_come_those_of_the_cut_off_days_lower_the_open_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refunds = a_sample("hyb")["refunds"] | {"period": "current"}
    monkeypatch.setattr(company, "published", lambda name: published(name, refunds=refunds))
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.give_back(21, at=datetime(2026, 10, 5, tzinfo=UTC), told=now - timedelta(minutes=30))
    first = company.closed(tmp_path / "first", now, SEPTEMBER)
    second = company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)

    assert first.summary["paid"] == 995_00 + 81_50 + 204_00
    assert second.summary["corrections"] == {}
    assert second.summary["volumes"]["cv"] == -6_000_00


def test_an_order_whose_payment_was_void_after_the_close_is_corrected(tmp_path: Path) -> None:
    company.a_month(IN_SEPTEMBER)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)
    order, _ = company.an_order(21, "", 6000, seller="eve", at=IN_SEPTEMBER)
    void = replace(order, status=VOIDED, updated_at=IN_SEPTEMBER + timedelta(days=40))
    company.tell(void, at=now + timedelta(minutes=5))
    second = company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)

    assert second.summary["corrections"] == CORRECTED
