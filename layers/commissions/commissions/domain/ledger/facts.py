"""Facts: what a store told us and what was locked for it, under ids made of their content."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.order import (
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
    canonical,
    stamp,
)
from commissions.domain.sales.attribution import Lock

Content = OrderPlaced | OrderRefunded | OrderCancelled | OrderDecided | Lock
KINDS: dict[type[Content], str] = {
    OrderPlaced: "order",
    OrderRefunded: "refund",
    OrderCancelled: "cancel",
    OrderDecided: "decision",
    Lock: "lock",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A content with its identity. The same id with another digest is a conflict, except of a
    lock: what was looked up first stays."""

    fact_id: str
    kind: str
    digest: str
    content: Content


class FactConflict(ValueError):
    """The store told a fact again with another content: neither is guessed to be the right one."""

    def __init__(self, conflicting: Fact) -> None:
        order_key = conflicting.content.order_key
        super().__init__(
            f"{order_key}: {conflicting.kind} {conflicting.fact_id} was told with another content"
        )
        self.order_key = order_key
        self.fact = conflicting


def fact(content: Content) -> Fact:
    """The fact of a content: `kind:` and a hash of store, order, source and version."""
    kind = KINDS[type(content)]
    identity = f"fact|v1|{content.order_key}|{kind}|{_source(content)}"
    digest = _sha256(canonical(content)) if isinstance(content, Lock) else content.digest
    return Fact(f"{kind}:{_sha256(identity)[:40]}", kind, digest, content)


def new_facts(facts: Iterable[Fact], known: Iterable[Fact]) -> list[Fact]:
    """Those of the facts that are not known yet. Raises FactConflict."""
    digests = {each.fact_id: each.digest for each in known}
    new = []
    for each in facts:
        # A lock is what we looked up, not what the store said: the first look stays.
        if each.kind != "lock" and digests.get(each.fact_id, each.digest) != each.digest:
            raise FactConflict(each)
        new += [] if each.fact_id in digests else [each]
    return new


def _source(content: Content) -> str:
    match content:
        case OrderPlaced():
            return content.version
        case OrderRefunded():
            return content.refund_id
        case OrderCancelled():
            return stamp(content.updated_at)
        case OrderDecided():
            return content.decision_id
        case Lock():
            return content.order_version


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
