from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from commissions.application.queries.explanation import Explanation, explain
from commissions.domain.sales.attribution import Rate
from tests.support.builders import a_credit, a_customer_bonus, a_levels_bonus, a_lock, a_plan
from tests.support.settled_orders import (
    PLACED,
    TEA,
    a_refund,
    altered,
    an_order,
    locked,
    settled,
    sold,
)
from tests.unit.tools.screens import rendered
from tools.cli import explain_view, explain_wording


def said(why: Explanation, about: str) -> str:
    reasons = {each.about: each.sentences for each in explain_wording.reasons(why)}
    return " ".join(reasons[about])


def failing(why: Explanation) -> list[str]:
    return [check.claim for check in explain_wording.checks(why) if not check.holds]


def test_a_paid_line_says_who_earns_what_and_of_what() -> None:
    why = explain(sold("cat:silver < bob"), 1, 0)

    assert explain_wording.headline(why) == "cat earns 16.00 USD, the customer bonus at level 0."
    assert said(why, "the amount") == "80.00 CV x 20 % = 16.00 USD."
    assert said(why, "the base").startswith("4 x TEA @ 2026-01-01 gives 80.00 CV.")
    assert "credited to cat, known through the discount code" in said(why, "the sale")
    assert failing(why) == []


def test_an_amount_that_was_rounded_shows_what_it_was_rounded_from() -> None:
    plan = a_plan(a_customer_bonus("0.1234"))

    why = explain(sold("cat", order=an_order(qty=1), plan=plan), 1, 0)

    assert said(why, "the amount") == "20.00 CV x 12.34 % = 2.468, rounded to 2.47 USD."
    assert failing(why) == []


def test_a_line_that_is_not_paid_says_why() -> None:
    why = explain(sold("cat < bob (inactive)"), 1, 2)

    assert (
        explain_wording.headline(why)
        == "bob is not paid the levels bonus at level 2: inactive as of the sale."
    )
    assert said(why, "the amount") == "Nothing is due: inactive as of the sale."


def test_a_reversal_says_how_much_came_back_and_what_stands() -> None:
    why = explain(sold("cat", a_refund()), 2, 0)

    assert (
        explain_wording.headline(why)
        == "4.00 USD of the customer bonus are taken back from cat: refund 93."
    )
    assert said(why, "refunds") == (
        "20.00 CV of the base came back, 1/4: 16.00 USD x 1/4 = 4.00 USD; 12.00 USD stand."
    )


def test_a_reversal_that_was_rounded_says_in_whose_favour() -> None:
    plan = a_plan(a_customer_bonus("0.1234"))

    why = explain(sold("cat", a_refund(), order=an_order(qty=3), plan=plan), 2, 0)

    assert "7.40 USD x 1/3 = 37/15, rounded down 2.46 USD; 4.94 USD stand." in said(why, "refunds")


def test_a_full_reversal_takes_all() -> None:
    why = explain(sold("cat", a_refund(qty=4)), 2, 0)

    assert said(why, "refunds") == "All of the base came back, so all of the 16.00 USD went back."


def test_a_cancelled_order_did_not_come_back() -> None:
    cancelled = an_order(updated_at=PLACED + timedelta(hours=1), cancelled_at=PLACED)
    sale = (an_order(), locked(an_order(), "cat"))

    why = explain(settled(sale, (cancelled,)), 2, 0)

    assert said(why, "refunds") == "The order was cancelled, so all of the 16.00 USD went back."


def test_a_refund_of_all_that_was_told_first_leaves_nothing() -> None:
    sale = (an_order(), locked(an_order(), "cat"))

    why = explain(settled((a_refund(qty=4),), sale), 1, 0)

    assert explain_wording.headline(why) == (
        "Of 16.00 USD, the customer bonus at level 0, nothing is left for cat: refunded in full."
    )


def test_a_share_of_too_many_digits_ends_in_its_amount() -> None:
    """84 minor units stand of an amount of which the share that is written down says all went."""
    journals = sold("cat", a_refund(qty=4))
    [line, *_] = journals[1].lines
    rest = replace(line, earned=10**11, reversed=10**11 - 84, refunded="1", reason="")
    spread = replace(line, reversed=1235, refunded="123456789/160000007", reason="")

    for odd, sentence in (
        (rest, "About 80.00 CV of the base of 80.00 CV came back, so of the 1000000000.00 USD "
         "999999999.16 USD went back, rounded down; 0.84 USD stand."),
        (spread, "About 61.73 CV of the base of 80.00 CV came back, so of the 16.00 USD "
         "12.35 USD went back, rounded down; 3.65 USD stand."),
    ):  # fmt: skip
        chain = [journals[0], replace(journals[1], lines=(odd, *journals[1].lines[1:]))]
        assert said(explain(chain, 2, 0), "refunds") == sentence


def test_the_line_of_many_who_are_not_paid_says_that_they_stand_there() -> None:
    line = "cat < " + " < ".join(f"m{number} (inactive)" for number in range(150))
    plan = a_plan(a_levels_bonus("0.10", "0.05", compression="skip_inactive"))
    journals = sold(line, plan=plan)
    [shared] = [each for each in journals[0].lines if "more stand above" in each.reason]

    why = explain(journals, 1, shared.line)

    assert said(why, "the level").startswith(f"From level {shared.level} up as of the sale (")
    assert "Nobody stands" not in said(why, "the level")
    assert explain_wording.headline(why) == (
        f"Nobody is paid the levels bonus at level {shared.level}: "
        "50 more stand above here who are not paid either."
    )


def test_who_is_passed_over_for_a_rank_is_not_said_not_to_qualify() -> None:
    by_rank = {"gold": {"1": "0.10"}, "silver": {"2": "0.05"}}
    plan = a_plan(a_levels_bonus(by_rank=by_rank, compression="dynamic"))
    journals = sold("cat:silver < bob:gold", plan=plan)
    [number] = [each.line for each in journals[0].lines if each.earner == "bob"]

    assert "1 person below is not paid a level and is passed over" in said(
        explain(journals, 1, number), "the level"
    )


def test_a_compressed_line_says_who_was_passed_over() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", compression="skip_inactive"))
    journals = sold("cat (inactive) < bob", plan=plan)
    [number] = [line.line for line in journals[0].lines if line.earner == "bob"]

    why = explain(journals, 1, number)

    assert "1 person below is not paid a level and is passed over" in said(why, "the level")


def test_the_line_above_is_told_as_of_the_sale() -> None:
    why = explain(sold("cat < bob"), 1, 0, [(a_lock(), a_credit("cat < bob:silver (inactive)"))])

    assert "nearest first: cat (active) < bob (inactive, silver)." in said(why, "the level")


def test_another_currency_says_at_which_rate_it_counts() -> None:
    order = an_order(currency="EUR")
    rate = Rate("EUR", "USD", Decimal("1.0730"), "2026-11-20", "ecb")
    lock = replace(a_lock("cat"), order_version=order.version, values=(TEA,), rate=rate)

    why = explain(settled((order, lock)), 1, 0)

    assert "is 100.00 EUR; it counts at the rate 1.073 of 2026-11-20" in said(why, "the base")


def test_a_sale_of_nobody_is_the_companys() -> None:
    order = an_order()
    journals = settled((order, a_lock("", order_version=order.version, values=(TEA,))))

    assert "is credited to nobody." in said(explain(journals, 1, 0), "the sale")


def test_an_altered_journal_is_found_out() -> None:
    assert failing(explain(altered(sold("cat", a_refund())), 1, 0)) == [
        "the order's chain of journals is broken at shopify/tea/1001/1",
        "base x rate, worked out again, is the amount earned",
    ]


def test_the_screen_marks_what_was_checked() -> None:
    seen = rendered(explain_view.screen(explain(sold("cat"), 1, 0)))

    assert "✓ the journal's postings sum to zero in every unit" in seen
    assert "the rules    Plan demo version 1 (content " in seen


def test_the_answer_for_machines_holds_the_same() -> None:
    answer = explain_view.answer(explain(sold("cat"), 1, 0))

    assert answer["headline"] == "cat earns 16.00 USD, the customer bonus at level 0."
    assert all(check["holds"] for check in answer["checks"])
    assert answer["context"].plan == "demo"
