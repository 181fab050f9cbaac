"""Whose customer somebody is and since which order, and what every order said of them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from commissions.application.queries import order_story
from commissions.application.queries.order_reference import OrderReference
from commissions.application.queries.seen_histories import SeenHistories
from commissions.aws import secrets
from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.sales.attribution_history import HistoryPlace, heard_before
from commissions.domain.sales.carried_attribution import (
    SaidAttribution,
    customer_history,
    history_digest,
)
from commissions.domain.sales.remembered import whose_customer
from commissions.domain.stores.store import NEVER
from commissions.platforms import customer_hash
from commissions.tables import stores


class NotRemembered(LookupError):
    """Nothing is known of such a customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerHistory:
    """It names nobody who bought: orders, members and times."""

    store_id: str
    name: str
    """By which orders that heard of it name the history."""
    remembers: bool
    """Whether the store remembers customers now."""
    binding: SaidAttribution | None
    """What makes them whose they are now, by the store's policies; it may say nobody's."""
    said: tuple[SaidAttribution, ...]
    """What each order said last, the earliest first; also of customers merged into this one."""
    orders: int
    """How many orders of theirs are found by what others say."""
    erased_at: datetime | None


def of_customer(store_id: str, customer_id: str) -> CustomerHistory:
    """`customer_id`: as the store has it. Raises UnknownStore."""
    store = stores.get(store_id)
    if not (key := secrets.secrets(store).customer_key):
        raise NotRemembered(f"Store {store_id} has no key yet: no order of it has come")
    return _story(store_id, customer_hash(store_id, customer_id, key))


def of_order(reference: OrderReference) -> CustomerHistory:
    """Of who bought an order. Raises UnknownOrder, AmbiguousOrder, or NotRemembered."""
    story = order_story.find(reference)
    known = sorted_out([row.fact for row in story.rows])
    customer = known.customer if known else story.order.customer if story.order else ""
    if not customer or story.order is None:
        raise NotRemembered(f"Order {story.order_key} was bought by a guest: nobody to remember")
    return _story(story.order.store_id, customer)


def _story(store_id: str, customer: str) -> CustomerHistory:
    policies = stores.get(store_id).policies
    history = customer_history(store_id, customer)
    now = datetime.now(UTC), ""
    histories = SeenHistories()
    said = histories.said(history, HistoryPlace(*now))
    entries = histories.seen[history]
    return CustomerHistory(
        store_id=store_id,
        name=history_digest(history),
        remembers=policies.remember_referrer != NEVER,
        binding=whose_customer(heard_before(said, now), now, policies),
        said=tuple(sorted(said, key=lambda each: each.seniority)),
        orders=len(entries.places),
        erased_at=entries.erased_at,
    )
