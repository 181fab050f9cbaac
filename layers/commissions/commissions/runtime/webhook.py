"""A store platform as a Lambda handler behind an HTTP route."""

import base64
import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError

from commissions.application.ingest import quarantine
from commissions.application.ingest.accept import accept
from commissions.aws.secrets import StoreSecrets, refreshed, secrets
from commissions.aws.telemetry import count, logger, metrics, milliseconds, observed
from commissions.domain.stores.refusals import RECIPIENT, SIGNATURE
from commissions.domain.stores.store import Store, UnknownStore
from commissions.platforms import InvalidPayload, ParsedWebhook, Platform, WrongRecipient
from commissions.platforms.strict_json import NotJson, loads
from commissions.tables import last_messages, refusals, stores

BODY_BYTES_MAX = 1024 * 1024
_NAME = re.compile(r"[!-~]{1,200}", re.ASCII)
"""What a shop may call itself, to be shown."""
PLAIN = {"content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff"}
"""Of what a stranger may have written: no browser is to make anything else of it."""
HttpResponse = dict[str, Any]
PublicKeys = Callable[[Mapping[str, str]], Sequence[str]]
"""By the headers, what a signature can be proved with besides the store's secrets: public keys."""


class PublicKeyUnavailable(Exception):
    """What a signature could be proved with is not to be had now: nobody can say it is wrong."""


class HttpError(Exception):
    """A request of which nothing is kept."""

    def __init__(self, status: HTTPStatus, message: str = "") -> None:
        super().__init__(message or status.phrase)
        self.status = status


def no_public_keys(headers: Mapping[str, str]) -> Sequence[str]:
    return ()


def webhook(
    platform: Platform, public_keys: PublicKeys = no_public_keys, *, bytes_max: int = BODY_BYTES_MAX
) -> Callable[[dict[str, Any], LambdaContext], HttpResponse]:
    """Checks that a webhook is the store's own, keeps what it says, and puts it on the bus."""

    @observed
    def handler(event: dict[str, Any], context: LambdaContext) -> HttpResponse:
        metrics.add_dimension("platform", platform.NAME)
        count("WebhooksReceived")
        try:
            answer = _answer(platform, event, public_keys, bytes_max)
        except HttpError as refusal:
            answer = {"statusCode": refusal.status.value}
        except PublicKeyUnavailable:
            logger.exception("a webhook cannot be proved now: the store sends it again")
            answer = {"statusCode": HTTPStatus.SERVICE_UNAVAILABLE.value}
        milliseconds("WebhookLatency", latency_ms(event))
        return answer

    return handler


def _answer(
    platform: Platform, event: dict[str, Any], proofs: PublicKeys, bytes_max: int
) -> HttpResponse:
    headers = headers_of(event)
    body = body_of(event, bytes_max)
    if (greeting := platform.handshake(body, headers)) is not None:
        # To whatever store: who gets no greeting would know which stores there are.
        return {"statusCode": HTTPStatus.OK.value, "headers": dict(PLAIN), "body": greeting}
    store = _store(platform, event["pathParameters"]["store_id"])
    known = _authentic(platform, store, body, headers, proofs)
    try:
        topic = platform.topic(headers)
        reading = platform.parse_webhook(loads(body), topic, headers, store, known.customer_key)
    except WrongRecipient as error:
        raise refusal(store, RECIPIENT, error.named) from None
    except (InvalidPayload, NotJson) as error:
        quarantine.keep(platform.NAME, store.store_id, body, error)
        return {"statusCode": HTTPStatus.OK.value}
    proof = _proof(platform, body, headers, known)
    return {"statusCode": _accepted(store, body, reading, event, proof).value}


def _accepted(
    store: Store, body: bytes, reading: ParsedWebhook, event: dict[str, Any], proof: str
) -> HTTPStatus:
    try:
        accept(
            store.platform,
            store.store_id,
            body,
            reading,
            received_at=received_at(event),
            proven_by=proof,
        )
    except Exception:
        # The store sends again what is answered 503; nothing that could not be kept is lost.
        logger.exception("the inbox could not take a webhook")
        return HTTPStatus.SERVICE_UNAVAILABLE
    last_messages.note_answer(store.store_id, received_at(event), latency_ms(event))
    return HTTPStatus.OK


def headers_of(event: dict[str, Any]) -> dict[str, str]:
    """The headers by lower-case name, and the parameters of the address as `?name`."""
    asked = event.get("queryStringParameters") or {}
    sent = event.get("headers") or {}
    return {name.lower(): value for name, value in sent.items()} | {
        f"?{name}": value for name, value in asked.items()
    }


def body_of(event: dict[str, Any], bytes_max: int = BODY_BYTES_MAX) -> bytes:
    """The raw bytes that were sent; raises Refused for more than that."""
    text: str = event.get("body") or ""
    try:
        as_sent = bool(event.get("isBase64Encoded"))
        body = base64.b64decode(text, validate=True) if as_sent else text.encode()
    except ValueError:
        raise HttpError(HTTPStatus.BAD_REQUEST) from None
    if len(body) > bytes_max:
        raise HttpError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return body


def received_at(event: dict[str, Any]) -> datetime:
    """When the route took the request."""
    return datetime.fromtimestamp(event["requestContext"]["timeEpoch"] / 1000, UTC)


def latency_ms(event: dict[str, Any]) -> float:
    """How long the route has been waiting for us."""
    taken_at: int = event["requestContext"]["timeEpoch"]
    return max(0.0, time.time() * 1000 - taken_at)


def _store(platform: Platform, store_id: str) -> Store:
    """Raises HttpError, as for a wrong signature: strangers learn from neither which there are."""
    try:
        store = stores.get(store_id)
    except UnknownStore:
        raise HttpError(HTTPStatus.UNAUTHORIZED) from None
    if store.platform != platform.NAME or store.closed:
        raise HttpError(HTTPStatus.UNAUTHORIZED)
    return store


def _authentic(
    platform: Platform, store: Store, body: bytes, headers: dict[str, str], proofs: PublicKeys
) -> StoreSecrets:
    """The secrets by which the webhook is the store's own; raises HttpError if it is not."""
    is_meant = platform.is_for_store(headers, store)
    # For what the store could not have sent, no proof is fetched from anywhere.
    public = proofs(headers) if is_meant else ()
    for look_up in (secrets, refreshed):
        known = look_up(store)
        if platform.is_authentic(body, headers, (*known.webhook, *public)):
            if not is_meant:
                raise refusal(store, RECIPIENT, platform.shop_named(headers))
            return known
    raise refusal(store, SIGNATURE)


def refusal(store: Store, reason: str, named: str = "") -> HttpError:
    """Counts what is refused, each reason for itself; who sent it is told none of them."""
    if reason == RECIPIENT:
        count("WrongRecipients")
    else:
        count("SignatureFailures")
    named = named if _NAME.fullmatch(named) else ""
    last_messages.note_next(store.store_id)
    try:
        refusals.note(store.store_id, reason, datetime.now(UTC), named)
    except (ClientError, BotoCoreError):
        logger.exception("a refusal could not be noted", store=store.store_id)
    return HttpError(HTTPStatus.UNAUTHORIZED)


def _proof(platform: Platform, body: bytes, headers: dict[str, str], known: StoreSecrets) -> str:
    """What the secret is called that proves the webhook by itself; empty where none does."""
    proving = [each for each in known.webhook if platform.is_authentic(body, headers, (each,))]
    return known.version(proving[0]) if proving else ""
