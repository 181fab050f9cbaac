"""Coupons that were nobody's when their orders were told, noted for as long as a company may take
to load its new distributors: a code that is registered in time has the order looked at again.

The note is written with the order's facts, and the registration leaves a word before it looks for
notes: whichever is later finds the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from commissions.application.pipeline.release import release
from commissions.aws.telemetry import logger
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import AwaitedKind, OrderParked, WaitsFor, note, park
from commissions.domain.orders.parking_reasons import COUPON_OF_MANY
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.tables import coupons, parked
from commissions.tables.parked import ParkedEntry

ORDERS_MAX = 25
"""More orders than that have no distributor's coupon, but the shop's own: a person is asked."""


def noted(contents: Sequence[Content], now: datetime) -> list[tuple[OrderParked, datetime]]:
    """What is noted of a snapshot that is told with what was looked up for it, and until when."""
    placed = next((each for each in contents if isinstance(each, OrderPlaced)), None)
    lock = next((each for each in contents if isinstance(each, Lock)), None)
    if placed is None or lock is None:
        return []
    until = placed.updated_at + timedelta(hours=lock.policies.late_referral_hours)
    unknown = {
        code for each in contents if isinstance(each, ReferralMatch) for code in each.unknown
    }
    if until <= now:
        return []
    return [(note(placed, WaitsFor.coupon(code)), until) for code in sorted(unknown)]


def writes(notes: Iterable[tuple[OrderParked, datetime]], inbox: str, now: datetime) -> list[Any]:
    """Of the transaction that writes the snapshot."""
    return [coupons.note_write(record, inbox, until=until, now=now) for record, until in notes]


def release_registered(notes: Iterable[tuple[OrderParked, datetime]], *, released_for: str) -> None:
    """Has those looked at again whose code was registered while they were on their way.

    `released_for`: what the record itself was released for just now, if for anything: not for that
    again, or one that stays nobody's would be looked at for ever.
    """
    for record, _ in notes:
        what = WaitsFor.parse(record.waits_for)
        if record.waits_for != released_for and coupons.was_registered(what):
            for entry in parked.waiting_for(what):
                if entry.record_key == record.record_key:
                    release(entry)


def release_coupons(what: Iterable[WaitsFor], now: datetime) -> None:
    """Has the orders looked at again that have a coupon which was registered; of more than
    ORDERS_MAX a person is asked."""
    for each in what:
        if each.kind is AwaitedKind.COUPON:
            coupons.registered(each, now)
            entries = list(_in_time(parked.waiting_for(each), now))
            if len(entries) > ORDERS_MAX:
                _ask(each, entries, now)
                continue
            for entry in entries:
                logger.info("released", record=entry.record_key, arrived=entry.waits_for)
                release(entry)


def _in_time(entries: Iterable[ParkedEntry], now: datetime) -> Iterator[ParkedEntry]:
    return (each for each in entries if each.inbox and coupons.lasts(each, now))


def _ask(what: WaitsFor, entries: Sequence[ParkedEntry], now: datetime) -> None:
    latest = max(entries, key=lambda each: (each.since, each.record_key))
    logger.warning("a coupon of many orders was registered", coupon=what.name, orders=len(entries))
    detail = f"coupon {what.name} was registered, and {len(entries)} orders of these days have it"
    asked = park(latest, COUPON_OF_MANY, detail, waits_for=WaitsFor.operator(latest.order_key))
    parked.add_listed(asked, latest.inbox, now=now)
