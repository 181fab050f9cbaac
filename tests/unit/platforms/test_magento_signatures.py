import base64
import hmac
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from commissions.platforms import magento
from tests.unit.platforms.magento_builders import a_store

SECRET, OLD_SECRET = "hush-hush-hush-16", "what-was-hushed-before"
BODY = b'{"data":{"entity_id":41,"note":"caf\\u00e9","url":"a\\/b"}}'
MAGEOS, TOKEN = "x-magento-signature", "x-commissions-token"
FIRST, SECOND = "x-adobe-digital-signature-1", "x-adobe-digital-signature-2"


@cache
def a_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    form = PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(Encoding.PEM, form).decode()


def rsa_signed(body: bytes = BODY, name: str = "one") -> str:
    raw = a_key(name).sign(body, padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(raw).decode()


def signed(body: bytes = BODY, secret: str = SECRET) -> str:
    return hmac.digest(secret.encode(), body, sha256).hex()


def authentic(given: str, body: bytes = BODY, header: str = MAGEOS) -> bool:
    return magento.is_authentic(body, {header: given}, [SECRET, OLD_SECRET])


def by_adobe(headers: dict[str, str], body: bytes = BODY, names: str = "one two") -> bool:
    return magento.is_authentic(body, headers, [public(a_key(name)) for name in names.split()])


def test_a_mageos_webhook_is_signed_in_hex_with_either_live_secret() -> None:
    assert authentic(signed())
    assert authentic(signed(secret=OLD_SECRET))
    assert not authentic(signed(secret="another-secret-altogether"))


def test_the_published_vector_of_hmac_sha256_is_authentic() -> None:
    # RFC 4231, test case 2.
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

    assert magento.is_authentic(b"what do ya want for nothing?", {MAGEOS: expected}, ["Jefe"])


@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
@pytest.mark.parametrize("header", [MAGEOS, TOKEN, FIRST])
def test_without_a_secret_nothing_is_authentic(secrets: list[str], header: str) -> None:
    for given in (signed(secret=""), "", rsa_signed()):
        assert not magento.is_authentic(BODY, {header: given}, secrets)


def test_nothing_is_authentic_without_any_proof() -> None:
    assert not magento.is_authentic(BODY, {}, [SECRET, public(a_key("one"))])


def flipped(data: bytes) -> Iterator[bytes]:
    """All that differ by one bit."""
    for place in range(len(data)):
        for bit in range(8):
            yield data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def forgeries() -> Iterator[str]:
    right, raw = signed(), hmac.digest(SECRET.encode(), BODY, sha256)
    yield from (each.decode("latin-1") for each in flipped(right.encode()))
    yield from (right[:length] for length in range(len(right)))
    yield from (right + more for more in (" ", "\n", "0", "\0", right, f", {right}"))
    yield from (more + right for more in (" ", "0x", "sha256=", "v1,", '"', "\ufeff"))
    yield from (right.upper(), right.swapcase(), right[::-1], base64.b64encode(raw).decode())
    yield from ("null", "true", "0", "0" * 64, "é" * 64, "\ud800" * 64, "🔑" * 16)
    yield hmac.digest(SECRET.encode(), BODY, "sha1").hex()
    yield hmac.digest(SECRET.encode(), BODY, "sha512").hex()
    yield sha256(SECRET.encode() + BODY).hexdigest()
    yield sha256(BODY).hexdigest()
    for secret in ("", "other", SECRET[:-1], SECRET + " ", SECRET.upper(), SECRET + OLD_SECRET):
        yield signed(secret=secret)


def test_no_other_signature_is_authentic() -> None:
    corpus = list(forgeries())

    assert [each for each in corpus if authentic(each)] == []
    assert len(corpus) >= 500


def test_a_body_changed_by_one_bit_is_not_authentic() -> None:
    assert [body for body in flipped(BODY) if authentic(signed(), body)] == []


def test_either_of_adobes_two_signatures_is_enough() -> None:
    assert by_adobe({FIRST: rsa_signed(), SECOND: rsa_signed(name="two")})
    assert by_adobe({FIRST: "forged", SECOND: rsa_signed(name="two")})
    assert by_adobe({FIRST: rsa_signed(), SECOND: ""})
    assert by_adobe({FIRST: rsa_signed()}, names="one")
    assert not by_adobe({FIRST: "forged", SECOND: "forged too"})


def test_a_signature_of_a_key_that_is_not_adobes_proves_nothing() -> None:
    assert not by_adobe({FIRST: rsa_signed(name="mallory"), SECOND: rsa_signed(name="mallory")})


def rsa_forgeries() -> Iterator[str]:
    right = rsa_signed()
    raw = base64.b64decode(right)
    yield from (
        base64.b64encode(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]).decode()
        for place in range(0, 256, 5)
    )
    yield from (right + "\n", " " + right, right[:-4], right + "AAAA", right.rstrip("="), raw.hex())
    yield from (right.replace("+", "-").replace("/", "_") + "-", right[:9] + "*" + right[9:])
    yield from ("", "=", "A" * 344, "é" * 344, "\ud800", base64.b64encode(b"\0" * 256).decode())
    yield base64.b64encode(sha256(BODY).digest()).decode()
    key = a_key("one")
    yield base64.b64encode(key.sign(BODY, padding.PKCS1v15(), hashes.SHA512())).decode()
    salted = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.MAX_LENGTH)
    yield base64.b64encode(key.sign(BODY, salted, hashes.SHA256())).decode()
    yield base64.b64encode(raw.rjust(257, b"\0")).decode()
    encoded = base64.b64encode(BODY)
    yield rsa_signed(encoded)
    yield rsa_signed(BODY + b"\n")


def test_no_other_signature_is_adobes() -> None:
    corpus = list(rsa_forgeries())

    assert [each for each in corpus if by_adobe({FIRST: each})] == []
    assert len(corpus) >= 60


def test_adobe_signs_these_very_bytes() -> None:
    headers = {FIRST: rsa_signed()}

    for body in (b"", BODY + b" ", BODY.replace(b":", b": "), BODY * 2, b"\xef\xbb\xbf" + BODY):
        assert not by_adobe(headers, body)


def test_a_key_of_another_kind_or_no_key_at_all_proves_nothing() -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    raw = base64.b64encode(curve.sign(BODY, ec.ECDSA(hashes.SHA256()))).decode()
    torn = public(a_key("one"))[:200]

    assert not magento.is_authentic(BODY, {FIRST: raw}, [public(curve)])
    assert not magento.is_authentic(
        BODY, {FIRST: rsa_signed()}, [torn, "-----BEGIN PUBLIC KEY-----"]
    )


def test_a_public_key_is_never_a_secret() -> None:
    """Everybody knows it: who could sign with it, or show it, could forge every webhook."""
    pem = public(a_key("one"))

    for secret in (pem, pem.strip(), f"\n{pem}"):
        given = hmac.digest(secret.encode(), BODY, sha256).hex()
        assert not magento.is_authentic(BODY, {MAGEOS: given}, [secret])
        assert not magento.is_authentic(BODY, {TOKEN: secret}, [secret])


def test_a_webhook_secret_is_never_a_public_key() -> None:
    assert not magento.is_authentic(BODY, {FIRST: signed()}, [SECRET])


def test_the_template_shows_a_live_secret() -> None:
    assert authentic(SECRET, header=TOKEN)
    assert authentic(OLD_SECRET, header=TOKEN)
    for wrong in ("", SECRET[:-1], SECRET + " ", SECRET.upper(), "é", "\ud800", signed()):
        assert not authentic(wrong, header=TOKEN)


def test_a_webhook_with_two_kinds_of_proof_has_none() -> None:
    headers = {MAGEOS: signed(), TOKEN: SECRET}

    assert not magento.is_authentic(BODY, headers, [SECRET])


@pytest.mark.parametrize(
    ("header", "channel"),
    [(MAGEOS, "mageos"), (TOKEN, "template"), (FIRST, "adobe"), (SECOND, "adobe")],
)
def test_a_webhook_belongs_to_a_store_that_is_told_that_way_and_to_no_other(
    header: str, channel: str
) -> None:
    belonging = [
        way
        for way in ("adobe", "mageos", "template", "")
        if magento.is_for_store({header: "x"}, a_store(way))
    ]

    assert belonging == [channel]


def test_a_webhook_without_any_proof_belongs_to_nobody() -> None:
    for way in ("adobe", "mageos", "template", ""):
        assert not magento.is_for_store({}, a_store(way))
