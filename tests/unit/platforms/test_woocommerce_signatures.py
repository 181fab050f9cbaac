import base64
import hmac
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import pytest

from commissions.platforms import woocommerce
from tests.unit.platforms.woocommerce_builders import STORE

SECRET, OLD_SECRET = "hush-hush-hush-16", "what-was-hushed-before"
BODY = b'{"id":7301,"total":"88.55","permalink":"http:\\/\\/tea.example\\/caf\\u00e9"}'
HEADER = "x-wc-webhook-signature"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def signed(body: bytes = BODY, key: str = SECRET) -> str:
    return base64.b64encode(hmac.digest(key.encode(), body, sha256)).decode()


def authentic(signature: str, body: bytes = BODY, *, secret: str = SECRET) -> bool:
    return woocommerce.is_authentic(body, {HEADER: signature}, [secret, OLD_SECRET])


def test_while_a_secret_changes_both_are_live() -> None:
    assert authentic(signed())
    assert authentic(signed(key=OLD_SECRET))
    assert not authentic(signed(key="another"))


@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
def test_without_a_secret_nothing_is_authentic(secrets: list[str]) -> None:
    # Published: the empty key's signature of `secret`.
    empty = {HEADER: "GBDo00G55h6IiV+6CxqivQPLbI//KzaOZm747971tPs="}

    assert not woocommerce.is_authentic(b"secret", empty, secrets)
    assert not woocommerce.is_authentic(BODY, {HEADER: signed(key="")}, secrets)


@pytest.mark.parametrize(
    ("secret", "key"),
    [
        ("p&amp;q", "p&q"),
        ("p&q", "p&q"),
        ("&amp;lt;", "&lt;"),
        ("&lt;&gt;&quot;", '<>"'),
        ("&#039;&#39;&#x27;&#X0027;", "''''"),
        ("&#34;&#x22;&#60;&#0062;&#038;&#x26;", '""<>&&'),
        ("&apos;&nbsp;&#x3c;&#65;&eacute;", "&apos;&nbsp;&#x3c;&#65;&eacute;"),
        (" lead and trail ", " lead and trail "),
        ("p&q<r>\"s' \u00fc", "p&q<r>\"s' \u00fc"),
    ],
)
def test_a_secret_is_decoded_as_wordpress_decodes_it(secret: str, key: str) -> None:
    assert authentic(signed(key=key), secret=secret)


def test_any_bytes_can_be_signed() -> None:
    body = bytes(range(256))

    assert authentic(signed(body), body)


def test_a_missing_signature_is_not_authentic() -> None:
    assert not woocommerce.is_authentic(BODY, {}, [SECRET])


def forgeries() -> Iterator[str]:
    right, raw = signed(), hmac.digest(SECRET.encode(), BODY, sha256)
    yield from (right[:length] for length in range(len(right)))
    yield from (right + more for more in ("=", " ", "\n", "A", f", {right}"))
    yield from (more + right for more in (" ", "sha256=", "v1,", "\ufeff"))
    yield from (right.swapcase(), right[::-1], raw.hex(), "caf\u00e9")


@pytest.mark.parametrize("forged", [*forgeries()])
def test_nothing_else_is_authentic(forged: str) -> None:
    assert not authentic(forged)


def test_a_body_written_anew_is_not_the_one_that_was_signed() -> None:
    assert not authentic(signed(), BODY.replace(b"\\/", b"/"))


@pytest.mark.parametrize("body", [b"webhook_id=1", b"webhook_id=733"])
def test_a_ping_is_answered_and_means_nothing(body: bytes) -> None:
    assert woocommerce.handshake(body, FORM) == ""
    charset = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    assert woocommerce.handshake(body, charset) == ""


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"webhook_id=1&id=7301", FORM),
        (b"webhook_id=", FORM),
        (b"", FORM),
        (b'{"id":7301}', FORM),
        (b"webhook_id=1", {"content-type": "application/json"}),
        (b"webhook_id=1", {}),
        (b"webhook_id=1", FORM | {HEADER: "x"}),
    ],
)
def test_what_is_no_ping_has_to_be_signed(body: bytes, headers: dict[str, str]) -> None:
    assert woocommerce.handshake(body, headers) is None


@pytest.mark.parametrize(
    ("source", "domain", "ours"),
    [
        ("https://tea.example/", "tea.example", True),
        ("http://tea.example", "https://tea.example/", True),
        ("https://TEA.example/", "tea.example", True),
        ("https://tea.example/shop/", "tea.example/shop", True),
        ("http://127.0.0.1:8090/", "127.0.0.1:8090", True),
        ("http://127.0.0.1:8093/", "127.0.0.1:8090", False),
        ("https://staging.tea.example/", "tea.example", False),
        ("https://tea.example/copy/", "tea.example", False),
        ("https://tea.example.evil.example/", "tea.example", False),
        ("", "tea.example", False),
        ("https://anything.example/", "", True),
    ],
)
def test_a_copy_of_a_shop_is_another_shop(source: str, domain: str, ours: bool) -> None:
    store = replace(STORE, domain=domain)

    assert woocommerce.is_for_store({"x-wc-webhook-source": source}, store) is ours
