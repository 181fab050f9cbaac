"""Webhooks and API calls of the inbox, put on the bus once more.

What is in the ledger already stays as it is.
"""

from collections.abc import Iterable
from datetime import datetime

from commissions.application.care import retell
from commissions.application.queries import order_story
from commissions.application.queries.order_reference import OrderReference
from commissions.aws import bus
from commissions.tables import inbox, pending
from commissions.tables.inbox import InboxItem


class UnknownInboxItem(LookupError):
    """The inbox holds nothing under that id."""

    def __init__(self, inbox_id: str) -> None:
        super().__init__(f"Nothing in the inbox is called {inbox_id}")


def replay_item(inbox_id: str) -> list[str]:
    """Raises UnknownInboxItem."""
    item = inbox.find(inbox_id)
    if item is None:
        raise UnknownInboxItem(inbox_id)
    return _replay([item])


def replay_order(reference: OrderReference) -> list[str]:
    """All that came in about an order. Raises UnknownOrder, or AmbiguousOrder."""
    return _replay(order_story.find(reference).webhooks)


def replay_pending(now: datetime) -> list[str]:
    """What has not reached the ledger yet; of very much, the oldest."""
    return _replay(pending.received_before(now))


def _replay(items: Iterable[InboxItem]) -> list[str]:
    """The ids of what was put on the bus: an item without records says nothing."""
    telling = [item for item in items if item.records]
    for item in telling:
        with bus.kept_anyway():
            retell.replay(item)
    return [item.id for item in telling]
