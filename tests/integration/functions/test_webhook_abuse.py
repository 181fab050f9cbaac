"""What strangers send to the webhooks' routes: nothing is kept, told, fetched or given away."""

import importlib
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from commissions.aws import cache, secrets
from commissions.platforms import magento
from commissions.runtime.adobe import PATH_HEADERS, Keys
from commissions.runtime.webhook import webhook
from commissions.tables import inbox, stores
from commissions.tables.items import scan
from functions.ingest.magento import BATCH_BYTES_MAX
from tests.support.lambdas import a_context, http_event
from tests.support.pipeline_driver import open_store
from tests.unit.platforms.forgeries import forgeries
from tests.unit.platforms.webhook_routes import ROUTES, SECRET, WebhookRoute

Published = Callable[[], list[dict[str, Any]]]
CHALLENGED = {"queryStringParameters": {"challenge": "8ec8d794"}}
NOT_VISITED = "not visited: repeat the challenge"
FORM = {"content-type": "application/x-www-form-urlencoded"}
each_entrance = pytest.mark.parametrize("of", ROUTES.values(), ids=list(ROUTES))


def a_store_of(of: WebhookRoute, **more: Any) -> None:
    store = of.store
    named = {"domain": store.domain, "channel": store.channel, "client_ids": store.client_ids}
    open_store("tea", platform=store.platform, **(named | more))
    secrets.set_secret(stores.get("tea"), SECRET)


def send(
    of: WebhookRoute, body: bytes, headers: dict[str, str], event: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What the route answers; `event`: what the API hands on otherwise than it usually does."""
    module = importlib.import_module(f"functions.ingest.{of.store.platform}")
    sent = http_event(body, headers, store_id="tea", as_base64=True) | (event or {})
    outcome: dict[str, Any] = module.handler(sent, a_context())
    return outcome


def nothing_happened(published: Published) -> bool:
    listed = boto3.client("s3").list_objects_v2(Bucket="commissions-test-quarantine")
    return not list(scan(inbox.TABLE)) and not published() and "Contents" not in listed


@each_entrance
def test_a_forgery_is_refused_with_the_same_few_words_and_not_kept(
    aws: None, published: Published, of: WebhookRoute, caplog: pytest.LogCaptureFixture
) -> None:
    a_store_of(of)
    found = list(forgeries(of))[::25]

    answers = [send(of, body, headers) for _, body, headers in found]

    assert answers == [{"statusCode": 401}] * len(found)
    assert nothing_happened(published)
    written = "".join(str(vars(record)) for record in caplog.records)
    assert not [word for word in (SECRET, "canary") if word in written.lower()]


@each_entrance
def test_a_request_without_any_headers_is_refused(
    aws: None, published: Published, of: WebhookRoute
) -> None:
    a_store_of(of)

    assert send(of, of.body, {}) == {"statusCode": 401}
    assert send(of, of.body, {}, {"headers": None}) == {"statusCode": 401}
    assert nothing_happened(published)


@each_entrance
def test_a_body_that_is_no_base64_though_it_should_be_is_refused(
    aws: None, published: Published, of: WebhookRoute
) -> None:
    a_store_of(of)

    for body in ("=", "AAA", "QUJD RA==", "\u00e9", "\ud800", "QUJ\n"):
        assert send(of, b"", of.genuine, {"body": body}) == {"statusCode": 400}
    assert nothing_happened(published)


@each_entrance
def test_a_body_that_is_too_large_is_refused_before_anything_is_made_of_it(
    aws: None, published: Published, of: WebhookRoute
) -> None:
    a_store_of(of)
    most = BATCH_BYTES_MAX if of.store.platform == "magento" else 2**20
    body = b"[" * (most + 1)

    assert send(of, body, of.genuine) == {"statusCode": 413}
    assert send(of, body[:-1], of.sign(b"", b"not the secret"))["statusCode"] == 401
    assert nothing_happened(published)


@pytest.mark.parametrize("name", ["mageos", "template"])
def test_no_key_is_fetched_for_a_store_that_adobe_does_not_speak_for(aws: None, name: str) -> None:
    of = ROUTES[name]
    a_store_of(of)
    asked: list[str] = []
    handler = webhook(magento, public_keys=Keys(lambda path: asked.append(path) or ""))  # type: ignore[func-returns-value]
    named = {PATH_HEADERS[0]: "/prod/keys/pub-key-8ec8d794-e0ab-42df-9017-e3dada8e84f7.pem"}
    adobes = {"x-adobe-digital-signature-1": "AAAA"} | named

    for headers in (adobes, of.genuine | adobes, named, {}):
        event = http_event(of.body, headers, store_id="tea")
        assert handler(event, a_context()) == {"statusCode": 401}
    assert asked == []


@pytest.mark.parametrize(
    ("name", "body", "more", "answered"),
    [
        ("woocommerce", b"webhook_id=7", {}, ""),
        ("adobe", b"", CHALLENGED, "8ec8d794"),
        ("adobe", b'{"validationUrl":"https://evil.example.org/x"}', {}, NOT_VISITED),
    ],
)
def test_a_greeting_is_plain_text_and_leaves_nothing(  # noqa: PLR0913, PLR0917 - a table of cases
    aws: None, published: Published, name: str, body: bytes, more: dict[str, Any], answered: str
) -> None:
    of = ROUTES[name]
    a_store_of(of)

    answer = send(of, body, FORM, more)

    assert (answer["statusCode"], answer["body"]) == (200, answered)
    assert answer["headers"] == {
        "content-type": "text/plain; charset=utf-8",
        "x-content-type-options": "nosniff",
    }
    assert nothing_happened(published)


@pytest.mark.parametrize("challenge", ["<script>", "a b", "a\r\nset-cookie: x", "x" * 129, "a,b/c"])
def test_what_is_more_than_a_challenge_is_not_repeated(aws: None, challenge: str) -> None:
    of = ROUTES["adobe"]
    a_store_of(of)

    asked = {"queryStringParameters": {"challenge": challenge}}

    assert send(of, b"", {}, asked) == {"statusCode": 401}


@each_entrance
def test_strangers_cannot_tell_which_stores_there_are(aws: None, of: WebhookRoute) -> None:
    """One that is not there, one that is closed and one that is open answer alike to whoever cannot
    sign, greetings too."""

    def answers() -> list[dict[str, Any]]:
        asked = [(b"", {}, CHALLENGED), (b"webhook_id=7", FORM, {}), (of.body, {}, {})]
        return [send(of, body, headers, more) for body, headers, more in asked]

    nowhere = answers()
    a_store_of(of, closed=True)
    closed = answers()
    assert send(of, of.body, of.genuine) == {"statusCode": 401}
    cache.forget_all()
    a_store_of(of)

    assert nowhere == closed == answers()
    assert nowhere[2] == {"statusCode": 401}
