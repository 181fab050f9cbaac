"""Which dialect a store speaks, and what an answer of its API says in it; each is imported only by
whoever needs it."""

from importlib import import_module
from typing import Any, cast

from commissions.clients import Absent, Answer
from commissions.domain.hint import PRODUCT
from commissions.domain.listing import ProductRemoved
from commissions.domain.order import OrderCancelled
from commissions.domain.store import Store
from commissions.platforms import Platform, Reading, Unreadable

NOT_AS_PROMISED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What an answer may raise that is not as promised, more than Unreadable: nothing that one order
holds may keep us from all those behind it."""


class UnreadableAnswer(Unreadable):
    """An answer that is not as promised; the message repeats nothing of its payload."""

    def __init__(self, message: str, payload: Any) -> None:
        super().__init__(message)
        self.payload = payload


def dialect(platform: str) -> Platform:
    return cast(Platform, import_module(f"commissions.platforms.{platform}"))


def parse_answer(
    store: Store, subject: str, answer: Answer | Absent, customer_key: bytes
) -> Reading:
    """What a store's API answered about an ORDER or a PRODUCT; one that is there no more was
    cancelled, or removed.

    Raises UnreadableAnswer.
    """
    if isinstance(answer, Absent):
        return _absence(store, subject, answer)
    speaks = dialect(store.platform)
    try:
        if subject == PRODUCT:
            return speaks.listed(answer.payload, store)
        return speaks.fetched(answer.payload, store, customer_key)
    except Unreadable as error:
        raise UnreadableAnswer(str(error), answer.payload) from None
    except NOT_AS_PROMISED as error:
        # Only of Unreadable do we know that its message repeats nothing of the payload.
        raise UnreadableAnswer(f"unexpected {type(error).__name__}", answer.payload) from None


def _absence(store: Store, subject: str, absent: Absent) -> Reading:
    at = absent.read_at
    if subject == PRODUCT:
        removed = ProductRemoved(
            platform=store.platform,
            store_id=store.store_id,
            product_id=absent.source_id,
            removed_at=at,
        )
        return Reading(topic="", records=(removed,), told_at=at)
    cancelled = OrderCancelled(
        platform=store.platform,
        store_id=store.store_id,
        platform_order_id=absent.source_id,
        cancelled_at=at,
        updated_at=at,
    )
    return Reading(topic="", records=(cancelled,), told_at=at)
