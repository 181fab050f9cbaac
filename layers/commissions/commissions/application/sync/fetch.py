"""Something changed at a store: it is asked what the order, or the product, is now."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from commissions.application.sync.apply import HINT, apply_answer
from commissions.application.sync.connection import connected
from commissions.aws import cache
from commissions.aws.cache import TtlCache
from commissions.aws.telemetry import logger
from commissions.clients import (
    Absent,
    AccessDenied,
    FetchedResource,
    InvalidResponse,
    NotAllowed,
    ReadsPayments,
    Unavailable,
)
from commissions.domain.ledger.changes import check_absence
from commissions.domain.orders.hint import BY_SKU, ORDER, PRODUCT, ChangeHinted
from commissions.domain.orders.parking import OrderParked, Waits, WaitsFor, park
from commissions.domain.orders.parking_reasons import PAYMENTS_UNKNOWN
from commissions.domain.stores.store import Store, has_api
from commissions.events import Event
from commissions.tables import ledger, stores

AMOUNTS = "amounts"
"""What an operator accepts of an order whose payments are not known: that it goes on so."""
GONE = "gone"
"""What an operator accepts of an order that its store has no more: that it counts as cancelled."""
ANSWERS_KEPT, ANSWER_AGE = 2_000, 900
NEVER = datetime.fromtimestamp(0, UTC)
_answers: TtlCache[str, datetime] = TtlCache(entries_max=ANSWERS_KEPT)
"""When, by our clock, this process last asked about an order, and took in what was answered."""


def fetched(event: Event[ChangeHinted]) -> list[OrderParked]:
    """Takes in what the store answers; where it gives no answer, the hint waits until it does.

    What is asked for twice, or meanwhile out of date, does no harm: what the store says is taken
    as of when it says so.
    """
    if _was_answered_since(event):
        return []
    hint = event.record
    store = stores.get(hint.store_id)
    if not has_api(store):
        logger.info("a store that is not asked", store=store.store_id)
        return []
    now = datetime.now(UTC)
    try:
        answer = _ask(store, event)
        if answer is None and hint.subject == ORDER:
            known = ledger.read(hint.order_key).facts
            check_absence(hint.order_key, known)
        if answer:
            _take_in(store, event, answer, now)
    except Waits as waits:
        return [park(hint, waits.reason, waits.detail, waits_for=waits.waits_for)]
    if isinstance(answer, FetchedResource) and hint.subject == ORDER:
        _answers.put(hint.order_key, now)
    return []


def _take_in(
    store: Store, event: Event[ChangeHinted], answer: FetchedResource | Absent, now: datetime
) -> None:
    """Raises Waits where what came in for the order is needed, and the store does not say."""
    subject, accepted = event.record.subject, AMOUNTS in event.trace.accepted
    applied = apply_answer(store, subject, answer, via=HINT, now=now, payments_accepted=accepted)
    if applied.without_payments and (more := _ask_for_payments(store, event.record.subject_id)):
        applied = apply_answer(store, subject, more, via=HINT, now=now)
    if lacking := applied.without_payments:
        access = WaitsFor.access(store.store_id)
        raise Waits(PAYMENTS_UNKNOWN, lacking.detail, access)


def _ask_for_payments(store: Store, order_id: str) -> FetchedResource | None:
    """The order once more, with its payments, of a platform that tells them apart from it."""
    with _waiting_where_it_fails(store), connected(store) as client:
        return client.order_with_payments(order_id) if isinstance(client, ReadsPayments) else None


def _was_answered_since(event: Event[ChangeHinted]) -> bool:
    """Whether the store was asked after the hint had come, and answered: of an order's many hints,
    which come at once, one question answers all.

    By our clock, and when the asking began: what a hint says of its time may be older than what it
    hints at (some changes move no date, some hints tell none), and an answer's older than its time.
    """
    hint = event.record
    if hint.subject == PRODUCT or event.trace.accepted:
        return False
    asked_at = _answers.get(hint.order_key, lambda _: NEVER, max_age_seconds=ANSWER_AGE)
    return event.trace.received_at < asked_at


def _ask(store: Store, event: Event[ChangeHinted]) -> FetchedResource | Absent | None:
    """What the store has, or that it has it no more; None where that says nothing by itself: of an
    order it is for a person to say, and by its SKU alone nobody knows which product it was.

    Raises Waits where the store gives no answer.
    """
    hint = event.record
    with _waiting_where_it_fails(store), connected(store) as client:
        if hint.subject == PRODUCT:
            answer = client.product(hint.subject_id)
            absence_counts = not hint.subject_id.startswith(BY_SKU)
        else:
            answer = client.order(hint.subject_id)
            absence_counts = GONE in event.trace.accepted
        if answer or not absence_counts:
            return answer
        return Absent(hint.subject_id, client.now())


@contextmanager
def _waiting_where_it_fails(store: Store) -> Iterator[None]:
    """Raises Waits in place of what keeps a store from answering."""
    try:
        yield
    except AccessDenied as error:
        # Perhaps there is new access, given after what we know was looked up.
        cache.forget_all()
        raise Waits("no_access", str(error), WaitsFor.access(store.store_id)) from error
    except Unavailable as error:
        raise Waits("store_unavailable", str(error), WaitsFor.store(store.store_id)) from error
    except (InvalidResponse, NotAllowed) as error:
        raise Waits("bad_answer", str(error), WaitsFor.store(store.store_id)) from error
