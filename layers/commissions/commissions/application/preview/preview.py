"""What a recorded sequence would pay as of a moment: read, told step by step, and folded."""

from collections import Counter
from collections.abc import Iterator
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
from commissions.application.preview.world import OrderInWorld, World
from commissions.application.registers import Registers
from commissions.domain.ledger.facts import fact
from commissions.domain.ledger.snapshots import age, latest
from commissions.domain.ledger.target import Target, fold
from commissions.domain.ledger.waits import order_waits, refund_waits
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderPlaced, OrderRefunded, sum_of
from commissions.domain.stores.store import Store
from commissions.platforms import NO_TIME, ParsedWebhook

LATER = timedelta(days=30)
"""How long after its last step a sequence is judged, where nobody says when."""
NOT_ASKED, MORE_BACK = "not_asked", "more_back_than_came"
CALLS = {
    "shopify": "GraphQL order(id: gid://shopify/Order/{id}), its refunds",
    "woocommerce": "GET orders/{id}, orders/{id}/refunds",
    "magento": "GET orders/{id}, creditmemos",
    "bigcommerce": "GET v2/orders/{id}, its products, coupons and refunds",
}
"""What a hint at an order has the platform's client ask for."""


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
        try:
            told.append(_ReadStep(number, step, _dated(read_step(step, store))))
        except UnreadableStep as error:
            unread.append(UnreadPayload(number, str(error)))
    moment = at or max((each.reading.occurred_at for each in told), default=NO_TIME) + LATER
    told = [each for each in told if each.reading.occurred_at <= moment]
    world = _told(told, store, registers)
    return SequencePreview(
        at=moment,
        orders=tuple(_order(key, known, store, registers) for key, known in world.orders.items()),
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
    for each in steps:
        clock = max(clock, each.reading.occurred_at) + timedelta(seconds=1)
        if is_answer(each.step, store):
            world.answer(each.reading, read_at=clock)
        else:
            world.tell(each.reading)
    return world


def _order(order_key: str, known: OrderInWorld, store: Store, registers: Registers) -> OrderPreview:
    target = fold(known.facts, registers.plan)
    told = latest([*known.facts, *(fact(each.order) for each in known.parked.values())])
    standings = tuple(target.standings.values())
    return OrderPreview(
        order_key=order_key,
        seller=target.lock.seller if target.lock else "",
        paid=_is_paid(target, told, store),
        currency=told.currency if told else "",
        net=sum_of(told.items) if told else 0,
        balance=target.balance,
        plan_currency=target.lock.plan.base_currency if target.lock else "",
        stands=_stands(target),
        standings=standings,
        parked=tuple(_waiting(known, target)),
        flags=(*(told.flags if told else ()), *_found(target)),
    )


def _found(target: Target) -> tuple[str, ...]:
    """Flags of what the ledger, and no snapshot by itself, says."""
    return (MORE_BACK,) if target.balance and target.balance.beyond else ()


def _is_paid(target: Target, told: OrderPlaced | None, store: Store) -> bool:
    """What the ledger says of it; of an order that has not got so far, what its status says."""
    if target.lock or target.void:
        return not target.void
    return told is not None and told.status in store.policies.paid and not told.test


def _stands(target: Target) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for standing in target.standings.values():
        if standing.award.earner:
            sums[standing.award.earner] += standing.net
    return {earner: amount for earner, amount in sums.items() if amount}


def _waiting(known: OrderInWorld, target: Target) -> Iterator[StillWaiting]:
    """What is listed for somebody in the end, or would be asked of the store."""
    for each in known.parked.values():
        superseded = target.order is not None and age(each.order) <= age(target.order)
        yield StillWaiting(each.why.reason, each.why.detail, holds=not superseded)
    for conflict in known.conflicts.values():
        yield StillWaiting(conflict.reason, conflict.detail, holds=False)
    refunds = [each.content for each in known.facts if isinstance(each.content, OrderRefunded)]
    for refund in refunds:
        for waits in refund_waits(refund, target):
            yield StillWaiting(waits.reason, waits.detail, holds=target.waiting)
    for listed in order_waits(target.order, target) if target.order else ():
        yield StillWaiting(listed.reason, listed.detail, holds=False)
    for hint in known.hints:
        yield StillWaiting(NOT_ASKED, _call(hint), holds=target.waiting)


def _call(hint: ChangeHinted) -> str:
    call = CALLS[hint.platform].format(id=hint.subject_id)
    return f"{call} would be asked ({hint.reason}): a preview asks nobody"
