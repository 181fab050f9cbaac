"""Coupons that were nobody's when their orders were told, noted for as long as a company may take
to load its new distributors: a code that is registered in time has the order looked at again.

The note is written with the order's facts, and the registration leaves a word before it looks for
notes: whichever is later finds the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from commissions.application.pipeline.release import release
from commissions.aws.telemetry import logger
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import AwaitedKind, OrderParked, WaitsFor, note, park
from commissions.domain.orders.parking_reasons import COUPON_OF_MANY, NO_REFERRER
from commissions.domain.people.member import code_key
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.referral_match import COUPONS, ReferralMatch
from commissions.tables import coupons, inbox, parked
from commissions.tables.parked import ParkedEntry

ORDERS_MAX = 25
"""More orders than that have no distributor's coupon, but the shop's own: a person is asked."""


def noted(contents: Sequence[Content], now: datetime) -> list[tuple[OrderParked, datetime]]:
    """What is noted of a snapshot that is told with what was looked up for it, and until when."""
    placed = next((each for each in contents if isinstance(each, OrderPlaced)), None)
    lock = next((each for each in contents if isinstance(each, Lock)), None)
    if placed is None or lock is None:
        return []
    until = _until(placed, lock.policies.late_referral_hours, now)
    unknown = {
        code for each in contents if isinstance(each, ReferralMatch) for code in each.unknown
    }
    if until <= now:
        return []
    return [(note(placed, WaitsFor.coupon(code)), until) for code in sorted(unknown)]


def noted_as_it_waits(
    order: OrderPlaced, late_hours: int, now: datetime
) -> list[tuple[OrderParked, datetime]]:
    """What is noted of an order that waits, as nothing says whose it is: each of its coupons."""
    until = _until(order, late_hours, now)
    if until <= now:
        return []
    codes = {code_key(each.value) for each in order.referrals if each.carrier in COUPONS}
    return [(note(order, WaitsFor.coupon(code)), until) for code in sorted(codes)]


def _until(order: OrderPlaced, late_hours: int, now: datetime) -> datetime:
    """For how long a code may be registered; a store's clock may be ahead."""
    return min(order.updated_at, now) + timedelta(hours=late_hours)


def keep(notes: Iterable[tuple[OrderParked, datetime]], inbox_id: str, now: datetime) -> None:
    """Those of an order that is not in the ledger yet."""
    parked.commit(writes(notes, inbox_id, now))


def writes(
    notes: Iterable[tuple[OrderParked, datetime]], inbox_id: str, now: datetime
) -> list[Any]:
    """Of the transaction that writes the snapshot."""
    return [coupons.note_write(record, inbox_id, until=until, now=now) for record, until in notes]


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
            for entry in filter(_goes_on, entries):
                logger.info("released", record=entry.record_key, arrived=entry.waits_for)
                release(_waiting(entry))


def _goes_on(noted: ParkedEntry) -> bool:
    """Not what a person has dismissed, or another snapshot stands for."""
    item = inbox.find(noted.inbox)
    return item is None or item.state != inbox.IGNORED


def _waiting(noted: ParkedEntry) -> ParkedEntry:
    """The entry of an order that waits for a person to say whose it is: it goes on as that one.
    Its note, of one that went on without."""
    asked = parked.waiting_for(WaitsFor.operator(noted.order_key))
    waits = (each for each in asked if each.reason == NO_REFERRER)
    return next((each for each in waits if each.record_key == noted.record_key), noted)


def _in_time(entries: Iterable[ParkedEntry], now: datetime) -> Iterator[ParkedEntry]:
    return (each for each in entries if each.inbox and coupons.lasts(each, now))


def _ask(what: WaitsFor, entries: Sequence[ParkedEntry], now: datetime) -> None:
    latest = max(entries, key=lambda each: (each.since, each.record_key))
    logger.warning("a coupon of many orders was registered", coupon=what.name, orders=len(entries))
    detail = f"coupon {what.name} was registered, and {len(entries)} orders of these days have it"
    asked = park(latest, COUPON_OF_MANY, detail, waits_for=WaitsFor.operator(latest.order_key))
    # Beside what the order itself may wait for, never in its place.
    asked = replace(asked, record_key=f"{latest.order_key}/coupon/{what.name}")
    parked.add_listed(asked, latest.inbox, now=now)
