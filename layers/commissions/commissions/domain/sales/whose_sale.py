"""Whose sale an order is, by all that its facts say, whatever came first (docs/attribution.md).

Nobody is no seller that could be outranked: every reason why somebody should have a sale is a fact
of the order, and the first line of the table that finds one decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from commissions.domain.people.attribution_override import (
    OVERRIDE,
    AttributionOverride,
)
from commissions.domain.people.upline import RETAIL
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import (
    COMPANY,
    CONTRACT_OF,
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
from commissions.domain.sales.sale_evidence import (
    NOT_REFERRALS,
    NOTHING,
    MatchedSnapshot,
    SaleEvidence,
    late,
    of_original,
    of_owner,
    of_placement,
    own_purchase,
    own_referral,
    prompt,
)

REFERRAL, LATE_REFERRAL, NOBODYS = "referral", "late_referral", "nobody"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who is credited with an order, and by which line of the table."""

    credit: SaleCredit
    rule: str
    """REFERRAL, LATE_REFERRAL or NOBODYS, or the carrier that alone decides; OVERRIDE of a word."""
    unheeded: ReferralMatch | None = None
    """The referral that the store names last, where it is another's and changes nothing: it came
    in place of one that counts, or too late."""


def whose_sale(
    matches: Sequence[MatchedSnapshot], late_hours: int, remembered: Remembered = NOTHING
) -> Verdict:
    """By the first line of the table that finds somebody; nobody's where none does.

    `matches`: at least one. `late_hours`: the policy that was locked with the order. `remembered`:
    what its customer's earlier orders said.
    """
    evidence = SaleEvidence(matches, late_hours, remembered)
    for rule, find in _TABLE:
        found = find(evidence)
        if isinstance(found, CarriedAttribution):
            return Verdict(_as_before(found, evidence), rule)
        if found:
            return Verdict(_credit(found.match, evidence), rule, _unheeded(found, rule, evidence))
    return Verdict(_credit(None, evidence), NOBODYS, _unheeded(None, NOBODYS, evidence))


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
        buyer = _credit(None, SaleEvidence(matches, 0, known))
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
    found = own_referral(SaleEvidence(matches, late_hours, NOTHING))
    return found.match if found else None


def sold_before(match: ReferralMatch) -> Verdict:
    """Of an order that was locked before people were facts of their own: as it was locked."""
    rule = match.carrier if match.carrier in NOT_REFERRALS else REFERRAL
    return Verdict(credit_of(match), rule if match.seller else NOBODYS)


def _of_decided_original(evidence: SaleEvidence) -> CarriedAttribution | None:
    return evidence.remembered.decided


def _said_by_original(evidence: SaleEvidence) -> CarriedAttribution | None:
    return evidence.remembered.original


def _renewed(evidence: SaleEvidence) -> CarriedAttribution | None:
    known = evidence.remembered
    return known.contract if known.is_machine_made else None


def _kept(evidence: SaleEvidence) -> CarriedAttribution | None:
    known = evidence.remembered
    return known.customer if known.keeps else None


def _of_contract(evidence: SaleEvidence) -> CarriedAttribution | None:
    return evidence.remembered.contract


def _of_remembered(evidence: SaleEvidence) -> CarriedAttribution | None:
    return evidence.remembered.customer


_Find = Callable[[SaleEvidence], MatchedSnapshot | CarriedAttribution | None]
_TABLE: tuple[tuple[str, _Find], ...] = (
    (ORIGINAL, _of_decided_original),
    (LINKED_ACCOUNT, own_purchase),
    (SITE_OWNER, of_owner),
    (ORIGINAL, of_original),
    (ORIGINAL, _said_by_original),
    (CONTRACT_OF, _renewed),
    (PLACEMENT, of_placement),
    (CUSTOMER_OF, _kept),
    (REFERRAL, prompt),
    (LATE_REFERRAL, late),
    (CONTRACT_OF, _of_contract),
    (CUSTOMER_OF, _of_remembered),
)
"""In the order in which the lines are asked."""


def _unheeded(
    found: MatchedSnapshot | None, rule: str, evidence: SaleEvidence
) -> ReferralMatch | None:
    if rule not in (REFERRAL, LATE_REFERRAL, NOBODYS):
        return None
    last = max(evidence.matches, key=lambda each: (each.match.order_version, each.names))
    seller = found.match.seller if found else COMPANY
    return last.match if last.names and last.match.seller != seller else None


def _credit(found: ReferralMatch | None, evidence: SaleEvidence) -> SaleCredit:
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


def _as_before(carried: CarriedAttribution, evidence: SaleEvidence) -> SaleCredit:
    own = prompt(evidence) or late(evidence)
    another = own.match if own and own.match.seller != carried.seller else None
    overruled = (another.code or another.carrier) if another else ""
    continues = evidence.remembered.continues
    return credited_as_before(carried, evidence.buyer, overruled, continues)
