"""A code was registered: orders that have a note of it (`coupon_notes`) are looked at again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from commissions.application.pipeline.release import release
from commissions.aws.telemetry import logger
from commissions.domain.orders.parking import AwaitedKind, OrderParked, WaitsFor, park
from commissions.domain.orders.parking_reasons import COUPON_OF_MANY, NO_REFERRER
from commissions.tables import coupons, inbox, parked
from commissions.tables.parked import ParkedEntry

ORDERS_MAX = 25
"""More orders than that have no distributor's coupon, but the shop's own: a person is asked."""


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
