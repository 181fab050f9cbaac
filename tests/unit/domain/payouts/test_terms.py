"""What a published plan says of payouts, as it is gone by."""

from decimal import Decimal
from fractions import Fraction

from commissions.domain.payouts.payable import payable
from commissions.domain.payouts.terms import DeductionRule, payout_terms
from tests.support.payout_cases import recipient, stands

WORDS = {
    "hold_days": 30,
    "min": {"USD": "25.00", "JPY": "3000"},
    "negative_balance": {"max_offset_pct": "0.5", "write_off_months": 24},
    "currency": {"rate_source": "ecb", "rate_moment": "order_paid"},
}


def test_amounts_are_minor_units_of_their_own_currency() -> None:
    found = payout_terms({"payout": WORDS}, plan="uni", version=2, digest="abc", currency="USD")

    assert found.minimum == {"USD": 2_500, "JPY": 3_000}
    assert (found.max_offset, found.hold_days, found.write_off_months) == (Fraction(1, 2), 30, 24)
    assert (found.fees, found.deductions, found.places) == ({}, (), {})
    assert payable(stands(1), found, recipient()).why == "nothing is unpaid"


def test_shares_are_exact() -> None:
    words = WORDS | {"deductions": [{"id": "tds", "pct": "0.05", "rounding": "half_even"}]}
    found = payout_terms({"payout": words}, plan="uni", version=2, digest="", currency="USD")

    assert found.deductions == (DeductionRule("tds", Decimal("0.05"), "half_even"),)
