"""What the facts of an order say about whose it is: its own matches, and what is remembered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commissions.domain.sales.referral_match import (
    COMPANY,
    COUPONS,
    LINKED_ACCOUNT,
    ORIGINAL,
    PLACEMENT,
    SITE_OWNER,
    ReferralMatch,
)
from commissions.domain.sales.remembered import Remembered

NOTHING = Remembered()
NOT_REFERRALS = (LINKED_ACCOUNT, SITE_OWNER, ORIGINAL, PLACEMENT)
"""Carriers of what is no referral of the order's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedSnapshot:
    """A referral match, with what the table asks of the snapshot that it is of."""

    match: ReferralMatch
    in_part: bool = False
    """Whether it was paid in part only: it counts after those that were paid."""
    has_customer: bool = False
    """Whether it says which customer bought."""

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.match.order_version.partition("~")[0])

    @property
    def seniority(self) -> tuple[bool, str, bool, str, str]:
        """Of two of one moment, the one that names somebody comes first: an answer of the store's
        API may not show what the webhook showed."""
        match = self.match
        moment = match.order_version.partition("~")[0]
        nobodys = match.seller == COMPANY
        return self.in_part, moment, nobodys, match.order_version, match.answer

    @property
    def names(self) -> bool:
        """Whether a referral of its own names somebody."""
        return names_somebody(self.match)


class SaleEvidence:
    """What the facts of an order say about whose it is."""

    def __init__(
        self, matches: Iterable[MatchedSnapshot], late_hours: int, remembered: Remembered
    ) -> None:
        self.matches = sorted(matches, key=lambda each: each.seniority)
        self.late = timedelta(hours=late_hours)
        self.remembered = remembered

    @property
    def customers(self) -> MatchedSnapshot:
        """The one that says who bought: the first that has a customer, else the first."""
        return next((each for each in self.matches if each.has_customer), self.matches[0])

    @property
    def buyer(self) -> ReferralMatch:
        """Who bought. Where buyers are placed, a customer is a member as soon as an order before
        this one says whose they are, or this one does."""
        match = self.customers.match
        if match.buyer or not match.placed_as:
            return match
        if self.remembered.customer or self._binds:
            return replace(match, buyer=match.placed_as)
        return match

    @property
    def _binds(self) -> bool:
        is_by_buyer = not (self.remembered.is_machine_made or self.remembered.is_overridden)
        return is_by_buyer and own_referral(self) is not None

    @property
    def claims(self) -> list[MatchedSnapshot]:
        """Those that name somebody, as long as a referral may come after the payment. While the
        order waited for a code it may always."""
        named = [each for each in self.matches if each.names]
        if len(self.matches) == 1:
            return named
        begun = next((each.at for each in self.matches if not each.match.has_waited), None)
        return [each for each in named if begun is None or each.at <= begun + self.late]

    def is_in_time(self, claim: MatchedSnapshot) -> bool:
        """Whether a code was registered in time: of a coupon nothing waits for long."""
        registered_at = claim.match.registered_at
        if registered_at is None or claim.match.carrier not in COUPONS:
            return True
        return registered_at - claim.at <= self.late


def names_somebody(match: ReferralMatch) -> bool:
    """Whether a referral of the order's own names somebody."""
    return match.seller != COMPANY and match.carrier not in NOT_REFERRALS


def own_referral(evidence: SaleEvidence) -> MatchedSnapshot | None:
    if any(find(evidence) for find in (own_purchase, of_owner, of_original, of_placement)):
        return None
    return prompt(evidence) or late(evidence)


def own_purchase(evidence: SaleEvidence) -> MatchedSnapshot | None:
    return _of_customer(evidence, LINKED_ACCOUNT)


def of_owner(evidence: SaleEvidence) -> MatchedSnapshot | None:
    return _carried_by(evidence, SITE_OWNER)


def of_original(evidence: SaleEvidence) -> MatchedSnapshot | None:
    return _carried_by(evidence, ORIGINAL)


def of_placement(evidence: SaleEvidence) -> MatchedSnapshot | None:
    return _of_customer(evidence, PLACEMENT)


def prompt(evidence: SaleEvidence) -> MatchedSnapshot | None:
    known = (each for each in evidence.claims if each.match.registered_at is None)
    return next(known, None)


def late(evidence: SaleEvidence) -> MatchedSnapshot | None:
    """Whoever was registered first: an old snapshot that is released takes nothing from them."""
    since = [
        (each.match.registered_at, number, each)
        for number, each in enumerate(evidence.claims)
        if each.match.registered_at and evidence.is_in_time(each)
    ]
    return min(since)[2] if since else None


def _of_customer(evidence: SaleEvidence, carrier: str) -> MatchedSnapshot | None:
    found = evidence.customers
    return found if found.match.carrier == carrier else None


def _carried_by(evidence: SaleEvidence, carrier: str) -> MatchedSnapshot | None:
    found = (each for each in evidence.matches if each.match.carrier == carrier)
    return next(found, None)
