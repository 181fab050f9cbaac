"""Customers who would be given to somebody: each by a word that is kept with one of their orders,
says nothing of that order itself, and holds for later ones only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.care.customer_effect import OrderChange, later_changes
from commissions.domain.ledger.facts import Fact, fact
from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.people.attribution_override import (
    LATER,
    MEMBER,
    AttributionOverride,
    identified_override,
)
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.attribution_history import heard_before
from commissions.domain.sales.carried_attribution import (
    SaidAttribution,
    Seniority,
    customer_history,
    decided_source,
)
from commissions.domain.sales.remembered import whose_customer
from commissions.domain.stores.store import Policies
from commissions.tables import history_entries, ledger, sale_registers

NOBODY = "nobody"
CUSTOMERS_MAX = 1000
"""So many are given at once: what one person shows another has to be one record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerGiven:
    order_key: str
    """With which it is kept."""
    history: str
    at: datetime
    """From when on."""
    since: datetime | None
    """The same, where it is not just after the order."""
    seller: str
    line: tuple[Ancestor, ...]
    """As of then."""
    rests_on: str
    """Whose the customer is just before: where that changed, it has to be proposed again."""

    def word(
        self, by: str, approved_by: str, why: str, decided_at: datetime
    ) -> AttributionOverride:
        """As it goes on record: the same, whoever does it and how often."""
        platform, store_id, order_id = self.order_key.split("/", 2)
        return identified_override(
            AttributionOverride(
                platform=platform,
                store_id=store_id,
                platform_order_id=order_id,
                override_id="",
                says=MEMBER,
                seller=self.seller,
                line=self.line,
                effective_at=self.at,
                decided_at=decided_at,
                by=by,
                approved_by=approved_by,
                why=why,
                scope=LATER,
                since=self.since,
            )
        )

    def changes(self, now: datetime) -> tuple[OrderChange, ...]:
        """What it would change of the customer's later orders."""
        facts: Sequence[Fact] = ledger.read(self.order_key).facts
        return later_changes([*facts, fact(self.word("", "", "", now))])


def history_of(order_key: str) -> str:
    """The history of who bought an order; empty of a guest's."""
    known = sorted_out(ledger.read(order_key).facts)
    if known is None or not known.customer:
        return ""
    return customer_history(known.latest.store_id, known.customer)


def rests_on(history: str, order_key: str, at: datetime, since: datetime | None) -> str:
    """Whose the customer is just before such a word, and by what."""
    entries = history_entries.look(history)
    place = at, decided_source(order_key, since)
    policies = sale_registers.store(history.split("/")[1]).policies
    found = binding_at(entries.said, place, policies)
    return f"{found.source}: {found.seller or NOBODY}" if found else NOBODY


def binding_at(
    said: Sequence[SaidAttribution], place: Seniority, policies: Policies
) -> SaidAttribution | None:
    """What makes a customer whose they are at a place in their history, by a store's policies."""
    return whose_customer(heard_before(said, place), place, policies)
