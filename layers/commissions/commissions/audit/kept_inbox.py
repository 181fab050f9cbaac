"""What facts came in with: the inbox items that they name, and whether these have them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commissions.audit.order_record import OrderRecord
from commissions.domain.ledger.facts import Fact, LookedUp, NotTold
from commissions.domain.orders.order import OrderPlaced

MISSING, NOT_IN_IT = "fact_without_inbox", "fact_not_in_inbox"


@dataclass(frozen=True, slots=True)
class KeptInbox:
    """An inbox item as it is kept."""

    received_at: datetime
    records: tuple[Any, ...] | None
    """What it brought; None where that cannot be read any more."""


@dataclass(frozen=True, slots=True)
class Unbacked:
    """Facts of an order that came with nothing."""

    kind: str
    inbox: str
    """The id of the item that they name; empty of those that name none."""
    facts: tuple[Fact, ...]


def inboxes_of(record: OrderRecord) -> set[str]:
    return {each.inbox for each in record.origins.values() if each.inbox}


def unbacked(record: OrderRecord, inbox: Mapping[str, KeptInbox]) -> Iterator[Unbacked]:
    """By the item that they name. `inbox`: those that there are, by id."""
    by_item: dict[str, list[Fact]] = {}
    for each in record.facts:
        if origin := record.origins.get(each.fact_id):
            by_item.setdefault(origin.inbox, []).append(each)
    for name, facts in sorted(by_item.items()):
        if name not in inbox:
            yield Unbacked(MISSING, name, tuple(facts))
        elif others := tuple(each for each in facts if not _brought(each, inbox[name])):
            yield Unbacked(NOT_IN_IT, name, others)


def _brought(fact: Fact, item: KeptInbox) -> bool:
    """What other orders said comes with whatever had them say it."""
    content = fact.content
    if item.records is None:
        return True
    if isinstance(content, LookedUp):
        orders = [each for each in item.records if isinstance(each, OrderPlaced)]
        versions = {(each.order_key, each.version) for each in orders}
        return (content.order_key, content.order_version) in versions
    return isinstance(content, NotTold) or content in item.records
