"""What a plan says of payouts: hold, minimum, fees, deductions, and what a debt takes of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commissions.domain.money import minor_units


@dataclass(frozen=True, slots=True)
class DeductionRule:
    """A share of each payout that is kept back, on a line of its own."""

    name: str
    pct: Decimal
    rounding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutTerms:
    """Of one version of a plan. Amounts by currency, in minor units of it."""

    plan: str
    plan_version: int
    plan_digest: str
    currency: str
    """What is earned in: the plan's base currency."""
    hold_days: int
    minimum: Mapping[str, int]
    fees: Mapping[str, int]
    deductions: tuple[DeductionRule, ...]
    max_offset: Fraction
    """How much of a payout may go to a debt."""
    write_off_months: int
    rate_source: str
    """Whose rates convert what is paid in another currency."""
    places: Mapping[str, int]
    """Decimals in which a currency is paid, where they are fewer than it has."""


def payout_terms(
    document: Mapping[str, Any], *, plan: str, version: int, digest: str, currency: str
) -> PayoutTerms:
    """Of a plan that was published: it was checked then."""
    words = document["payout"]
    negative = words["negative_balance"]
    return PayoutTerms(
        plan=plan,
        plan_version=version,
        plan_digest=digest,
        currency=currency,
        hold_days=words["hold_days"],
        minimum=_amounts(words["min"]),
        fees=_amounts(words.get("fees") or {}),
        deductions=tuple(
            DeductionRule(each["id"], Decimal(each["pct"]), each["rounding"])
            for each in words.get("deductions") or ()
        ),
        max_offset=Fraction(negative["max_offset_pct"]),
        write_off_months=negative["write_off_months"],
        rate_source=words["currency"]["rate_source"],
        places=words["currency"].get("places") or {},
    )


def _amounts(words: Mapping[str, str]) -> dict[str, int]:
    return {code: minor_units(amount, code) for code, amount in words.items()}
