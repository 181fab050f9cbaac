"""Whose sale an order is, in a sentence: one for each line of the table in docs/attribution.md."""

from datetime import datetime
from typing import Protocol

from commissions.domain.sales.referral_match import (
    COMPANY,
    COUPONS,
    LINKED_ACCOUNT,
    ORIGINAL,
    PLACEMENT,
    SITE_OWNER,
)


class Credited(Protocol):
    """Who has an order, and by what: of its ledger, or as a journal has it."""

    @property
    def seller(self) -> str: ...

    @property
    def carrier(self) -> str: ...

    @property
    def code(self) -> str: ...

    @property
    def registered_at(self) -> datetime | None: ...

    @property
    def override(self) -> str: ...


_DECIDED = {
    LINKED_ACCOUNT: "{0}'s own purchase",
    SITE_OWNER: "sold in {0}'s own shop",
    ORIGINAL: "goes on with an order that {0} sold",
    PLACEMENT: "the buyer was {0}'s customer before",
}


def whose(credit: Credited) -> str:
    """Without a full stop."""
    if credit.override:
        return f"{credit.seller or 'nobody'}'s, by override {credit.override}"
    if credit.seller == COMPANY:
        return "nobody referred it"
    if credit.carrier in _DECIDED:
        return _DECIDED[credit.carrier].format(credit.seller)
    carrier = credit.carrier.replace("_", " ")
    if not credit.code:
        return f"through the {carrier}" if carrier else ""
    if credit.carrier in COUPONS:
        return f"{credit.seller}'s coupon {credit.code}{_since(credit, 'in time')}"
    named = f"{credit.seller}'s code {credit.code} ({carrier})"
    return f"{named}{_since(credit, 'while the order waited for it')}"


def _since(credit: Credited, when: str) -> str:
    if credit.registered_at is None:
        return ""
    return f", registered on {credit.registered_at:%Y-%m-%d}, {when}"
