from dataclasses import replace
from datetime import timedelta

from tests.builders import a_levels_bonus, a_plan
from tests.unit.tools.stories import PLACED, a_refund, an_order, settled, shown, sold
from tests.unit.tools.stories import locked as a_locked
from tools.cli import awards
from tools.cli.awards import award_balances, reversals


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

    found = award_balances(settled((order, a_locked(order, "cat < bob < ann")), (unpaid,)))

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


def test_who_earns_and_who_does_not_stand_in_one_view() -> None:
    seen = shown(
        awards.screen(award_balances(sold("cat:silver < bob (inactive) < ann", a_refund())))
    )

    assert "2/0     customer   0       cat (silver)   80.00 CV   20 %   16.00 USD" in seen
    assert "-4.00 USD   12.00 USD" in seen
    assert "1/2     levels, level 2, bob: not paid, inactive as of the sale" in seen


def test_a_compressed_level_shows_both_levels() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", compression="skip_inactive"))

    seen = shown(awards.screen(award_balances(sold("cat (inactive) < bob", plan=plan))))

    assert "2 → 1   bob" in seen


def test_an_order_that_pays_nobody_says_so() -> None:
    seen = shown(awards.screen(award_balances(sold("cat (inactive)"))))

    assert "Nobody earns on this order." in seen
    assert "customer, level 0, cat: not paid, inactive as of the sale" in seen


def test_no_line_of_the_table_is_wider_than_the_page() -> None:
    line = "a_rather_long_member_id:associate < another_long_member_id:associate"
    order = an_order(currency="USD")

    seen = shown(awards.screen(award_balances(sold(line, a_refund(), order=order))))

    assert max(map(len, seen.splitlines())) <= 100
