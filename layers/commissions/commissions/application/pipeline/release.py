"""Parked and pending records, put on the bus once more."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Any, get_args

from commissions.aws import bus
from commissions.aws.telemetry import logger
from commissions.domain.orders.decision import DISPUTE, GONE, GOODWILL, REFUND, OrderDecided
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OfOrder
from commissions.domain.orders.parking import WaitsFor
from commissions.domain.orders.parking_reasons import (
    COUPON_OF_MANY,
    OF_DISPUTES,
    WAITS_FOR_SOMEBODY,
)
from commissions.tables import inbox, parked
from commissions.tables.inbox import InboxItem
from commissions.tables.parked import ParkedEntry

ANSWERED = {REFUND: "conflict", GOODWILL: "amount_only_refund", GONE: "order_gone"}
"""For what reason a record waits that a decision lets go on, by what it is about."""
TELLS = (*get_args(OfOrder), ChangeHinted)
"""What the steps of the pipeline let go on: what a store said of an order, or hinted at. All else
that the inbox has is for the sweeper and for people to tell again (`care.retell`)."""


class InboxItemGone(LookupError):
    """What a parked record came with is not in the inbox any more."""

    def __init__(self, entry: ParkedEntry) -> None:
        super().__init__(f"{entry.record_key}: its inbox item {entry.inbox} is gone")


def release(
    entry: ParkedEntry, accepted: tuple[str, ...] = (), *, tells: tuple[type[Any], ...] = TELLS
) -> None:
    """Lets a parked record go on. It stays listed until it has reached the ledger; if it still
    cannot go on, it is where it was, since when it was. Pending first, so that the sweeper has it
    if this stops halfway."""
    item = inbox.find(entry.inbox)
    if item is None:
        raise InboxItemGone(entry)
    if item.is_lost:
        logger.error(
            "the record of what is parked is lost: the sweeper asks its store", of=entry.order_key
        )
        return
    item = replace(item, accepted=accepted or item.accepted, parked_under=entry.waits_for)
    inbox.reopen(item)
    bus.publish(item.events(), tells)
    if entry.reason == COUPON_OF_MANY:  # it was listed, and held nothing up
        parked.remove(entry.waits_for, entry.record_key)


def release_waiting(what: Iterable[WaitsFor], *, most: int | None = None) -> int:
    """Releases all that waits for any of these, or as many as that; says how many."""
    released = 0
    waiting = (entry for each in what for entry in parked.waiting_for(each))
    for entry in islice(waiting, most):
        logger.info("released", record=entry.record_key, arrived=entry.waits_for)
        release(entry)
        released += 1
    return released


def release_answered(decision: OrderDecided) -> None:
    """Releases what waited for the decision; whatever it does not answer is parked again."""
    if decision.about == DISPUTE:
        release_disputes(decision.order_key)
        return
    for entry in parked.waiting_for(WaitsFor.operator(decision.order_key)):
        asked = entry.reason == ANSWERED.get(decision.about) and not entry.is_of_order
        if asked and _is_about(decision, entry):
            logger.info("released", record=entry.record_key, decided=decision.key)
            release(entry)


def release_disputes(order_key: str) -> None:
    """Has all looked at again that is listed for the disputes of an order; what is still open is
    listed again."""
    for entry in parked.waiting_for(WaitsFor.operator(order_key)):
        is_conflict = entry.reason == "conflict" and f"{order_key}/dispute/" in entry.record_key
        if entry.reason in OF_DISPUTES or is_conflict:
            logger.info("released", record=entry.record_key, arrived="word of a dispute")
            release(entry)


def release_unreferred(order_key: str) -> None:
    """Has an order looked at again that waits as nothing says whose it is, or a code that nobody
    has: its customer's earlier order has said it since. Rare, and little waits."""
    for entry in parked.all_entries():
        waits = entry.reason in WAITS_FOR_SOMEBODY and not entry.is_of_order
        if waits and entry.order_key == order_key:
            logger.info("released", record=entry.record_key, arrived="word of the customer")
            release(entry)


def _is_about(decision: OrderDecided, entry: ParkedEntry) -> bool:
    refund_id, _ = decision.telling
    refund = f"{decision.order_key}/refund/{refund_id}"
    return decision.about != REFUND or entry.record_key == refund


def dismiss(entry: ParkedEntry, reason: str = "") -> None:
    """A person decided that the record shall not go on; its inbox item stays, closed, with why."""
    if entry.reason != COUPON_OF_MANY:  # whose order may wait for something else
        inbox.close(entry.inbox, inbox.IGNORED, reason)
    parked.remove(entry.waits_for, entry.record_key)


def replay(item: InboxItem, *, tells: tuple[type[Any], ...] = TELLS) -> None:
    """Tells a kept item again; what is in the ledger already stays as it is."""
    inbox.reopen(item)
    bus.publish(item.events(), tells)
