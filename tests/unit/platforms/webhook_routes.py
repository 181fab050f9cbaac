"""The ways by which webhooks come in: each with its proof, a body, and all that could open it."""

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from commissions.domain.stores.store import Store
from commissions.platforms import (
    InvalidPayload,
    WrongRecipient,
    bigcommerce,
    magento,
    shopify,
    woocommerce,
)
from commissions.platforms.strict_json import NotJson, loads
from tests.support.samples import webhook_sample
from tests.unit.platforms import (
    bigcommerce_builders,
    magento_builders,
    shopify_builders,
    woocommerce_builders,
)

SECRET, PREVIOUS = "hush-hush-hush-16", "what-was-hushed-before"
FORMER = "hushed-two-secrets-ago"
Headers = dict[str, str]
Sign = Callable[[bytes, bytes], Headers]


@cache
def rsa_key(name: str = "adobe") -> rsa.RSAPrivateKey:
    """A key by name: they are slow to make."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def pem(name: str = "adobe") -> str:
    form = PublicFormat.SubjectPublicKeyInfo
    return rsa_key(name).public_key().public_bytes(Encoding.PEM, form).decode()


def rsa_signed(body: bytes, name: str = "adobe") -> str:
    raw = rsa_key(name).sign(body, padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(raw).decode()


def mac(key: bytes, message: bytes, algorithm: Any = sha256) -> bytes:
    return hmac.digest(key, message, algorithm)


def mac64(key: bytes, message: bytes) -> str:
    return base64.b64encode(mac(key, message)).decode()


@dataclass(frozen=True)
class WebhookRoute:
    name: str
    platform: Any
    """The dialect, as `commissions.platforms.Platform` has it."""
    store: Store
    sample: str
    sign: Sign
    """Headers for a body, by a key; Adobe signs with its own, whatever the key."""
    proofs: tuple[str, ...]
    """The headers that have to be right."""
    signs_body: bool = True

    @property
    def body(self) -> bytes:
        return webhook_sample(self.sample)

    @property
    def genuine(self) -> Headers:
        return self.sign(self.body, SECRET.encode())

    def accepts(self, body: bytes, headers: Headers) -> bool:
        """Whether the route would take it, whatever of all live secrets and keys it goes by."""
        # Only Magento's stores may have public keys beside their secrets.
        live = (SECRET, PREVIOUS, *((pem(),) if self.store.platform == "magento" else ()))
        if not self.platform.is_for_store(headers, self.store):
            return False
        if not self.platform.is_authentic(body, headers, live):
            return False
        try:
            topic = self.platform.topic(headers)
            self.platform.parse_webhook(
                loads(body), topic, headers, self.store, b"the customer key"
            )
        except WrongRecipient:
            return False
        except (NotJson, InvalidPayload):
            pass  # kept apart, for a person to look at: it was let in
        return True


def _shopify(family: str) -> Sign:
    def sign(body: bytes, key: bytes) -> Headers:
        said = {"hmac-sha256": mac64(key, body), "shop-domain": "tea.myshopify.com"}
        return {f"{family}{name}": value for name, value in said.items()} | {
            f"{family}topic": "orders/paid"
        }

    return sign


def _woocommerce(body: bytes, key: bytes) -> Headers:
    source = "https://tea.example/"
    return {
        "x-wc-webhook-signature": mac64(key, body),
        "x-wc-webhook-source": source,
        "x-wc-webhook-topic": "order.updated",
    }


def _mageos(body: bytes, key: bytes) -> Headers:
    return {"x-magento-signature": mac(key, body).hex()}


def _template(body: bytes, key: bytes) -> Headers:
    return {"x-commissions-token": key.decode()}


def _adobe(body: bytes, key: bytes) -> Headers:
    return {"x-adobe-digital-signature-1": rsa_signed(body)}


def hook_headers(body: bytes, key: bytes, sent: datetime) -> Headers:
    return bigcommerce_builders.signed(body, key=key, sent=str(int(sent.timestamp())))


def _bigcommerce(body: bytes, key: bytes) -> Headers:
    return hook_headers(body, key, datetime.now(UTC))


ROUTES = {
    each.name: each
    for each in (
        *(
            WebhookRoute(
                name,
                shopify,
                shopify_builders.STORE,
                "shopify/orders_paid",
                _shopify(family),
                (f"{family}hmac-sha256", f"{family}shop-domain"),
            )
            for name, family in (("shopify", "x-shopify-"), ("shopify, newer", "shopify-"))
        ),
        WebhookRoute(
            "woocommerce",
            woocommerce,
            woocommerce_builders.STORE,
            "woocommerce/order_updated_paid",
            _woocommerce,
            ("x-wc-webhook-signature", "x-wc-webhook-source"),
        ),
        WebhookRoute(
            "mageos",
            magento,
            magento_builders.a_store("mageos"),
            "magento/mageos_sales_order_paid",
            _mageos,
            ("x-magento-signature",),
        ),
        WebhookRoute(
            "template",
            magento,
            magento_builders.a_store("template"),
            "magento/template_order",
            _template,
            ("x-commissions-token",),
            signs_body=False,
        ),
        WebhookRoute(
            "adobe",
            magento,
            magento_builders.a_store("adobe"),
            "magento/adobe_batch",
            _adobe,
            ("x-adobe-digital-signature-1",),
        ),
        WebhookRoute(
            "bigcommerce",
            bigcommerce,
            bigcommerce_builders.STORE,
            "bigcommerce/order_updated",
            _bigcommerce,
            ("webhook-id", "webhook-timestamp", "webhook-signature", "x-commissions-token"),
        ),
    )
}
