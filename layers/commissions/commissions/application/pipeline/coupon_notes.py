"""Coupons that were nobody's when their orders were told, noted for as long as a company may take
to load its new distributors: a code that is registered in time has the order looked at again.

The note is written with the order's facts, and the registration leaves a word before it looks for
notes (`coupon_releases`): whichever is later finds the other.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import OrderParked, WaitsFor, note
from commissions.domain.people.member import code_key
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.referral_match import COUPONS, ReferralMatch
from commissions.tables import coupons, parked


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
