from dataclasses import replace
from datetime import timedelta

from commissions.application.queries.awards import award_balances, reversals
from tests.support.settled_orders import PLACED, a_refund, an_order, locked, settled, sold


def test_an_award_stands_at_what_its_last_journal_says() -> None:
    found = award_balances(sold("cat < bob < ann", a_refund()))

    assert [(each.entry, each.earned, each.reversed, each.stands) for each in found] == [
        ("shopify/tea/1001/2/0", 1600, 400, 1200),
        ("shopify/tea/1001/2/1", 800, 200, 600),
        ("shopify/tea/1001/2/2", 400, 100, 300),
    ]


def test_an_award_that_was_withdrawn_shows_what_it_once_was() -> None:
    order = an_order()
    unpaid = replace(order, status="voided", updated_at=PLACED + timedelta(hours=1))

    found = award_balances(settled((order, locked(order, "cat < bob < ann")), (unpaid,)))

    assert [(each.earned, each.reversed, each.stands) for each in found] == [
        (1600, 1600, 0),
        (800, 800, 0),
        (400, 400, 0),
    ]


def test_only_what_took_something_back_is_a_reversal() -> None:
    found = reversals(sold("cat < bob < ann", a_refund()))

    assert [(journal.number, line.earner, line.amount) for journal, line in found] == [
        (2, "cat", -400),
        (2, "cat", -200),
        (2, "bob", -100),
    ]


def test_an_award_without_an_amount_is_not_paid() -> None:
    found = award_balances(sold("cat < bob (inactive)"))

    assert [(each.line.earner, each.is_paid) for each in found] == [
        ("cat", True),
        ("cat", True),
        ("bob", False),
    ]
