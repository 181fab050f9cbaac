"""What proves that a webhook is the store's: Adobe's signatures, mage-os's, or a secret header."""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256

from commissions.platforms.magento.name import ADOBE, MAGEOS, TEMPLATE

ADOBE_SIGNATURES = ("x-adobe-digital-signature-1", "x-adobe-digital-signature-2")
MAGEOS_SIGNATURE = "x-magento-signature"
TEMPLATE_TOKEN = "x-commissions-token"  # noqa: S105 - the header's name
_PEM = "-----BEGIN "


def channel(headers: Mapping[str, str]) -> str:
    """The way a webhook came, by the one kind of proof it brings; empty for none, or for two."""
    brought = [
        name
        for name, proofs in (
            (ADOBE, ADOBE_SIGNATURES),
            (MAGEOS, (MAGEOS_SIGNATURE,)),
            (TEMPLATE, (TEMPLATE_TOKEN,)),
        )
        if any(proof in headers for proof in proofs)
    ]
    return brought[0] if len(brought) == 1 else ""


def is_authentic(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """Whether a live secret, or one of Adobe's public keys, proves exactly these bytes.

    Public keys stand among the secrets and are told apart by their form: everybody knows them, so
    that nothing is ever signed or opened with one of them.
    """
    came_by = channel(headers)
    if came_by == ADOBE:
        given = [headers[name] for name in ADOBE_SIGNATURES if name in headers]
        return _is_signed(body, given, [each for each in secrets if _is_public(each)])
    known = [each.encode() for each in secrets if each and not _is_public(each)]
    if came_by == MAGEOS:
        expected = [hmac.digest(each, body, sha256).hex().encode() for each in known]
        return _is_one_of(headers[MAGEOS_SIGNATURE], expected)
    return came_by == TEMPLATE and _is_one_of(headers[TEMPLATE_TOKEN], known)


def _is_public(secret: str) -> bool:
    """Whether it is a key in its text form (PEM), of whatever kind, with or without a preface."""
    return _PEM in secret


def _is_one_of(given: str, expected: Sequence[bytes]) -> bool:
    # All are compared, as bytes: neither how long it takes nor an odd character tells anything.
    brought = given.encode("utf-8", "replace")
    matches = [hmac.compare_digest(brought, each) for each in expected]
    return any(matches)


def _is_signed(body: bytes, given: Sequence[str], keys: Sequence[str]) -> bool:
    """Either signature, by any of the keys: while Adobe changes over, only one may be right."""
    signatures = [each for text in given if (each := _decoded(text))]
    return any(_verifies(body, signature, key) for signature in signatures for key in keys)


def _decoded(text: str) -> bytes:
    """The one signature that is written so; of several spellings only the usual one counts."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return raw if base64.b64encode(raw).decode() == text else b""


def _verifies(body: bytes, signature: bytes, pem: str) -> bool:
    # Imported here: it is large, and no other channel or platform needs it at its first webhook.
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        return False
    if not isinstance(key, RSAPublicKey):
        return False
    try:
        key.verify(signature, body, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True
