"""Facts to and from the items of their table.

A lock and the referral match of the same snapshot are looked up together and always written
together: they are one item, which costs what the lock alone did. A match that is found later is an
item of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commissions import events
from commissions.domain.ledger.facts import KINDS, Fact, fact
from commissions.domain.orders.canonical import stamp
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.tables.items import Item, compress, decompress

_FROM_REGISTERS = ("lock", "match", "carried", "override")
_CONTENTS = {kind: content for content, kind in KINDS.items()}
_JOINED = "with_match"
"""Says of a lock's item that the match stands in it."""
_MATCH_DIGEST = "match_digest"
"""Of that match; items that were written before have none."""
DATED = "dated"
"""Says of what was looked up that rows of registers kept by then when they were written; items that
were written before have none."""


@dataclass(frozen=True, slots=True)
class FactRow:
    fact: Fact
    inbox: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class LockAndMatch:
    """What was looked up for one snapshot, as one item says it."""

    lock: Lock
    match: ReferralMatch


def to_items(order_key: str, rows: Sequence[FactRow]) -> list[Item]:
    """As they are written in one transaction."""
    matches = [each.fact.content for each in rows if isinstance(each.fact.content, ReferralMatch)]
    beside = {each.order_version: each for each in matches if not each.answer}
    contents = [each.fact.content for each in rows]
    locks = {each.order_version for each in contents if isinstance(each, Lock)}
    joined = {fact(each).fact_id for each in beside.values() if each.order_version in locks}
    return [_item(order_key, each, beside) for each in rows if each.fact.fact_id not in joined]


def from_item(item: Item) -> list[FactRow]:
    recorded_at = datetime.fromisoformat(item["recorded_at"])
    return [FactRow(each, item["inbox"], recorded_at) for each in facts_of(item)]


def inbox_of(item: Item) -> str:
    """Which item of the inbox brought what an item says."""
    inbox_id: str = item["inbox"]
    return inbox_id


def facts_of(item: Item) -> list[Fact]:
    """The fact of an item, and the match that stands in a lock's."""
    return list(_facts(item))


def _facts(item: Item) -> Iterator[Fact]:
    text = decompress(item["content"])
    if _JOINED not in item:
        content = events.decode(_CONTENTS[item["kind"]], text)
        yield Fact(item["fact_id"], item["kind"], item["digest"], content)
        return
    both = events.decode(LockAndMatch, text)
    yield Fact(item["fact_id"], item["kind"], item["digest"], both.lock)
    match = fact(both.match)
    yield replace(match, digest=item.get(_MATCH_DIGEST, match.digest))


def _item(order_key: str, row: FactRow, beside: dict[str, ReferralMatch]) -> Item:
    known, content = row.fact, events.encode(row.fact.content)
    match = beside.get(known.content.order_version) if isinstance(known.content, Lock) else None
    if isinstance(known.content, Lock) and match:
        content = events.encode(LockAndMatch(known.content, match))
    return {
        "order_key": order_key,
        "fact_id": known.fact_id,
        "kind": known.kind,
        "digest": known.digest,
        "content": compress(content),
        "inbox": row.inbox,
        "recorded_at": stamp(row.recorded_at),
        **({DATED: True} if known.kind in _FROM_REGISTERS else {}),
        **({_JOINED: True, _MATCH_DIGEST: fact(match).digest} if match else {}),
    }
