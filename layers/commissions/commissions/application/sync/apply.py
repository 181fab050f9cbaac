"""What a store answered, taken in like what it sends: only what is news, and each of it once."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from commissions.application.ingest.accept import accept_if_new, quarantine
from commissions.application.sync.platform_of import UnreadableAnswer, parse_answer
from commissions.aws.secrets import secrets
from commissions.aws.telemetry import count
from commissions.clients import Absent, FetchedResource
from commissions.domain.ledger.changes import changes_by_order
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.hint import ORDER
from commissions.domain.orders.order import OrderCancelled, OrderPlaced, OrderRefunded
from commissions.domain.stores.store import Store
from commissions.tables import ledger

HINT = "hint"
"""Why it was asked, where the store had said that something changed."""
NEW, KNOWN, UNREADABLE = "new", "known", "unreadable"
_OF_ORDER = (OrderPlaced, OrderRefunded, OrderCancelled, OrderDisputed)


@dataclass(frozen=True, slots=True)
class Applied:
    outcome: str
    """NEW, KNOWN or UNREADABLE."""
    ids: frozenset[str]
    """The orders, or the product, that the answer is about."""


def apply_answer(
    store: Store, subject: str, answer: FetchedResource | Absent, *, via: str, now: datetime
) -> Applied:
    """Accepts what an answer about an ORDER adds to the order's facts, or one about a PRODUCT to
    what has been told of it. `via`: why the store was asked.

    What cannot be read is quarantined and counted, and stops nobody.
    """
    customer_key = secrets(store.store_id).customer_key
    try:
        reading = parse_answer(store, subject, answer, customer_key)
    except UnreadableAnswer as error:
        body = json.dumps(error.payload, default=str).encode()
        quarantine(store.platform, store.store_id, body, error)
        count("FetchedUnreadable")
        return Applied(UNREADABLE, frozenset({answer.source_id}))
    of_orders = [record for record in reading.records if isinstance(record, _OF_ORDER)]
    if subject == ORDER:
        keys = sorted({record.order_key for record in of_orders})
        known = {key: ledger.read(key).facts for key in keys}
        unseen = tuple(filter(None, reading.delivery.get("unseen", "").split(",")))
        changes = changes_by_order(of_orders, known, answer.read_at, unseen=unseen)
        # What nobody hinted at, the store tells when it is asked: how long a commission takes is
        # counted from then.
        occurred_at = reading.occurred_at if via == HINT else answer.read_at
        reading = replace(reading, records=changes, occurred_at=occurred_at)
    is_new = bool(reading.records) and accept_if_new(store, reading, via=via, now=now)
    ids = frozenset(record.platform_order_id for record in of_orders) | {answer.source_id}
    return Applied(NEW if is_new else KNOWN, ids)
