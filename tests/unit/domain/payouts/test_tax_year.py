"""What people were paid in a year: by the day of payment."""

from dataclasses import replace
from datetime import date

from commissions.domain.payouts.payout import Payout
from commissions.domain.payouts.tax_year import year_totals
from tests.support.payout_cases import a_payee, a_payout, deduction, rate, recipient, terms

BY = terms(fees={"USD": 150}, deductions=(deduction("tds", "0.05"),))


def paid(on: str, back: str = "", **parts: object) -> Payout:
    returned = date.fromisoformat(back) if back else None
    made = replace(a_payout(**parts), settled_on=date.fromisoformat(on))  # type: ignore[arg-type]
    return replace(made, state="returned" if back else "settled", returned_on=returned)


def test_the_year_is_that_of_the_payment_whenever_it_was_planned() -> None:
    payouts = [paid("2026-12-31", by=BY), paid("2027-01-02")]

    [total] = year_totals(payouts, 2026)

    assert (total.gross, total.fees, total.deducted, total.paid) == (10_000, 150, 500, 9_350)
    assert [each.gross for each in year_totals(payouts, 2027)] == [10_000]


def test_what_was_not_paid_is_of_no_year() -> None:
    assert year_totals([a_payout(), replace(a_payout(), state="failed")], 2026) == []


def test_what_came_back_counts_against_the_year_in_which_it_did() -> None:
    payouts = [paid("2026-12-30", "2027-01-04"), paid("2026-12-01")]

    assert [(each.gross, each.payouts) for each in year_totals(payouts, 2026)] == [(20_000, 2)]
    assert [(each.gross, each.returned) for each in year_totals(payouts, 2027)] == [(-10_000, 1)]


def test_what_came_back_before_it_was_paid_is_of_no_year() -> None:
    lost = replace(a_payout(), state="returned", returned_on=date(2026, 12, 3))

    assert year_totals([lost], 2026) == []


def test_each_person_and_pair_of_currencies_has_a_total() -> None:
    euro = recipient(a_payee(currency="EUR"), rate("EUR", "1.25"))
    payouts = [paid("2026-12-01"), paid("2026-12-02", to=euro)]
    payouts.append(replace(payouts[0], payee="M2"))

    totals = year_totals(payouts, 2026)

    assert [(each.payee, each.paid_in, each.paid) for each in totals] == [
        ("M1", "EUR", 8_000),
        ("M1", "USD", 10_000),
        ("M2", "USD", 10_000),
    ]
