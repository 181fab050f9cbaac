"""Whose sale an order is, by all that its facts say, whatever came first (docs/attribution.md).

Nobody is no seller that could be outranked: every reason why somebody should have a sale is a fact
of the order, and the first line of the table that finds one decides.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commissions.domain.people.attribution_override import (
    OVERRIDE,
    AttributionOverride,
)
from commissions.domain.people.upline import RETAIL
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import (
    COMPANY,
    CONTRACT_OF,
    COUPONS,
    CUSTOMER_OF,
    LINKED_ACCOUNT,
    ORIGINAL,
    PLACEMENT,
    SITE_OWNER,
    ReferralMatch,
    SaleCredit,
    credit_of,
    credited,
    credited_as_before,
)
from commissions.domain.sales.remembered import Remembered

NOTHING = Remembered()
REFERRAL, LATE_REFERRAL, NOBODYS = "referral", "late_referral", "nobody"
_NOT_REFERRALS = (LINKED_ACCOUNT, SITE_OWNER, ORIGINAL, PLACEMENT)


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who is credited with an order, and by which line of the table."""

    credit: SaleCredit
    rule: str
    """REFERRAL, LATE_REFERRAL or NOBODYS, or the carrier that alone decides; OVERRIDE of a word."""
    unheeded: ReferralMatch | None = None
    """The referral that the store names last, where it is another's and changes nothing: it came
    in place of one that counts, or too late."""


class _Evidence:
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
        return is_by_buyer and _own_referral(self) is not None

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


def whose_sale(
    matches: Sequence[MatchedSnapshot], late_hours: int, remembered: Remembered = NOTHING
) -> Verdict:
    """By the first line of the table that finds somebody; nobody's where none does.

    `matches`: at least one. `late_hours`: the policy that was locked with the order. `remembered`:
    what its customer's earlier orders said.
    """
    evidence = _Evidence(matches, late_hours, remembered)
    for rule, find in _TABLE:
        found = find(evidence)
        if isinstance(found, CarriedAttribution):
            return Verdict(_as_before(found, evidence), rule)
        if found:
            return Verdict(_credit(found.match, evidence), rule, _unheeded(found, rule, evidence))
    return Verdict(_credit(None, evidence), NOBODYS, _unheeded(None, NOBODYS, evidence))


def names_somebody(match: ReferralMatch) -> bool:
    """Whether a referral of the order's own names somebody."""
    return match.seller != COMPANY and match.carrier not in _NOT_REFERRALS


def by_word(
    override: AttributionOverride,
    matches: Sequence[MatchedSnapshot],
    before: ReferralMatch | None,
    remembered: Remembered = NOTHING,
) -> Verdict:
    """As a person said, whatever is named; who bought it, stays. `before`: of an order that was
    locked before people were facts of their own, who they were."""
    buyer = credit_of(before) if before else None
    if not before and matches:
        known = replace(remembered, is_overridden=True)
        buyer = _credit(None, _Evidence(matches, 0, known))
    return Verdict(_overridden(override, buyer), OVERRIDE)


def _overridden(override: AttributionOverride, buyer: SaleCredit | None) -> SaleCredit:
    """Whose it is by the override. `buyer`: who bought, by the order's own snapshots; None where
    none of them says it."""
    return SaleCredit(
        seller=override.seller,
        buyer=buyer.buyer if buyer else override.buyer,
        buyer_class=buyer.buyer_class if buyer else override.buyer_class,
        carrier=OVERRIDE,
        line=override.line,
        order_ts=buyer.order_ts if buyer else override.effective_at,
        enrolled_at=buyer.enrolled_at if buyer else override.enrolled_at,
        override=override.stated,
    )


def named_by(matches: Sequence[MatchedSnapshot], late_hours: int) -> ReferralMatch | None:
    """What of its own names the seller of an order, and may bind its customer; None where nothing
    does, or something else than a referral decides."""
    found = _own_referral(_Evidence(matches, late_hours, NOTHING))
    return found.match if found else None


def _own_referral(evidence: _Evidence) -> MatchedSnapshot | None:
    if any(find(evidence) for find in (_own_purchase, _of_owner, _of_original, _of_placement)):
        return None
    return _prompt(evidence) or _late(evidence)


def sold_before(match: ReferralMatch) -> Verdict:
    """Of an order that was locked before people were facts of their own: as it was locked."""
    rule = match.carrier if match.carrier in _NOT_REFERRALS else REFERRAL
    return Verdict(credit_of(match), rule if match.seller else NOBODYS)


def _own_purchase(evidence: _Evidence) -> MatchedSnapshot | None:
    return _of_customer(evidence, LINKED_ACCOUNT)


def _of_owner(evidence: _Evidence) -> MatchedSnapshot | None:
    return _carried_by(evidence, SITE_OWNER)


def _of_original(evidence: _Evidence) -> MatchedSnapshot | None:
    return _carried_by(evidence, ORIGINAL)


def _of_placement(evidence: _Evidence) -> MatchedSnapshot | None:
    return _of_customer(evidence, PLACEMENT)


def _of_decided_original(evidence: _Evidence) -> CarriedAttribution | None:
    return evidence.remembered.decided


def _said_by_original(evidence: _Evidence) -> CarriedAttribution | None:
    return evidence.remembered.original


def _prompt(evidence: _Evidence) -> MatchedSnapshot | None:
    known = (each for each in evidence.claims if each.match.registered_at is None)
    return next(known, None)


def _late(evidence: _Evidence) -> MatchedSnapshot | None:
    """Whoever was registered first: an old snapshot that is released takes nothing from them."""
    since = [
        (each.match.registered_at, number, each)
        for number, each in enumerate(evidence.claims)
        if each.match.registered_at and evidence.is_in_time(each)
    ]
    return min(since)[2] if since else None


def _renewed(evidence: _Evidence) -> CarriedAttribution | None:
    known = evidence.remembered
    return known.contract if known.is_machine_made else None


def _kept(evidence: _Evidence) -> CarriedAttribution | None:
    known = evidence.remembered
    return known.customer if known.keeps else None


def _of_contract(evidence: _Evidence) -> CarriedAttribution | None:
    return evidence.remembered.contract


def _of_remembered(evidence: _Evidence) -> CarriedAttribution | None:
    return evidence.remembered.customer


_Find = Callable[[_Evidence], MatchedSnapshot | CarriedAttribution | None]
_TABLE: tuple[tuple[str, _Find], ...] = (
    (ORIGINAL, _of_decided_original),
    (LINKED_ACCOUNT, _own_purchase),
    (SITE_OWNER, _of_owner),
    (ORIGINAL, _of_original),
    (ORIGINAL, _said_by_original),
    (CONTRACT_OF, _renewed),
    (PLACEMENT, _of_placement),
    (CUSTOMER_OF, _kept),
    (REFERRAL, _prompt),
    (LATE_REFERRAL, _late),
    (CONTRACT_OF, _of_contract),
    (CUSTOMER_OF, _of_remembered),
)
"""In the order in which the lines are asked."""


def _of_customer(evidence: _Evidence, carrier: str) -> MatchedSnapshot | None:
    found = evidence.customers
    return found if found.match.carrier == carrier else None


def _carried_by(evidence: _Evidence, carrier: str) -> MatchedSnapshot | None:
    found = (each for each in evidence.matches if each.match.carrier == carrier)
    return next(found, None)


def _unheeded(
    found: MatchedSnapshot | None, rule: str, evidence: _Evidence
) -> ReferralMatch | None:
    if rule not in (REFERRAL, LATE_REFERRAL, NOBODYS):
        return None
    last = max(evidence.matches, key=lambda each: (each.match.order_version, each.names))
    seller = found.match.seller if found else COMPANY
    return last.match if last.names and last.match.seller != seller else None


def _credit(found: ReferralMatch | None, evidence: _Evidence) -> SaleCredit:
    buyer = evidence.buyer
    if found is None:
        return SaleCredit(
            seller=COMPANY,
            buyer=buyer.buyer,
            buyer_class=buyer.buyer_class or RETAIL,
            carrier="",
            line=(),
            order_ts=buyer.order_ts,
            enrolled_at=buyer.enrolled_at,
        )
    return credited(found, buyer)


def _as_before(carried: CarriedAttribution, evidence: _Evidence) -> SaleCredit:
    own = _prompt(evidence) or _late(evidence)
    another = own.match if own and own.match.seller != carried.seller else None
    overruled = (another.code or another.carrier) if another else ""
    continues = evidence.remembered.continues
    return credited_as_before(carried, evidence.buyer, overruled, continues)
