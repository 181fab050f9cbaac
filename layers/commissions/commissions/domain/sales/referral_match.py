"""Whom a snapshot's own referral leads to: a fact of the order, beside what it is paid by."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from commissions.domain.orders.canonical import OMITTED
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.carried_attribution import (
    CONTINUED,
    CONTRACT,
    CUSTOMER,
    CarriedAttribution,
)

COMPANY = ""
"""The seller of an order that is nobody's: the company itself. It is never a claim: an order is
nobody's for as long as nothing names anybody."""
LINKED_ACCOUNT, SITE_OWNER = "linked_account", "site_owner"
ORIGINAL = "original"
"""Carries the seller of an order that goes on with another one: whoever sold that."""
PLACEMENT = "placement"
CUSTOMER_OF, CONTRACT_OF = "customer_of", "contract"
"""Carry the seller of an earlier order: of the customer's, or of the first under a contract."""
AWAITED = "awaited"
"""Carries nobody: whom a snapshot names was waited for when a person's word let it go on. It says
who bought, and that for as long as such a word counts."""
_AS_BEFORE = {CONTINUED: ORIGINAL, CUSTOMER: CUSTOMER_OF, CONTRACT: CONTRACT_OF}
"""By the kind of the history that it was said in."""
COUPONS = frozenset({"discount_code", "coupon_code"})
"""Carriers of codes that a shop gives away for many reasons: nobody's are no referrals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralMatch:
    """What was looked up of the people of one snapshot. It is kept as it was first found: of what
    was known when the store told it once, and once more for each code that was registered later."""

    platform: str
    store_id: str
    platform_order_id: str
    order_version: str
    order_ts: datetime
    seller: str
    """Level 0: whom the referral names; empty for nobody."""
    buyer: str
    """The buyer's member id, where the buyer is a member."""
    buyer_class: str
    carrier: str
    """Which referral named the seller."""
    line: tuple[Ancestor, ...]
    """The seller and who stands above, nearest first, as of the order's time."""
    code: str = field(default="", metadata=OMITTED)
    """As it is compared; empty where no code named the seller."""
    forgeable: bool = field(default=False, metadata=OMITTED)
    """Whether the buyer could have written it."""
    registered_at: datetime | None = field(default=None, metadata=OMITTED)
    """When the company registered the code, where that was after the store had told it; None of
    what was known at once."""
    unknown: tuple[str, ...] = field(default=(), metadata=OMITTED)
    """The coupons that were nobody's then."""
    enrolled_at: datetime | None = field(default=None, metadata=OMITTED)
    """When the buyer became a member, where the buyer is one and that is known."""
    outranked: str = field(default="", metadata=OMITTED)
    """The code of somebody else that the snapshot names too: it counts after this one."""
    placed_as: str = field(default="", metadata=OMITTED)
    """In a store that places its buyers, which member a customer from outside is as soon as an
    order names whose they are."""

    @property
    def order_key(self) -> str:
        return f"{self.platform}/{self.store_id}/{self.platform_order_id}"

    @property
    def answer(self) -> str:
        """What tells it from other matches of its snapshot: nothing of what was known at once."""
        if self.carrier == AWAITED:
            return AWAITED
        return f"late|{self.code}|{self.seller}" if self.registered_at else ""

    @property
    def found_as(self) -> str:
        """What tells it from all other matches of its order."""
        return f"{self.order_version}|{self.answer}"

    @property
    def has_waited(self) -> bool:
        """Whether its snapshot could not go on before the code was registered: a coupon's could."""
        return self.registered_at is not None and self.carrier not in COUPONS


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleCredit:
    """Who is credited with an order and who bought it, by all that is known of it."""

    seller: str
    buyer: str
    buyer_class: str
    carrier: str
    line: Sequence[Ancestor]
    order_ts: datetime
    """When it was ordered, as of which the buyer is known."""
    code: str = ""
    registered_at: datetime | None = None
    """When the code was registered, where that was later."""
    enrolled_at: datetime | None = None
    """When the buyer became a member, where the buyer is one and that is known."""
    override: str = ""
    """By whose word it is so, where a person said it: as `AttributionOverride.stated`."""
    carried: CarriedAttribution | None = None
    """What an earlier order said, where that decides."""
    overruled: str = ""
    """The code of its own that changes nothing, as the customer is somebody's and stays it."""
    outranked: str = ""
    """The code of somebody else that it names too, and that counts after the seller's."""
    continues: str = ""
    """As what it goes on with another order, where that decides: one of `continues.KINDS`."""

    @property
    def source(self) -> str:
        """The earlier order that named the seller, where it was not this one."""
        return self.carried.source if self.carried else ""

    @property
    def source_ts(self) -> datetime | None:
        return self.carried.source_ts if self.carried else None

    @property
    def source_carrier(self) -> str:
        """Which referral named the seller there."""
        return self.carried.carrier if self.carried else ""

    @property
    def merged_at(self) -> datetime | None:
        """Since when that is heard, where the store made two customers one."""
        return self.carried.merged_at if self.carried else None

    @property
    def own_purchase(self) -> bool:
        return bool(self.seller) and self.buyer == self.seller


def credit_of(match: ReferralMatch) -> SaleCredit:
    """What a match comes to where it decides alone."""
    return credited(match, match)


def credited(found: ReferralMatch, buyer: ReferralMatch) -> SaleCredit:
    """Whom the one match names, and who bought by the other."""
    return SaleCredit(
        seller=found.seller,
        buyer=buyer.buyer,
        buyer_class=buyer.buyer_class,
        carrier=found.carrier,
        line=found.line,
        order_ts=buyer.order_ts,
        code=found.code,
        registered_at=found.registered_at,
        enrolled_at=buyer.enrolled_at,
        outranked=found.outranked,
    )


def credited_as_before(
    carried: CarriedAttribution, buyer: ReferralMatch, overruled: str = "", continues: str = ""
) -> SaleCredit:
    """Whom an earlier order named, and who bought this one. `continues`: as in SaleCredit."""
    return SaleCredit(
        seller=carried.seller,
        buyer=buyer.buyer,
        buyer_class=buyer.buyer_class,
        carrier=_AS_BEFORE[carried.kind],
        line=carried.line,
        order_ts=buyer.order_ts,
        code=carried.code,
        enrolled_at=buyer.enrolled_at,
        carried=carried,
        overruled=overruled,
        continues=continues if carried.kind == CONTINUED else "",
    )
