"""POST and GET /webhooks/magento/{store_id}: each channel's proof, and what is answered."""

import base64
import hmac
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from commissions.platforms import magento
from commissions.runtime.adobe import Keys, KeyUnavailable
from commissions.runtime.webhook import webhook
from functions.ingest import magento as ingest
from tests.support.lambdas import a_context, http_event
from tests.support.pipeline_driver import WEBHOOK_SECRET, a_company, types
from tests.support.samples import webhook_sample

Published = Callable[[], list[dict[str, Any]]]
CLIENT_ID = "4d1ac2f08a5e4c6f9b7e3d2c1a0f9e8d"
PATH = "/prod/keys/pub-key-8ec8d794-e0ab-42df-9017-e3dada8e84f7.pem"


def a_store(channel: str, **more: Any) -> None:
    a_company(platform="magento", channel=channel, carriers=magento.CARRIERS, **more)


def sent(
    body: bytes, headers: dict[str, str] | None = None, handler: Any = ingest.handler, **asked: str
) -> dict[str, Any]:
    event = http_event(body, headers or {}, store_id="tea") | {"queryStringParameters": asked}
    outcome: dict[str, Any] = handler(event, a_context())
    return outcome


def of_mageos(body: bytes, secret: str = WEBHOOK_SECRET, **asked: str) -> int:
    signature = hmac.digest(secret.encode(), body, sha256).hex()
    status: int = sent(body, {"X-Magento-Signature": signature}, **asked)["statusCode"]
    return status


@cache
def adobes_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def of_adobe(body: bytes, keys: Keys) -> int:
    raw = adobes_key().sign(body, padding.PKCS1v15(), hashes.SHA256())
    headers = {
        "X-Adobe-Digital-Signature-2": base64.b64encode(raw).decode(),
        "X-Adobe-Public-Key2-Path": PATH,
    }
    status: int = sent(body, headers, webhook(magento, public_keys=keys))["statusCode"]
    return status


def adobe(path: str) -> str:
    form = PublicFormat.SubjectPublicKeyInfo
    return adobes_key().public_key().public_bytes(Encoding.PEM, form).decode()


def out_of_order(path: str) -> str:
    raise KeyUnavailable(path)


def test_a_mageos_order_is_kept_and_put_on_the_bus(aws: None, published: Published) -> None:
    a_store("mageos")

    assert of_mageos(webhook_sample("magento/mageos_sales_order_paid")) == 200
    assert types(published()) == ["order.placed"]


def test_an_order_of_version_three_is_named_by_the_address(aws: None, published: Published) -> None:
    a_store("mageos")
    body = webhook_sample("magento/mageos_3_sales_order_paid")

    assert of_mageos(body, event="sales.order.paid") == 200
    assert types(published()) == ["order.placed"]


def test_a_mageos_webhook_that_is_not_signed_right_is_refused(
    aws: None, published: Published
) -> None:
    a_store("mageos")
    body = webhook_sample("magento/mageos_sales_order_paid")

    assert of_mageos(body, secret="somebody-elses-secret") == 401
    assert sent(body)["statusCode"] == 401
    assert published() == []


def test_an_event_of_adobe_is_a_hint(aws: None, published: Published) -> None:
    a_store("adobe", client_ids=(CLIENT_ID,))

    assert of_adobe(webhook_sample("magento/adobe_batch"), Keys(adobe)) == 200
    assert types(published()) == ["change.hinted", "change.hinted"]


def test_what_adobe_signed_for_somebody_else_is_refused(aws: None, published: Published) -> None:
    a_store("adobe", client_ids=("another-client",))

    assert of_adobe(webhook_sample("magento/adobe_batch"), Keys(adobe)) == 401
    assert published() == []


def test_what_adobe_signed_opens_no_store_of_another_channel(
    aws: None, published: Published
) -> None:
    a_store("mageos", client_ids=(CLIENT_ID,))

    assert of_adobe(webhook_sample("magento/mageos_sales_order_paid"), Keys(adobe)) == 401
    assert published() == []


def test_without_adobes_key_we_fail_and_never_refuse(aws: None, published: Published) -> None:
    """What is refused is never sent again; what fails is, for a day."""
    a_store("adobe", client_ids=(CLIENT_ID,))

    assert of_adobe(webhook_sample("magento/adobe_batch"), Keys(out_of_order)) == 503
    assert published() == []


def test_the_challenge_is_repeated_as_plain_text(aws: None) -> None:
    a_store("adobe", client_ids=(CLIENT_ID,))

    answer = sent(b"", challenge="8ec8d794-e0ab")

    assert (answer["statusCode"], answer["body"]) == (200, "8ec8d794-e0ab")
    assert answer["headers"]["content-type"].startswith("text/plain")
    assert sent(b"", challenge="<script>")["statusCode"] == 401


def test_a_template_shows_its_secret_and_is_a_hint(aws: None, published: Published) -> None:
    a_store("template")
    body = webhook_sample("magento/template_creditmemo")

    assert sent(body, {"X-Commissions-Token": WEBHOOK_SECRET})["statusCode"] == 200
    assert sent(body, {"X-Commissions-Token": "x" * 21})["statusCode"] == 401
    assert types(published()) == ["change.hinted"]
