"""What facts came in with: the inbox items that they name, and whether these have them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
    brought: Callable[[], Sequence[Any] | None]
    """Its records, unpacked when they are asked for: they may be large. None where they cannot be
    read any more."""


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
        elif (records := inbox[name].brought()) is not None:
            others = tuple(each for each in facts if not _is_of(each, records))
            yield from [Unbacked(NOT_IN_IT, name, others)] if others else []


def _is_of(fact: Fact, records: Sequence[Any]) -> bool:
    """What other orders said comes with whatever had them say it."""
    content = fact.content
    if isinstance(content, LookedUp):
        orders = [each for each in records if isinstance(each, OrderPlaced)]
        versions = {(each.order_key, each.version) for each in orders}
        return (content.order_key, content.order_version) in versions
    return isinstance(content, NotTold) or content in records
