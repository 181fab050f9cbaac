"""Whose sale an order is, in a sentence: one for each line of the table in docs/attribution.md."""

from datetime import datetime
from typing import Protocol

from commissions.domain.orders.continues import COPY, EXCHANGE, INSTALMENT, PART, RECREATED, RENEWAL
from commissions.domain.people.attribution_override import OVERRIDE
from commissions.domain.sales.carried_attribution import named_source
from commissions.domain.sales.referral_match import (
    COMPANY,
    CONTRACT_OF,
    COUPONS,
    CUSTOMER_OF,
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

    @property
    def source(self) -> str: ...

    @property
    def source_ts(self) -> datetime | None: ...

    @property
    def source_carrier(self) -> str: ...

    @property
    def merged_at(self) -> datetime | None: ...

    @property
    def overruled(self) -> str: ...

    @property
    def outranked(self) -> str: ...

    @property
    def continues(self) -> str: ...


_DECIDED = {
    LINKED_ACCOUNT: "{0}'s own purchase",
    SITE_OWNER: "sold in {0}'s own shop",
    ORIGINAL: "goes on with an order that {0} sold",
    PLACEMENT: "the buyer was {0}'s customer before",
}
_GOES_ON = {
    RENEWAL: "renews",
    EXCHANGE: "in exchange for goods of",
    RECREATED: "placed anew for",
    PART: "a part of",
    COPY: "a part of",
    INSTALMENT: "pays on for",
}


def whose(credit: Credited) -> str:
    """Without a full stop."""
    if credit.override:
        return f"{credit.seller or 'nobody'}'s, by override {credit.override}"
    if credit.carrier == ORIGINAL and credit.source:
        return _as_original(credit)
    if credit.seller == COMPANY:
        return "nobody referred it"
    if credit.carrier in _DECIDED:
        return _DECIDED[credit.carrier].format(credit.seller)
    if credit.carrier in (CUSTOMER_OF, CONTRACT_OF):
        return _as_before(credit)
    after = f"; {credit.outranked} counts after it" if credit.outranked else ""
    return f"{_by_referral(credit)}{after}"


def _by_referral(credit: Credited) -> str:
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


def _as_original(credit: Credited) -> str:
    goes_on = _GOES_ON.get(credit.continues, "goes on with")
    order = f"{goes_on} order {credit.source.rpartition('/')[2]}"
    if credit.source_carrier == OVERRIDE:
        return f"{order}, which is {credit.seller or 'nobody'}'s by override"
    return f"{order}, which came through {credit.seller}'s {_named(credit)}"


def _as_before(credit: Credited) -> str:
    day = _day(credit.source_ts) if credit.source_ts else "before"
    order = f"{named_source(credit.source, day)} ({_named(credit)})"
    if credit.carrier == CONTRACT_OF:
        return f"under a subscription begun with {order}, which came through {credit.seller}"
    kept = f"; {credit.overruled} on this order changes nothing" if credit.overruled else ""
    one = ""
    if credit.merged_at:
        one = f", by a customer whom the store merged with theirs on {_day(credit.merged_at)}"
    return f"customer of {credit.seller} since {order}{one}{kept}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"


def _named(credit: Credited) -> str:
    """By what that order named the seller."""
    carrier = credit.source_carrier
    what = "coupon" if carrier in COUPONS else carrier.replace("_", " ")
    return f"{what} {credit.code}".strip()
