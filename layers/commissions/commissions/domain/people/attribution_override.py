"""A person's word on whose sale an order is: it stands above all that its referrals say."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from commissions.domain.orders.canonical import OMITTED, canonical
from commissions.domain.orders.keys import order_key
from commissions.domain.people.upline import RETAIL, Ancestor

OVERRIDE = "override"
"""Carries the seller of an order that a person gave to somebody, or to nobody."""
MEMBER, HOUSE, TAKEN_BACK = "member", "house", "taken_back"
SAYS = (MEMBER, HOUSE, TAKEN_BACK)
"""That it is a member's; that it is nobody's, whoever is named; that another one counts no more."""
ORDER, CUSTOMER, LATER = "order", "customer", "later"
SCOPES = (ORDER, CUSTOMER, LATER)
"""What an override is about: its order alone; the order, and whose its customer is from then on;
whose the customer is alone, and nothing of the order that it is kept with."""


class NoSuchOverride(ValueError):
    """An override that contradicts itself, or says what none can."""

    def __init__(self, override_id: str, why: str) -> None:
        super().__init__(f"Attribution override {override_id}: {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionOverride:
    """A fact of its order. Of those that nobody took back, the highest `(decided_at, override_id)`
    counts; without one, the order is whose its referrals say. Raises NoSuchOverride."""

    platform: str
    store_id: str
    platform_order_id: str
    override_id: str
    says: str
    """One of SAYS."""
    seller: str = ""
    """The member whose sale it is; empty unless it is one's."""
    takes_back: str = ""
    """The id of the override that counts no more, of one that takes back."""
    buyer: str = ""
    """Who bought, as far as it was known when it was decided: used where no snapshot says it."""
    buyer_class: str = RETAIL
    enrolled_at: datetime | None = field(default=None, metadata=OMITTED)
    line: tuple[Ancestor, ...] = ()
    """The seller and who stands above, nearest first, as of the order's time."""
    effective_at: datetime
    """The order's time; where its month was closed, the first moment of the oldest open one."""
    decided_at: datetime
    by: str
    approved_by: str = ""
    why: str
    scope: str = ORDER
    since: datetime | None = field(default=None, metadata=OMITTED)
    """From when on the customer is theirs, of LATER; None: from just after the order."""

    def __post_init__(self) -> None:
        if self.says not in SAYS:
            raise NoSuchOverride(self.override_id, f"{self.says!r} is none of {', '.join(SAYS)}")
        if self.scope not in SCOPES:
            raise NoSuchOverride(
                self.override_id, f"its scope {self.scope!r} is none of {', '.join(SCOPES)}"
            )
        if self.since and self.scope != LATER:
            raise NoSuchOverride(self.override_id, "it has a moment, and is not of what is later")
        if (self.says == MEMBER) != bool(self.seller) or bool(self.seller) != bool(self.line):
            raise NoSuchOverride(
                self.override_id, "a seller and a line are a member's, and no less"
            )
        if (self.says == TAKEN_BACK) != bool(self.takes_back):
            raise NoSuchOverride(self.override_id, "what is taken back has an id")

    @property
    def order_key(self) -> str:
        return order_key(self.platform, self.store_id, self.platform_order_id)

    @property
    def digest(self) -> str:
        return hashlib.sha256(canonical(self).encode()).hexdigest()

    @property
    def key(self) -> str:
        return f"{self.order_key}/override/{self.override_id}"

    @property
    def age(self) -> tuple[datetime, str]:
        """Of two that stand, the higher one counts."""
        return self.decided_at, self.override_id

    @property
    def stated(self) -> str:
        """`o-1f3a of 2026-12-03 (mara, ines): buyer named her on the phone`."""
        people = ", ".join(each for each in (self.by, self.approved_by) if each)
        return f"{self.override_id} of {self.decided_at:%Y-%m-%d} ({people}): {self.why}"


def identified_override(override: AttributionOverride) -> AttributionOverride:
    """With an id made of its content."""
    content = canonical(replace(override, override_id=""))
    return replace(override, override_id=f"o-{hashlib.sha256(content.encode()).hexdigest()[:10]}")


def override_that_counts(overrides: Iterable[AttributionOverride]) -> AttributionOverride | None:
    """Of those that are about the order the highest that nobody took back, in whatever order they
    come."""
    return _highest(each for each in overrides if each.scope != LATER)


def customer_overrides(
    overrides: Iterable[AttributionOverride],
) -> dict[datetime | None, AttributionOverride | None]:
    """Whose the customer is by what people said with one order: for each moment from which on they
    said something, None being just after the order, the highest that nobody took back; or None
    where all were."""
    told = [each for each in overrides if each.scope != ORDER]
    moments = dict.fromkeys(each.since for each in told)
    return {at: _highest(each for each in told if each.since == at) for at in moments}


def _highest(overrides: Iterable[AttributionOverride]) -> AttributionOverride | None:
    told = list(overrides)
    gone = {each.takes_back for each in told if each.says == TAKEN_BACK}
    standing = [each for each in told if each.says != TAKEN_BACK and each.override_id not in gone]
    return max(standing, key=lambda each: each.age, default=None)
