"""Which dialect a store speaks, and what an answer of its API says in it; each is imported only by
whoever needs it."""

from importlib import import_module
from typing import Any, cast

from commissions.clients import Absent, FetchedResource
from commissions.domain.catalogue.listing import ProductRemoved
from commissions.domain.orders.hint import PRODUCT
from commissions.domain.orders.order import OrderCancelled
from commissions.domain.stores.store import Store
from commissions.platforms import InvalidPayload, ParsedWebhook, Platform

PARSE_ERRORS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What an answer may raise that is not as promised, more than InvalidPayload: nothing that one
order holds may keep us from all those behind it."""


class UnreadableAnswer(InvalidPayload):
    """An answer that is not as promised; the message repeats nothing of its payload."""

    def __init__(self, message: str, payload: Any) -> None:
        super().__init__(message)
        self.payload = payload


def platform_of(platform: str) -> Platform:
    return cast(Platform, import_module(f"commissions.platforms.{platform}"))


def parse_answer(
    store: Store, subject: str, answer: FetchedResource | Absent, customer_key: bytes
) -> ParsedWebhook:
    """What a store's API answered about an ORDER or a PRODUCT; one that is there no more was
    cancelled, or removed.

    Raises UnreadableAnswer.
    """
    if isinstance(answer, Absent):
        return _absence(store, subject, answer)
    speaks = platform_of(store.platform)
    try:
        if subject == PRODUCT:
            return speaks.parse_product(answer.payload, store)
        return speaks.parse_order(answer.payload, store, customer_key)
    except InvalidPayload as error:
        raise UnreadableAnswer(str(error), answer.payload) from None
    except PARSE_ERRORS as error:
        # Only of InvalidPayload do we know that its message repeats nothing of the payload.
        raise UnreadableAnswer(f"unexpected {type(error).__name__}", answer.payload) from None


def _absence(store: Store, subject: str, absent: Absent) -> ParsedWebhook:
    at = absent.read_at
    if subject == PRODUCT:
        removed = ProductRemoved(
            platform=store.platform,
            store_id=store.store_id,
            product_id=absent.source_id,
            removed_at=at,
        )
        return ParsedWebhook(topic="", records=(removed,), occurred_at=at)
    cancelled = OrderCancelled(
        platform=store.platform,
        store_id=store.store_id,
        platform_order_id=absent.source_id,
        cancelled_at=at,
        updated_at=at,
    )
    return ParsedWebhook(topic="", records=(cancelled,), occurred_at=at)
