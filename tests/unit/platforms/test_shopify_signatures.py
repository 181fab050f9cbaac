import base64
import hmac
from collections.abc import Iterator
from hashlib import sha256

import pytest

from commissions.domain.stores.store import Store
from commissions.platforms import shopify

SECRET, OLD_SECRET = "hush-hush-hush-16", "what-was-hushed-before"
BODY = b'{"id": 5501000001001, "total_price": "88.55", "note": "caf\xc3\xa9"}'
HEADER = "x-shopify-hmac-sha256"

# Published: Shopify's own libraries test with these.
VECTORS = {
    "test_secret_key": (b'{"foo": "bar"}', "B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g="),
    "secret": (b"foo=anything", "yCGX/RrK4fcuNtr3ztk5tQGsOBjcAzHpGLdMUrbV8yI="),
    "old_secret": (b"foo=anything", "XqRcjrSv57VACn6apEO9znyu/wkN1VC7QxdSPwK3Hzs="),
}


def signed(body: bytes = BODY, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, sha256)).decode()


def authentic(signature: str, body: bytes = BODY, header: str = HEADER) -> bool:
    return shopify.is_authentic(body, {header: signature}, [SECRET, OLD_SECRET])


@pytest.mark.parametrize("secret", VECTORS)
def test_the_published_signatures_are_authentic(secret: str) -> None:
    body, signature = VECTORS[secret]

    assert shopify.is_authentic(body, {HEADER: signature}, [secret])


def test_while_a_secret_changes_both_are_live() -> None:
    assert authentic(signed(secret=SECRET))
    assert authentic(signed(secret=OLD_SECRET))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_any_of_the_candidate_secrets_will_do(place: int) -> None:
    candidates = ["the-apps-new-secret", "the-apps-old-secret", "the-shops-own-key"]
    headers = {HEADER: signed(secret=candidates[place])}

    assert shopify.is_authentic(BODY, headers, candidates)
    assert not shopify.is_authentic(BODY, headers, candidates[:place] + candidates[place + 1 :])


def test_the_newer_header_counts_and_wins() -> None:
    assert authentic(signed(), header="shopify-hmac-sha256")
    both = {HEADER: signed(), "shopify-hmac-sha256": "forged"}
    assert not shopify.is_authentic(BODY, both, [SECRET])


def test_any_bytes_can_be_signed() -> None:
    body = bytes(range(256))

    assert authentic(signed(body), body)


@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
def test_without_a_secret_nothing_is_authentic(secrets: list[str]) -> None:
    assert not shopify.is_authentic(BODY, {HEADER: signed(secret="")}, secrets)


def test_a_missing_signature_is_not_authentic() -> None:
    assert not shopify.is_authentic(BODY, {}, [SECRET])


def test_an_empty_body_has_to_be_signed_too() -> None:
    assert authentic(signed(b""), b"")
    assert not authentic("", b"")


def flipped(data: bytes) -> Iterator[bytes]:
    """All that differ by one bit."""
    for place in range(len(data)):
        for bit in range(8):
            yield data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def forgeries() -> Iterator[str]:
    right, raw = signed(), hmac.digest(SECRET.encode(), BODY, sha256)
    yield from (each.decode("latin-1") for each in flipped(right.encode()))
    yield from (base64.b64encode(each).decode() for each in flipped(raw))
    yield from (right[:length] for length in range(len(right)))
    yield from (right + more for more in ("=", "==", " ", "\n", "A", "\0", right, f", {right}"))
    yield from (more + right for more in (" ", "=", "sha256=", "v1,", "sha256 ", '"', "\ufeff"))
    yield from (right.lower(), right.upper(), right.swapcase(), right[::-1], right.rstrip("="))
    yield from (raw.hex(), raw.hex().upper(), base64.b32encode(raw).decode(), repr(raw))
    yield from (f"{right[:20]}\n{right[20:]}", f"{right[:20]}*{right[20:]}", "é" * 44, "🔑" * 11)
    yield from ("null", "None", "true", "0", "=" * 44, "A" * 43 + "=", "\ud800" * 44)
    yield base64.b64encode(base64.b64encode(raw)).decode()
    for secret in ("", "other", SECRET[:-1], SECRET + " ", SECRET.upper(), SECRET + OLD_SECRET):
        yield signed(secret=secret)
    yield base64.b64encode(hmac.digest(SECRET.encode(), BODY, "sha1")).decode()
    yield base64.b64encode(hmac.digest(SECRET.encode(), BODY, "sha512")).decode()
    yield base64.b64encode(sha256(SECRET.encode() + BODY).digest()).decode()
    yield base64.b64encode(sha256(BODY).digest()).decode()


def test_no_other_signature_is_authentic() -> None:
    corpus = list(forgeries())

    assert [each for each in corpus if authentic(each)] == []
    assert len(corpus) >= 500


def test_a_signature_in_the_alphabet_of_addresses_is_not_ours() -> None:
    bodies = (f'{{"id": {number}}}'.encode() for number in range(1000))
    body = next(each for each in bodies if {"+", "/"} & set(signed(each)))
    unlike = signed(body).replace("+", "-").replace("/", "_")

    assert authentic(signed(body), body)
    assert not authentic(unlike, body)


def test_a_body_changed_by_one_bit_is_not_authentic() -> None:
    signature = signed()

    assert [body for body in flipped(BODY) if authentic(signature, body)] == []


@pytest.mark.parametrize(
    "body",
    [b"", BODY + b" ", BODY + b"\n", b"\xef\xbb\xbf" + BODY, BODY * 2, BODY.replace(b" ", b"")],
    ids=["none", "with a blank", "with a line break", "with a mark", "twice", "written anew"],
)
def test_a_body_written_anew_is_not_authentic(body: bytes) -> None:
    assert not authentic(signed(), body)


SHOP = Store("tea", "shopify", "retail_channel", "USD", "harbour", domain="tea.myshopify.com")


@pytest.mark.parametrize("header", ["x-shopify-shop-domain", "shopify-shop-domain"])
def test_a_webhook_names_the_shop_it_belongs_to(header: str) -> None:
    assert shopify.is_for_store({header: "tea.myshopify.com"}, SHOP)
    assert shopify.is_for_store({header: "Tea.MyShopify.com"}, SHOP)
    assert not shopify.is_for_store({header: "other.myshopify.com"}, SHOP)
    assert not shopify.is_for_store({header: "tea.myshopify.com.example.org"}, SHOP)


def test_a_webhook_that_names_no_shop_belongs_to_none() -> None:
    assert not shopify.is_for_store({}, SHOP)


def test_a_store_without_a_name_of_its_own_takes_what_is_signed_with_its_secret() -> None:
    unnamed = Store("tea", "shopify", "retail_channel", "USD", "harbour")

    assert shopify.is_for_store({"x-shopify-shop-domain": "any.myshopify.com"}, unnamed)


def test_the_topic_is_read_from_either_header() -> None:
    assert shopify.topic({"x-shopify-topic": "orders/paid"}) == "orders/paid"
    assert shopify.topic({"shopify-topic": "refunds/create"}) == "refunds/create"
    both = {"x-shopify-topic": "orders/paid", "shopify-topic": "orders/updated"}
    assert shopify.topic(both) == "orders/updated"


@pytest.mark.parametrize(
    "header", ["", "orders", "Order", "orders/paid/#", "a" * 90, "órders/paid"]
)
def test_what_is_no_topic_is_none(header: str) -> None:
    assert shopify.topic({"x-shopify-topic": header}) == ""
