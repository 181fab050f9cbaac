from dataclasses import replace

from commissions.application.queries.awards import award_balances
from tests.support.builders import a_levels_bonus, a_plan
from tests.support.settled_orders import a_refund, an_order, sold
from tests.unit.tools.screens import rendered
from tools.cli import awards


def test_who_earns_and_who_does_not_stand_in_one_view() -> None:
    seen = rendered(
        awards.screen(award_balances(sold("cat:silver < bob (inactive) < ann", a_refund())))
    )

    assert "2/0     customer   0       cat (silver)   80.00 CV   20 %   16.00 USD" in seen
    assert "-4.00 USD   12.00 USD" in seen
    assert "1/2     levels, level 2, bob: not paid, inactive as of the sale" in seen


def test_a_compressed_level_shows_both_levels() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", compression="skip_inactive"))

    seen = rendered(awards.screen(award_balances(sold("cat (inactive) < bob", plan=plan))))

    assert "2 → 1   bob" in seen


def test_an_order_that_pays_nobody_says_so() -> None:
    seen = rendered(awards.screen(award_balances(sold("cat (inactive)"))))

    assert "Nobody earns on this order." in seen
    assert "customer, level 0, cat: not paid, inactive as of the sale" in seen


def test_no_line_of_the_table_is_wider_than_the_page() -> None:
    line = "a_rather_long_member_id:associate < another_long_member_id:associate"
    order = an_order(currency="USD")

    seen = rendered(awards.screen(award_balances(sold(line, a_refund(), order=order))))

    assert max(map(len, seen.splitlines())) <= 100


def test_what_had_been_paid_is_not_told_with_a_rate_that_came_later() -> None:
    paid = award_balances(sold("cat:silver"))[0]
    later = replace(paid.line, earned=0, amount=-1600, rate="0", reason="is paid no level")

    seen = rendered(awards.screen([replace(paid, line=later, reversed=paid.earned)]))

    assert "16.00 USD   -16.00 USD   0.00 USD" in seen
    assert "0 %" not in seen
    assert "CV" not in seen
