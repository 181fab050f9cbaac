"""What a close gave somebody, as they see it: in their orders, and why."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commissions.application.queries import order_why
from commissions.application.queries.member_orders import OrdersAsked, OrdersReader, page
from commissions.application.queries.order_why import NotTheirs
from commissions.application.queries.published_plans import published
from commissions.domain.ledger.member_orders import MemberOrder, WhoseOrder
from commissions.domain.ledger.why_not import WhyNot
from commissions.pages.member import why as pages
from commissions.tables import ledger, statements
from tests.support import closed_company
from tests.support.closed_company import OCTOBER
from tests.support.member_pages import a_frame
from tests.support.page_rules import faults

pytestmark = pytest.mark.usefixtures("aws")
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def posted(tmp_path: Path) -> None:
    """October, closed by two people, on everybody's statement."""
    closed_company.a_month()
    closed_company.closed(tmp_path, closed_company.after_all())
    for journal in sorted(ledger.every_journal(), key=lambda each: each.number):
        statements.project(journal)


def of_close(who: str) -> MemberOrder:
    reader = OrdersReader(who, OrdersAsked(month="2026-10"), published())
    [found] = [each for each in page(reader).orders if each.whose is WhoseOrder.PERIOD]
    return found


def said(who: str, key: str) -> str:
    found = pages.why(order_why.of_order(who, key, published()), NOW, "UTC")
    html = pages.render(found, a_frame(), in_sheet=False)
    assert faults(html) == []
    return re.sub(r"[\s\u00a0]+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_close_stands_in_the_list_at_the_end_of_its_month(posted: None) -> None:
    found = of_close("ann")

    assert (found.number, found.store_id) == (str(OCTOBER), "")
    assert found.changes["USD"].net == 465_50
    assert {award.last.bonus for award in found.awards} >= {"levels", "match", "pool"}


def test_why_a_close_paid_is_told_line_by_line(posted: None) -> None:
    text = said("ann", of_close("ann").order_key)

    assert "465.50 USD" in text
    assert "It comes of the close of hyb/month/2026-10" in text
    assert "CV of the period × 5 % level 1" in text
    assert "Your rank in the period: manager." in text
    assert "The period ended" in text
    assert "Worked out again" in text


def test_the_lines_of_a_close_add_up_to_its_book(posted: None) -> None:
    why = order_why.of_order("ann", of_close("ann").order_key, published())

    assert why.stands == {"USD": 465_50}
    assert all(each.holds for each in why.awards)


def test_what_a_close_did_not_pay_says_why(posted: None) -> None:
    why = order_why.of_order("bob", of_close("bob").order_key, published())
    reasons = {each.reason for each in why.awards if each.reason}

    assert reasons
    assert WhyNot.OTHER not in reasons
    text = said("bob", of_close("bob").order_key)
    assert all(str(a_frame().text(f"why.not.{each}")) in text for each in reasons)


def test_a_book_of_another_is_not_there(posted: None) -> None:
    key = of_close("ann").order_key

    with pytest.raises(NotTheirs):
        order_why.of_order("bob", key, published())
    with pytest.raises(NotTheirs):
        order_why.of_line("bob", f"{key}/1/0", published())
    assert order_why.of_line("ann", f"{key}/1/0", published()).asked == f"{key}/1/0"


def test_a_book_of_a_payout_is_no_order() -> None:
    with pytest.raises(NotTheirs):
        order_why.of_order("ann", "payouts/USD-20261129-1/ann", published())
