"""What a store answered, taken in like what it sends: only what is news, and each of it once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commissions.application.ingest import quarantine
from commissions.application.ingest.accept_answer import accept_if_new
from commissions.application.sync.platform_of import UnreadableAnswer, parse_answer
from commissions.application.sync.request_fetch import request_fetch
from commissions.aws.secrets import secrets
from commissions.aws.telemetry import count, logger
from commissions.clients import Absent, FetchedResource
from commissions.domain.ledger.changes import changes_by_order
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.payments import WithoutPayments, without_payments
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.hint import ORDER
from commissions.domain.orders.order import OfOrder, OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook
from commissions.tables import ledger

PAYMENTS = "its payments are needed"
HINT = "hint"
"""Why it was asked, where the store had said that something changed."""
NEW, KNOWN, UNREADABLE, OTHER_CHANNEL = "new", "known", "unreadable", "other_channel"
_OF_ORDER = (OrderPlaced, OrderRefunded, OrderCancelled, OrderDisputed)


@dataclass(frozen=True, slots=True)
class Applied:
    outcome: str
    """NEW, KNOWN, UNREADABLE, or OTHER_CHANNEL: another store's, and not taken in."""
    ids: frozenset[str]
    """The orders, or the product, that the answer is about."""
    without_payments: WithoutPayments | None = None
    """The snapshot that was left aside, as what came in for it is needed and not known."""


def apply_answer(  # noqa: PLR0913 - what an answer is, and how it came
    store: Store,
    subject: str,
    answer: FetchedResource | Absent,
    *,
    via: str,
    now: datetime,
    payments_accepted: bool = False,
) -> Applied:
    """Accepts what an answer about an ORDER adds to the order's facts, or one about a PRODUCT to
    what has been told of it. `via`: why the store was asked; `payments_accepted`: a person said
    that an order goes on though what came in for it is not known.

    What cannot be read is quarantined and counted, and stops nobody; what came through another
    sales channel than the store's is counted too, and is another store's. An order whose payments
    are needed waits with its hint, which is made where nothing had hinted at it.
    """
    customer_key = secrets(store).customer_key
    try:
        reading = parse_answer(store, subject, answer, customer_key)
    except UnreadableAnswer as error:
        return _unread(store, answer, error)
    lacking: WithoutPayments | None = None
    of_orders = [record for record in reading.records if isinstance(record, _OF_ORDER)]
    if subject == ORDER:
        keys = sorted({record.order_key for record in of_orders})
        known = {key: ledger.read(key).facts for key in keys}
        if reading.other_channel and not any(known.values()):
            return _of_other_channel(store, answer, reading.other_channel)
        unseen = tuple(filter(None, reading.delivery.get("unseen", "").split(",")))
        changes = changes_by_order(of_orders, known, answer.read_at, unseen=unseen)
        if not payments_accepted:
            changes, lacking = _set_aside(changes, known, reading)
        # What nobody hinted at, the store tells when it is asked: how long a commission takes is
        # counted from then.
        occurred_at = reading.occurred_at if via == HINT else answer.read_at
        reading = replace(reading, records=changes, occurred_at=occurred_at)
    if lacking and via != HINT:
        request_fetch(lacking.order.order_key, lacking.order.updated_at, PAYMENTS)
    is_new = bool(reading.records) and accept_if_new(store, reading, via=via, now=now)
    ids = frozenset(record.platform_order_id for record in of_orders) | {answer.source_id}
    return Applied(NEW if is_new else KNOWN, ids, lacking)


def _unread(store: Store, answer: FetchedResource | Absent, error: UnreadableAnswer) -> Applied:
    body = json.dumps(error.payload, default=str).encode()
    quarantine.keep(store.platform, store.store_id, body, error)
    count("FetchedUnreadable")
    return Applied(UNREADABLE, frozenset({answer.source_id}))


def _of_other_channel(store: Store, answer: FetchedResource | Absent, channel_id: str) -> Applied:
    logger.warning(
        "an order of another sales channel",
        store=store.store_id,
        id=answer.source_id,
        channel_id=channel_id,
    )
    count("OrdersOfOtherChannels")
    return Applied(OTHER_CHANNEL, frozenset({answer.source_id}))


def _set_aside(
    changes: tuple[OfOrder, ...], known: Mapping[str, Sequence[Fact]], reading: ParsedWebhook
) -> tuple[tuple[OfOrder, ...], WithoutPayments | None]:
    """The changes without a snapshot that cannot be judged yet, and that one."""
    facts = [each for of_one in known.values() for each in of_one]
    lacking = without_payments(changes, facts, left_out=reading.payments_left_out)
    if lacking is None:
        return changes, None
    return tuple(each for each in changes if each is not lacking.order), lacking
