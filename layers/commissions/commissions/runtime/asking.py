"""Something changed at a store: it is asked what the order, or the product, is now."""

from datetime import UTC, datetime

from commissions import memory
from commissions.clients import AccessDenied, Client, InvalidResponse, NotAllowed, Unavailable
from commissions.domain.hint import PRODUCT, ChangeHinted
from commissions.domain.listing import ProductRemoved
from commissions.domain.news import is_cancelled
from commissions.domain.order import OrderCancelled
from commissions.domain.parking import OrderParked, park
from commissions.domain.store import Store
from commissions.events import Event
from commissions.memory import Memory
from commissions.platforms import ParsedWebhook
from commissions.runtime.doors import door, has_api
from commissions.runtime.fetching import HINT, take, take_product, tell
from commissions.runtime.observe import logger
from commissions.tables import ledger, stores

GONE = "gone"
"""What an operator accepts of an order that its store has no more: that it counts as cancelled."""


BY_SKU = "sku:"
"""How a product is hinted at whose id the message does not tell."""
ANSWERS_KEPT, ANSWER_AGE = 2_000, 900
NEVER = datetime.fromtimestamp(0, UTC)
_answers: Memory[str, datetime] = Memory(most=ANSWERS_KEPT)
"""When, by our clock, this process last asked about an order, and took in what was answered."""


def asked(event: Event[ChangeHinted]) -> list[OrderParked]:
    """Takes in what the store answers; where it gives no answer, the hint waits until it does.

    What is asked for twice, or meanwhile out of date, does no harm: what the store says is taken
    as of when it says so.
    """
    hint = event.record
    store = stores.get(hint.store_id)
    if not has_api(store):
        logger.info("a store that is not asked", store=store.store_id)
        return []
    if _was_answered_since(event):
        return []
    try:
        return _answered(store, event)
    except AccessDenied as error:
        # Perhaps there is new access, given after what we know was looked up.
        memory.forget_all()
        return [park(hint, "no_access", str(error), waits_for=f"access/{store.store_id}")]
    except Unavailable as error:
        return [park(hint, "store_unavailable", str(error), waits_for=f"store/{store.store_id}")]
    except (InvalidResponse, NotAllowed) as error:
        return [park(hint, "bad_answer", str(error), waits_for=f"store/{store.store_id}")]


def _answered(store: Store, event: Event[ChangeHinted]) -> list[OrderParked]:
    hint, now = event.record, datetime.now(UTC)
    with door(store) as client:
        if hint.subject == PRODUCT:
            _product(store, client, hint, now)
            return []
        if answer := client.order(hint.subject_id):
            take(store, answer, via=HINT, now=now)
            _answers.remember(hint.order_key, now)
            return []
        if GONE in event.trace.accepted:
            _cancelled(store, client, hint, now)
            return []
    return _gone(hint)


def _was_answered_since(event: Event[ChangeHinted]) -> bool:
    """Whether the store was asked after the hint had come, and answered: of an order's many hints,
    which come at once, one question answers all.

    By our clock, and when the asking began: what a hint says of its time may be older than what it
    hints at (some changes move no date, some hints tell none), and an answer's older than its time.
    """
    hint = event.record
    if hint.subject == PRODUCT or GONE in event.trace.accepted:
        return False
    asked_at = _answers.recall(hint.order_key, lambda _: NEVER, max_age_seconds=ANSWER_AGE)
    return event.trace.received_at < asked_at


def _gone(hint: ChangeHinted) -> list[OrderParked]:
    """An order that earned, and is no more, is for a person; what we never knew is nobody's."""
    known = [row.fact for row in ledger.story(hint.order_key).rows]
    if not known or is_cancelled(known):
        return []
    detail = "the store has the order no more"
    return [park(hint, "order_gone", detail, waits_for=f"operator/{hint.order_key}")]


def _cancelled(store: Store, client: Client, hint: ChangeHinted, now: datetime) -> None:
    at = client.now()
    cancelled = OrderCancelled(
        platform=store.platform,
        store_id=store.store_id,
        platform_order_id=hint.subject_id,
        cancelled_at=at,
        updated_at=at,
    )
    tell(store, ParsedWebhook(topic="", records=(cancelled,), occurred_at=at), via=HINT, now=now)


def _product(store: Store, client: Client, hint: ChangeHinted, now: datetime) -> None:
    if answer := client.product(hint.subject_id):
        take_product(store, answer, via=HINT, now=now)
        return
    if hint.subject_id.startswith(BY_SKU):
        return  # under which id we know the product, nobody can tell any more
    at = client.now()
    removed = ProductRemoved(
        platform=store.platform,
        store_id=store.store_id,
        product_id=hint.subject_id,
        removed_at=at,
    )
    tell(store, ParsedWebhook(topic="", records=(removed,), occurred_at=at), via=HINT, now=now)
