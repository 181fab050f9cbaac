"""Facts: what a store told us and what was locked for it, under ids made of their content."""

import hashlib
from dataclasses import dataclass

from commissions.domain.attribution import Lock
from commissions.domain.order import (
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
    canonical,
    stamp,
)

Content = OrderPlaced | OrderRefunded | OrderCancelled | Lock
KINDS: dict[type[Content], str] = {
    OrderPlaced: "order",
    OrderRefunded: "refund",
    OrderCancelled: "cancel",
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


def fact(content: Content) -> Fact:
    """The fact of a content: `kind:` and a hash of store, order, source and version."""
    kind = KINDS[type(content)]
    identity = f"fact|v1|{content.order_key}|{kind}|{_source(content)}"
    digest = _sha256(canonical(content)) if isinstance(content, Lock) else content.digest
    return Fact(f"{kind}:{_sha256(identity)[:40]}", kind, digest, content)


def _source(content: Content) -> str:
    match content:
        case OrderPlaced():
            return content.version
        case OrderRefunded():
            return content.refund_id
        case OrderCancelled():
            return stamp(content.updated_at)
        case Lock():
            return content.order_version


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
