"""Whose customers somebody is by orders from before there were histories: these neither hear nor
tell, and what the first of them named may be said for the later ones by a person's word."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from commissions.application.care.customers_given import NOBODY, CustomerGiven
from commissions.application.queries.seen_histories import SeenHistories
from commissions.domain.ledger.sorted_facts import SortedFacts, sorted_out
from commissions.domain.sales.attribution import match_of
from commissions.domain.sales.attribution_history import HistoryPlace, heard_before
from commissions.domain.sales.carried_attribution import customer_history, decided_source
from commissions.domain.sales.referral_match import (
    LINKED_ACCOUNT,
    ORIGINAL,
    PLACEMENT,
    SITE_OWNER,
    ReferralMatch,
)
from commissions.domain.stores.store import BUYER_IN_TREE, NEVER
from commissions.tables import ledger, orders_by_day, sale_registers

_NOT_REFERRALS = (LINKED_ACCOUNT, SITE_OWNER, ORIGINAL, PLACEMENT)


def customers_imported(since: date, store_id: str = "") -> list[CustomerGiven]:
    """Of each customer what the first order of the day or later named, where nothing is said of
    them before it. Raises UnknownStore."""
    if store_id:
        sale_registers.store(store_id)
    first: dict[str, CustomerGiven] = {}
    for order_key in orders_by_day.every_order(since):
        if store_id and order_key.split("/")[1] != store_id:
            continue
        for each in _named_by(order_key):
            known = first.get(each.history)
            is_first = known is None or (each.at, each.order_key) < (known.at, known.order_key)
            first[each.history] = each if is_first else first[each.history]
    found = [each for each in first.values() if _is_news(each)]
    return sorted(found, key=lambda each: each.order_key)


def _named_by(order_key: str) -> Iterator[CustomerGiven]:
    """What an order from before named by a referral of its own; nothing of most."""
    known = sorted_out(ledger.read(order_key).facts)
    if known is None or not known.locks or not known.customer or known.override:
        return
    order, match = known.latest, _match(known)
    store = sale_registers.store(order.store_id)
    remembers = store.mode != BUYER_IN_TREE and store.policies.remember_referrer != NEVER
    if not remembers or order.test or known.goes_on or match is None:
        return
    yield CustomerGiven(
        order_key=order_key,
        history=customer_history(order.store_id, known.customer),
        at=order.order_ts,
        since=None,
        seller=match.seller,
        line=tuple(match.line),
        rests_on=NOBODY,
    )


def _match(known: SortedFacts) -> ReferralMatch | None:
    """Whom it named, of an order whose lock is from when its store remembered nobody."""
    lock = known.locks[0]
    if lock.has_people:
        match = match_of(lock)
        named = match is not None and match.seller and match.carrier not in _NOT_REFERRALS
        return match if named else None
    if lock.policies.remember_referrer != NEVER:
        return None
    return known.named_by(lock.policies.late_referral_hours)


def _is_news(given: CustomerGiven) -> bool:
    """Whether nothing is said of the customer before it, by whichever account, nor was with that
    order; what was erased stays so."""
    histories, now = SeenHistories(), HistoryPlace(datetime.now(UTC), "")
    said = histories.said_where_it_goes_on(given.history, now)
    entries = histories.seen[given.history]
    if entries.erased_at and given.at <= entries.erased_at:
        return False
    own = decided_source(given.order_key, None)
    place = given.at, own
    is_said = any(each.source == own and each.stands for each in entries.said)
    return not is_said and not any(heard_before(each, place) for each in said)
