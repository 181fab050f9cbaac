"""What a recorded sequence would pay as of a moment: read, told step by step, and folded."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, datetime, timedelta

from commissions.application.preview.outcome import (
    OrderPreview,
    PassedOver,
    SequencePreview,
    StillWaiting,
    UnreadPayload,
)
from commissions.application.preview.reading import UnreadableStep, is_answer, read_step
from commissions.application.preview.sequence import RecordedSequence, RecordedStep
from commissions.application.preview.untold import as_it_says, orders_told
from commissions.application.preview.world import OrderInWorld, World
from commissions.application.registers import Registers
from commissions.domain.ledger.dispute_waits import dispute_waits, snapshot_waits
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.listings import MORE_BACK
from commissions.domain.ledger.snapshots import age, latest
from commissions.domain.ledger.target import Target, fold
from commissions.domain.ledger.waits import listed_entries, order_waits, refund_waits
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderPlaced, sum_of
from commissions.domain.orders.parking import AwaitedKind, OrderParked, WaitsFor
from commissions.domain.orders.parking_reasons import COPY_UNKNOWN, DISPUTE_OPEN, PAYMENTS_UNKNOWN
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.domain.stores.store import Store
from commissions.platforms import NO_TIME, ParsedWebhook
from commissions.platforms.referrals import COUPON_OF_NOBODY

LATER = timedelta(days=30)
"""How long after its last step a sequence is judged, where nobody says when."""
NOT_ASKED = "not_asked"
CALLS = {
    "shopify": "GraphQL order(id: gid://shopify/Order/{id}), its refunds",
    "woocommerce": "GET orders/{id}, orders/{id}/refunds, of a renewal its subscription",
    "magento": "GET orders/{id}, creditmemos",
    "bigcommerce": "GET v2/orders/{id}, its products, coupons and refunds",
}
"""What a hint at an order has the platform's client ask for."""
PAYMENTS_CALL = "GET v3/orders/{id}/transactions"
"""What BigCommerce's client asks for where an order's payments are needed."""


@dataclass(frozen=True, slots=True)
class _ReadStep:
    number: int
    step: RecordedStep
    reading: ParsedWebhook


def preview(
    sequence: RecordedSequence, registers: Registers, at: datetime | None = None
) -> SequencePreview:
    """What would stand at a moment; what was told after it is left out.

    The registers are this sequence's own: buyers are placed in them. Raises UnknownStore.
    """
    store = registers.store(sequence.store_id)
    told: list[_ReadStep] = []
    unread: list[UnreadPayload] = []
    for number, step in enumerate(sequence.steps, start=1):
        after = max((each.reading.occurred_at for each in told), default=NO_TIME)
        try:
            told.append(_ReadStep(number, step, _dated(read_step(step, store, after=after))))
        except UnreadableStep as error:
            unread.append(UnreadPayload(number, str(error)))
    moment = at or max((each.reading.occurred_at for each in told), default=NO_TIME) + LATER
    told = [each for each in told if each.reading.occurred_at <= moment]
    world = _told(told, store, registers)
    return SequencePreview(
        at=moment,
        orders=tuple(
            _order(key, world, store, registers, moment)
            for key, known in world.orders.items()
            if known.is_told
        ),
        unread=tuple(unread),
        passed_over=tuple(
            PassedOver(each.number, each.reading.ignored) for each in told if each.reading.ignored
        ),
    )


def _dated(reading: ParsedWebhook) -> ParsedWebhook:
    """Raises UnreadableStep where nothing can be judged as of a time after it."""
    if reading.occurred_at.year == MAXYEAR:
        raise UnreadableStep(
            f"it tells of something in the year {MAXYEAR}: give the time it happened"
        )
    return reading


def _told(steps: list[_ReadStep], store: Store, registers: Registers) -> World:
    """An answer is read when everything before it has happened, a second after the one before."""
    world, clock = World(registers), NO_TIME
    known = orders_told(each.reading for each in steps)
    for each in steps:
        clock = max(clock, each.reading.occurred_at) + timedelta(seconds=1)
        if is_answer(each.step, store):
            world.answer(each.reading, read_at=clock)
        else:
            world.tell(as_it_says(each.reading, each.step, store, known))
    return world


def _order(
    order_key: str, world: World, store: Store, registers: Registers, at: datetime
) -> OrderPreview:
    known = world.orders[order_key]
    target = fold(known.facts, registers.plan)
    told = latest([*known.facts, *(fact(each.order) for each in known.parked.values())])
    standings = tuple(target.standings.values())
    listed = listed_entries(target, at)
    return OrderPreview(
        order_key=order_key,
        seller=target.credit.seller if target.lock and target.credit else "",
        paid=_is_paid(target, told, store),
        currency=told.currency if told else "",
        net=sum_of(told.items) if told else 0,
        balance=target.balance,
        plan_currency=target.lock.plan.base_currency if target.lock else "",
        stands=_stands(target),
        standings=standings,
        parked=(
            *_waiting(known, target),
            *_calls_for_others(known, world),
            *_call_for_parent(target),
            *(StillWaiting(each.reason, each.detail, holds=_holds(each)) for each in listed),
        ),
        continues=told.continues if told else None,
        contract=told.contract if told else "",
        flags=_flags(known, told, target, listed),
    )


def _flags(
    known: OrderInWorld, told: OrderPlaced | None, target: Target, listed: Sequence[OrderParked]
) -> tuple[str, ...]:
    """The snapshot's, that a coupon is nobody's, a dispute open, and more back than came."""
    disputes = target.disputes.told if target.disputes else ()
    is_open = any(not each.telling.is_final and not each.decision for each in disputes)
    matches = [each.content for each in known.facts if isinstance(each.content, ReferralMatch)]
    heeded = target.credit.code if target.credit else ""
    nobodys = {code for each in matches for code in each.unknown} - {heeded}
    flags = dict.fromkeys((*(told.flags if told else ()), *([COUPON_OF_NOBODY] if nobodys else [])))
    more_back = [each.reason for each in listed if each.reason == MORE_BACK]
    return (*flags, *([DISPUTE_OPEN] if is_open else []), *more_back)


def _is_paid(target: Target, told: OrderPlaced | None, store: Store) -> bool:
    """What the ledger says of it; of an order that has not got so far, what its status says."""
    if target.lock or target.void:
        waits = target.stands_for is not None and target.stands_for.waits
        return not target.void or waits
    return told is not None and told.status in store.policies.paid and not told.test


def _stands(target: Target) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for standing in target.standings.values():
        if standing.award.earner:
            sums[standing.award.earner] += standing.net
    return {earner: amount for earner, amount in sums.items() if amount}


def _waiting(known: OrderInWorld, target: Target) -> Iterator[StillWaiting]:
    """What is listed for somebody in the end, or would be asked of the store."""
    for parked in known.parked.values():
        superseded = target.order is not None and age(parked.order) <= age(target.order)
        yield StillWaiting(parked.why.reason, parked.why.detail, holds=not superseded)
    for conflict in known.conflicts.values():
        yield StillWaiting(conflict.reason, conflict.detail, holds=False)
    for each in known.facts:
        for waits in _listed(each.content, target):
            yield StillWaiting(waits.reason, waits.detail, holds=target.waiting)
    for waits in order_waits(target.order, target) if target.order else ():
        yield StillWaiting(waits.reason, waits.detail, holds=target.unpriced)
    for hint in known.unanswered:
        yield StillWaiting(NOT_ASKED, _call(hint), holds=target.waiting)


def _calls_for_others(known: OrderInWorld, world: World) -> Iterator[StillWaiting]:
    """What the store would be asked for besides the order: another that was not told, payments."""
    for each in known.parked.values():
        awaited = WaitsFor.parse(each.why.waits_for)
        if each.why.reason == PAYMENTS_UNKNOWN:
            call = PAYMENTS_CALL.format(id=each.order.platform_order_id)
            yield StillWaiting(NOT_ASKED, _would_be_asked(call, PAYMENTS_UNKNOWN), holds=True)
        if awaited.kind is AwaitedKind.ORDER and awaited.name not in world.orders:
            platform, _, order_id = awaited.name.split("/", 2)
            yield StillWaiting(NOT_ASKED, _asked(platform, order_id, each.why.reason), holds=True)


def _call_for_parent(target: Target) -> Iterator[StillWaiting]:
    """That the order would be asked for of which it may be a copy, where that was not told."""
    if target.stands_for and target.stands_for.waits:
        platform, _, order_id = target.stands_for.parent.split("/", 2)
        if platform in CALLS:
            yield StillWaiting(NOT_ASKED, _asked(platform, order_id, COPY_UNKNOWN), holds=True)


def _holds(listed: OrderParked) -> bool:
    return listed.reason == COPY_UNKNOWN


def _listed(content: Content, target: Target) -> list[OrderParked]:
    match content:
        case OrderRefunded():
            return refund_waits(content, target)
        case OrderDisputed():
            return dispute_waits(content, target)
        case OrderPlaced():
            return snapshot_waits(content, target)
    return []


def _call(hint: ChangeHinted) -> str:
    return _asked(hint.platform, hint.subject_id, hint.reason)


def _asked(platform: str, order_id: str, reason: str) -> str:
    return _would_be_asked(CALLS[platform].format(id=order_id), reason)


def _would_be_asked(call: str, reason: str) -> str:
    return f"{call} would be asked ({reason}): a preview asks nobody"
