"""POST /api/mlm/orders as a Lambda handler: one JSON format for every other store.

The same body told again is the same order, by its content; one that does not say as of when it is
told is of when it was received, and the same for as long as nothing else was told of the order
since. `Idempotency-Key` besides replays the answer to the same request, and refuses the key with
another body; without its table, or without the header, nothing is counted twice either.
"""

import hashlib
import json
import os
from datetime import datetime
from functools import cache
from hmac import compare_digest
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyPersistenceLayerError,
    IdempotencyValidationError,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.ingest.accept import accept
from commissions.aws.secrets import refreshed, secrets
from commissions.aws.telemetry import count, logger, metrics, milliseconds, observed
from commissions.domain.orders.canonical import canonical, stamp
from commissions.domain.orders.order import OfOrder
from commissions.domain.stores.refusals import SIGNATURE
from commissions.domain.stores.store import Store, UnknownStore
from commissions.platforms import ParsedWebhook, orders_api
from commissions.platforms.strict_json import NotJson
from commissions.runtime.webhook import HttpError, body_of, latency_ms, received_at, refusal
from commissions.tables import inbox, last_messages, stores, undated_orders
from commissions.tables.inbox import InboxItem

IDEMPOTENCY_TABLE = os.environ["IDEMPOTENCY_TABLE"]
EXPIRY_SECONDS = 30 * 24 * 3600
Answer = dict[str, Any]


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> Answer:
    metrics.add_dimension("platform", orders_api.NAME)
    count("WebhooksReceived")
    try:
        answer = _answer(event, context)
    except HttpError as refusal:
        answer = _json(refusal.status, {"error": str(refusal)})
    except orders_api.InvalidOrder as invalid:
        answer = _json(HTTPStatus.UNPROCESSABLE_ENTITY, {"errors": invalid.errors})
    except NotJson as error:
        answer = _json(
            HTTPStatus.UNPROCESSABLE_ENTITY, {"errors": [{"field": "", "message": str(error)}]}
        )
    milliseconds("WebhookLatency", latency_ms(event))
    return answer


def _answer(event: dict[str, Any], context: LambdaContext) -> Answer:
    headers = {name.lower(): value for name, value in event["headers"].items()}
    body = body_of(event)
    store = _store(headers.get("x-api-key", ""))
    key = headers.get("idempotency-key", "")
    answer = _replayed(event, context, store, body, key) if key else None
    answer = answer or _accepted(store, body, received_at(event))
    last_messages.note_answer(store.store_id, received_at(event), latency_ms(event))
    return answer


def _replayed(
    event: dict[str, Any], context: LambdaContext, store: Store, body: bytes, key: str
) -> Answer | None:
    """The answer that the key had before, or has now; None where nothing knows about keys."""
    call = {
        "key": f"{store.store_id}/{key}",
        "body": hashlib.sha256(body).hexdigest(),
    }
    try:
        answer: Answer = _once(context)(
            call=call, store=store, body=body, received=received_at(event)
        )
    except IdempotencyValidationError:
        raise HttpError(
            HTTPStatus.UNPROCESSABLE_ENTITY, "this Idempotency-Key came with another body"
        ) from None
    except IdempotencyAlreadyInProgressError:
        raise HttpError(
            HTTPStatus.CONFLICT, "the request with this Idempotency-Key is under way"
        ) from None
    except IdempotencyPersistenceLayerError:
        logger.exception("no answers are replayed; the inbox still knows what it has")
        return None
    return answer


def _once(context: LambdaContext) -> Any:
    config = IdempotencyConfig(
        event_key_jmespath="key",
        payload_validation_jmespath="body",
        raise_on_no_idempotency_key=True,
        expires_after_seconds=EXPIRY_SECONDS,
    )
    config.register_lambda_context(context)

    @idempotent_function(  # type: ignore[untyped-decorator]
        data_keyword_argument="call",
        persistence_store=_persistence(),
        config=config,
        key_prefix="order_api",
    )
    def once(*, call: dict[str, str], store: Store, body: bytes, received: datetime) -> Answer:
        return _accepted(store, body, received)

    return once


@cache
def _persistence() -> DynamoDBPersistenceLayer:
    return DynamoDBPersistenceLayer(table_name=IDEMPOTENCY_TABLE)


def _accepted(store: Store, body: bytes, received: datetime) -> Answer:
    payload = orders_api.payload_of(body)
    reading = _read(payload, store, received)
    try:
        item = _kept(payload, reading, store, body, received)
    except Exception as error:
        logger.exception("the inbox could not take an order")
        raise HttpError(HTTPStatus.SERVICE_UNAVAILABLE) from error
    receipt = {
        "state": "accepted" if item.state == inbox.PENDING else item.note,
        "order_key": _order_key(reading),
        "inbox": item.id,
    }
    return _json(HTTPStatus.ACCEPTED, receipt)


def _read(
    payload: Any, store: Store, received: datetime, as_of: datetime | None = None
) -> ParsedWebhook:
    """`as_of`: what it is of that does not say it; else of when it was received."""
    return orders_api.parse_payload(
        payload,
        store,
        secrets(store).customer_key,
        received_at=as_of or received,
        now=received,
    )


def _kept(
    payload: Any, reading: ParsedWebhook, store: Store, body: bytes, received: datetime
) -> InboxItem:
    """Which moment it is of is settled before anything is kept: what fails after that is told
    again, and is of the same moment."""
    order_key, digest = _order_key(reading), hashlib.sha256(canonical(payload).encode()).hexdigest()
    if orders_api.is_undated(payload):
        as_of = undated_orders.as_of(order_key, digest, received)
        reading = _read(payload, store, received, as_of)
        body = f"{digest} {stamp(as_of)}".encode()
    else:
        undated_orders.note_dated(order_key, digest, reading.occurred_at)
    return accept(orders_api.NAME, store.store_id, body, reading, received_at=received)


def _order_key(reading: ParsedWebhook) -> str:
    return next((each.order_key for each in reading.records if isinstance(each, OfOrder)), "")


def _store(api_key: str) -> Store:
    """The store whose key this is: `<store id>.<key>`; raises Refused."""
    store_id, _, key = api_key.partition(".")
    try:
        store = stores.get(store_id) if key else None
    except UnknownStore:
        store = None
    if store is None or store.platform != orders_api.NAME or store.closed:
        raise HttpError(HTTPStatus.UNAUTHORIZED)
    if not _fits(store, key):
        raise refusal(store, SIGNATURE)
    return store


def _fits(store: Store, key: str) -> bool:
    digest = hashlib.sha256(key.encode()).hexdigest()
    return any(
        compare_digest(digest, known)
        for look_up in (secrets, refreshed)
        for known in look_up(store).api_key_digests
    )


def _json(status: HTTPStatus, content: dict[str, Any]) -> Answer:
    return {
        "statusCode": status.value,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(content),
    }
