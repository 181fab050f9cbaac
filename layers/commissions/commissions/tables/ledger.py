"""The ledger's one pen: facts, heads and journals, written in one transaction or not at all.

Head first, then facts, then journals: whatever is written after the head was read moves the head,
and the transaction then fails and is decided again on what stands there by then.
"""

import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from commissions import events
from commissions.aws import client
from commissions.domain.facts import KINDS, Content, Fact, fact
from commissions.domain.ledger import Journal
from commissions.domain.order import stamp
from commissions.domain.settlement import Target, fold, next_journal
from commissions.tables import journals, plans
from commissions.tables.items import TOO_BUSY, Item, get, marshal, packed, query, scan, unpacked
from commissions.tables.recent import HEADS, day_of, orders_of_day

__all__ = ["HEADS", "FactConflict", "every_journal", "journal", "orders_of_day", "settle", "story"]

FACTS = os.environ["FACTS_TABLE"]
JOURNAL = os.environ["JOURNAL_TABLE"]
TRIES_MAX = 8
PAUSE_SECONDS = (0.02, 0.4)
_CONTENTS = {kind: content for content, kind in KINDS.items()}


class Contended(RuntimeError):
    """Others kept writing to the same order; the message has to come again."""


class FactConflict(ValueError):
    """The store told a fact again with another content: neither is guessed to be the right one."""

    def __init__(self, order_key: str, told: Fact) -> None:
        super().__init__(f"{order_key}: {told.kind} {told.fact_id} was told with another content")
        self.order_key = order_key
        self.told = told


@dataclass(frozen=True, slots=True)
class Head:
    version: int = 0
    journals: int = 0
    waiting: bool = False
    """Whether refunds wait for the order, or for lines of it."""
    day: str = ""
    """The store and the day of the order, by which it is found: `<store_id>#2026-11-20` in UTC."""


@dataclass(frozen=True, slots=True)
class FactRow:
    fact: Fact
    inbox: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """All that the ledger knows of an order."""

    head: Head
    rows: tuple[FactRow, ...]
    journals: tuple[Journal, ...]


@dataclass(frozen=True, slots=True)
class Settlement:
    journals: tuple[Journal, ...]
    """What the told facts led to, now or when they were told before."""
    target: Target
    posted: bool
    was_waiting: bool


def settle(order_key: str, contents: Sequence[Content], *, inbox: str, now: datetime) -> Settlement:
    """Adds facts to an order and posts what they change; told again, they change nothing.

    Raises FactConflict, or Contended after TRIES_MAX tries.
    """
    told = [fact(content) for content in contents]
    for attempt in range(TRIES_MAX):
        story = _story(order_key)
        fresh = _fresh(order_key, told, story)
        target = fold([row.fact for row in story.rows] + fresh, plans.get)
        journal = next_journal(order_key, target, story.journals, told, recorded_at=now)
        if not fresh and journal is None:
            return Settlement(_caused_by(told, story), target, False, story.head.waiting)
        actions = [_head_put(order_key, story.head, _head_after(story, journal, target))]
        actions += [_put(FACTS, _fact_item(order_key, each, inbox, now)) for each in fresh]
        actions += [_put(JOURNAL, journals.item(journal))] if journal else []
        if _committed(actions):
            new = (journal,) if journal else ()
            return Settlement(new, target, journal is not None, story.head.waiting)
        _pause(attempt)
    raise Contended(order_key)


def story(order_key: str) -> Story:
    return _story(order_key)


def journal(order_key: str, number: int) -> Journal | None:
    item = get(JOURNAL, {"order_key": order_key, "number": number})
    return journals.read(item) if item else None


def every_journal() -> Iterator[Journal]:
    """All of the ledger, in no order: for whoever builds something from it anew."""
    return map(journals.read, scan(JOURNAL, ConsistentRead=True))


def _story(order_key: str) -> Story:
    item = get(HEADS, {"order_key": order_key})
    if item is None:  # every fact and journal comes with a head: without one there is nothing
        return Story(Head(), (), ())
    head = Head(item["version"], item["journals"], item["waiting"], item.get("day", ""))
    rows = tuple(_row(found) for found in _of(FACTS, order_key))
    return Story(head, rows, tuple(journals.read(found) for found in _of(JOURNAL, order_key)))


def _of(table: str, order_key: str) -> list[Item]:
    return list(
        query(
            table,
            KeyConditionExpression="order_key = :order",
            values={":order": order_key},
            ConsistentRead=True,
        )
    )


def _row(item: Item) -> FactRow:
    content = events.decode(_CONTENTS[item["kind"]], unpacked(item["content"]))
    known = Fact(item["fact_id"], item["kind"], item["digest"], content)
    return FactRow(known, item["inbox"], datetime.fromisoformat(item["recorded_at"]))


def _fresh(order_key: str, told: Sequence[Fact], story: Story) -> list[Fact]:
    known = {row.fact.fact_id: row.fact.digest for row in story.rows}
    for each in told:
        # A lock is what we looked up, not what the store said: the first look stays.
        if each.kind != "lock" and known.get(each.fact_id, each.digest) != each.digest:
            raise FactConflict(order_key, each)
    return [each for each in told if each.fact_id not in known]


def _caused_by(told: Sequence[Fact], story: Story) -> tuple[Journal, ...]:
    ids = {each.fact_id for each in told}
    return tuple(journal for journal in story.journals if ids & set(journal.facts))


def _head_after(story: Story, journal: Journal | None, target: Target) -> Head:
    return Head(
        story.head.version + 1,
        story.head.journals + bool(journal),
        target.waiting or bool(target.unknown_lines),
        day_of(target.order) if target.order else story.head.day,
    )


def _committed(actions: Sequence[Any]) -> bool:
    """One transaction of all of it; False where it is to be decided again."""
    try:
        client("dynamodb").transact_write_items(TransactItems=actions)
    except ClientError as error:
        if _decide_again(error):
            return False
        raise
    return True


def _put(table: str, item: Item) -> Any:
    """Puts an item where none stands under its key."""
    return {
        "Put": {
            "TableName": table,
            "Item": marshal(item),
            "ConditionExpression": "attribute_not_exists(order_key)",
        }
    }


def _head_put(order_key: str, was: Head, becomes: Head) -> Any:
    put = _put(
        HEADS,
        {
            "order_key": order_key,
            "version": becomes.version,
            "journals": becomes.journals,
            "waiting": becomes.waiting,
            "day": becomes.day or None,
        },
    )
    if was.version:
        put["Put"] |= {
            "ConditionExpression": "version = :was",
            "ExpressionAttributeValues": marshal({":was": was.version}),
        }
    return put


def _fact_item(order_key: str, each: Fact, inbox: str, now: datetime) -> Item:
    return {
        "order_key": order_key,
        "fact_id": each.fact_id,
        "kind": each.kind,
        "digest": each.digest,
        "content": packed(events.encode(each.content)),
        "inbox": inbox,
        "recorded_at": stamp(now),
    }


def _decide_again(error: ClientError) -> bool:
    """Whether another try on what stands there now can succeed; looks at every reason."""
    if error.response["Error"]["Code"] in TOO_BUSY:
        return True
    reasons = error.response.get("CancellationReasons", [])
    codes = {reason.get("Code", "None") for reason in reasons} - {"None"}
    again = {"ConditionalCheckFailed", "TransactionConflict", "ThrottlingError"}
    return bool(codes) and codes <= again | {"ProvisionedThroughputExceeded"}


def _pause(attempt: int) -> None:
    first, longest = PAUSE_SECONDS
    time.sleep(random.uniform(0, min(longest, first * 2**attempt)))  # noqa: S311 - jitter
