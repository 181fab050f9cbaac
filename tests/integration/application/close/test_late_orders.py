"""Orders that are told after their month was closed, under a plan by which they count in the open
one: `refunds.late_orders: current`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commissions.domain.periods.period_id import parse
from commissions.tables import plans
from tests.support import closed_company as company
from tests.support.closed_company import OCTOBER, SEPTEMBER, after_all
from tests.support.frozen import published
from tests.support.plans import a_sample

pytestmark = pytest.mark.usefixtures("aws")
IN_SEPTEMBER = datetime(2026, 9, 12, 15, tzinfo=UTC)


def a_month_of_such_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    refunds = a_sample("hyb")["refunds"] | {"late_orders": "current"}
    monkeypatch.setattr(company, "published", lambda name: published(name, refunds=refunds))
    company.a_month(IN_SEPTEMBER)
    assert plans.latest("hyb").document["refunds"]["late_orders"] == "current"


def test_an_order_told_after_its_month_was_closed_is_paid_once_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_month_of_such_a_plan(monkeypatch)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)
    order, lock = company.an_order(50, "", 1000, seller="eve", at=IN_SEPTEMBER)
    company.tell(order, lock, at=now + timedelta(minutes=5))
    second = company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)
    november = parse("hyb/month/2026-11")
    third = company.computed(tmp_path / "third", now + timedelta(days=30), period=november)

    assert (second.summary["orders"], second.summary["corrections"]) == (1, {})
    assert (third.summary["orders"], third.summary["corrections"]) == (0, {})


def test_what_comes_back_of_such_an_order_lowers_the_open_month_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_month_of_such_a_plan(monkeypatch)
    for number, name in enumerate(("ann", "bob", "cat", "dan", "eve"), 30):
        company.sell(number, name, 100)
    now = after_all()
    company.closed(tmp_path / "first", now, SEPTEMBER)
    order, lock = company.an_order(50, "", 1000, seller="eve", at=IN_SEPTEMBER)
    company.tell(order, lock, at=now + timedelta(minutes=5))
    second = company.closed(tmp_path / "second", now + timedelta(hours=2), OCTOBER)
    later = now + timedelta(days=30)
    company.give_back(50, at=datetime(2026, 11, 15, tzinfo=UTC), told=later - timedelta(hours=1))
    november = parse("hyb/month/2026-11")
    third = company.computed(tmp_path / "third", later, period=november)

    assert second.summary["orders"] == 6
    assert third.summary["corrections"] == {}
    assert third.summary["volumes"]["cv"] == -1_000_00
