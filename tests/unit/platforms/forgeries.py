"""What somebody might send who does not have the secret: bodies with headers, and what is wrong."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha1, sha256, sha512

from tests.unit.platforms.webhook_routes import (
    FORMER,
    ROUTES,
    SECRET,
    Headers,
    WebhookRoute,
    hook_headers,
    mac,
    mac64,
    pem,
    rsa_signed,
)

Forgery = tuple[str, bytes, Headers]
ALL = "x-adobe-digital-signature-1", "x-magento-signature", "x-commissions-token"
"""Each channel of Magento by its proof."""
BODY_FLIPS, PROOF_FLIPS = 40, 60


def forgeries(route: WebhookRoute) -> Iterator[Forgery]:
    yield from _headers(route)
    yield from _others_secrets(route)
    yield from _other_spellings(route)
    yield from _confused(route)
    yield from _from_elsewhere(route)
    if route.signs_body:
        yield from _bodies(route)
    if route.name == "bigcommerce":
        yield from _stale(route)
    if route.name == "adobe":
        yield from _meant_for_others(route)


def flipped(data: bytes, most: int) -> Iterator[bytes]:
    """Texts that differ by one bit, at places spread over the whole."""
    for place in range(0, len(data), max(1, len(data) // most)):
        yield data[:place] + bytes([data[place] ^ (1 << place % 8)]) + data[place + 1 :]


def _headers(route: WebhookRoute) -> Iterator[Forgery]:
    """Missing, empty, doubled, padded, or changed by a bit."""
    body, right = route.body, route.genuine
    yield "no headers", body, {}
    for name in route.proofs:
        value = right[name]
        others = {each: told for each, told in right.items() if each != name}
        yield f"no {name}", body, others
        yield f"{name} under another name", body, others | {f"not-{name}": value}
        for wrong in _wrong(value):
            if _is_the_same(name, wrong, value):
                continue
            yield f"{name}: {wrong[:40]!r}", body, right | {name: wrong}
        for bits in flipped(value.encode(), PROOF_FLIPS):
            # Names of hosts are the same in capitals.
            if bits.lower() != value.encode().lower() or not name.endswith(("domain", "source")):
                yield f"{name} by a bit", body, right | {name: bits.decode("latin-1")}


def _wrong(value: str) -> Iterator[str]:
    yield from ("", " ", "0", "null", "none", "*", "é" * 8, "\ud800", "\0", value[:-1], value[1:])
    yield from (f"{value},{value}", f"{value}, {value}", f"{value};{value}", value * 2)
    yield from (f"{value}\0", f"0{value}", f"x {value}x", f"'{value}'", f"sha256={value}")
    yield from (f"Bearer {value}", value[::-1])


def _is_the_same(name: str, wrong: str, value: str) -> bool:
    """A source is one with or without a slash at its end, and hooks' signatures come in lists."""
    if name.endswith("source"):
        return wrong.strip("/") == value.strip("/")
    return name == "webhook-signature" and value in wrong.split(" ")


def _others_secrets(route: WebhookRoute) -> Iterator[Forgery]:
    """Rightly signed, by somebody who has another secret, an empty one, or none."""
    body = route.body
    if route.name == "adobe":
        right = route.genuine
        yield "another's key", body, right | {route.proofs[0]: rsa_signed(body, "mallory")}
        return
    others = ["", " ", FORMER, "another-stores-secret", "null", "undefined", "test", "secret"]
    others += [SECRET[:-1], f"{SECRET} ", f" {SECRET}", SECRET.upper(), SECRET[::-1], SECRET * 2]
    for secret in others:
        yield f"signed with {secret[:20]!r}", body, route.sign(body, secret.encode())


def _other_spellings(route: WebhookRoute) -> Iterator[Forgery]:
    """The right key, and another encoding or algorithm than the channel's."""
    body, right, name = route.body, route.genuine, _signature(route)
    key = SECRET.encode()
    raw = mac(key, body)
    spelled = {
        "hex": raw.hex(),
        "HEX": raw.hex().upper(),
        "base64": base64.b64encode(raw).decode(),
        "base64 unpadded": base64.b64encode(raw).decode().rstrip("="),
        "base64url": base64.urlsafe_b64encode(raw).decode().replace("=", "%3D"),
        "base32": base64.b32encode(raw).decode(),
        "twice base64": base64.b64encode(base64.b64encode(raw)).decode(),
        "sha1": mac(key, body, sha1).hex(),
        "sha1, base64": base64.b64encode(mac(key, body, sha1)).decode(),
        "sha512": mac(key, body, sha512).hex(),
        "sha512, base64": base64.b64encode(mac(key, body, sha512)).decode(),
        "a hash of both": sha256(key + body).hexdigest(),
        "a hash of the body": sha256(body).hexdigest(),
        "of no body": mac64(key, b""),
        "versioned": f"v1,{mac64(key, body)}",
        "unsigned": "alg=none",
    }
    for how, value in spelled.items():
        if value != right[name]:
            yield how, body, right | {name: value}


def _confused(route: WebhookRoute) -> Iterator[Forgery]:
    """A public key as if it were a secret; one channel's proof in the header of another."""
    body, right, name = route.body, route.genuine, _signature(route)
    for key in (pem(), pem().strip(), f"\n{pem()}", pem().replace("\n", "\r\n"), "" * 32):
        for value in (mac(key.encode(), body).hex(), mac64(key.encode(), body), key):
            yield "a public key as the secret", body, right | {name: value}
    for value in (rsa_signed(body, "mallory"), mac(SECRET.encode(), body).hex() + "=="):
        yield "another kind of proof", body, right | {name: value}
    if name in ALL:
        for other in ALL:
            if other != name:
                yield "a second kind of proof", body, right | {other: right[name]}


def _from_elsewhere(route: WebhookRoute) -> Iterator[Forgery]:
    """What is genuine at another channel, or for another store, by the very same secret."""
    for other in ROUTES.values():
        if other.name != route.name and not other.name.startswith(route.name.split(",")[0]):
            yield f"of {other.name}", other.body, other.genuine
            yield f"signed as {other.name}", route.body, other.sign(route.body, SECRET.encode())
    for name in route.proofs:
        if name.endswith(("domain", "source")):
            tea = route.genuine[name]
            for elsewhere in (f"{tea}.example.org", f"not-{tea}", "https://", "*", f"{tea}@x.org"):
                yield f"{name}: {elsewhere}", route.body, route.genuine | {name: elsewhere}
    if route.name == "bigcommerce":
        for producer in ("stores/other1", "stores/harbour", "harbour1", "stores/harbour1/", ""):
            body = json.dumps(json.loads(route.body) | {"producer": producer}).encode()
            yield f"of {producer!r}", body, route.sign(body, SECRET.encode())


def _bodies(route: WebhookRoute) -> Iterator[Forgery]:
    """Another body under the signature of a genuine one."""
    body, right = route.body, route.genuine
    for bits in flipped(body, BODY_FLIPS):
        yield "the body by a bit", bits, right
    told = json.loads(body)
    for how, other in {
        "written anew": json.dumps(told).encode(),
        "without blanks": json.dumps(told, separators=(",", ":")).encode(),
        "sorted": json.dumps(told, sort_keys=True, indent=2).encode(),
        "of other escapes": json.dumps(told, indent=2).replace("/", "\\/").encode(),
        "with a mark": b"\xef\xbb\xbf" + body,
        "in UTF-16": body.decode().encode("utf-16"),
        "in base64": base64.b64encode(body),
        "longer": body + b" ",
        "with an end": body + b"\0",
        "shorter": body[:-1],
        "with other line breaks": body.replace(b"\n", b"\r\n"),
        "twice": body * 2,
        "none": b"",
        "empty": b"{}",
    }.items():
        if other != body:
            yield f"the body {how}", other, right


def _stale(route: WebhookRoute) -> Iterator[Forgery]:
    """Rightly signed, too long ago or too far ahead; or a fresh time under an old signature."""
    now, key = datetime.now(UTC), SECRET.encode()
    for minutes in (-60 * 24 * 365, -60 * 48, -60, -10, -6, 6, 10, 60, 60 * 24):
        sent = now + timedelta(minutes=minutes)
        old = hook_headers(route.body, key, sent)
        fresh = str(int(now.timestamp()))
        yield f"of {minutes} minutes", route.body, old
        yield "its time set anew", route.body, old | {"webhook-timestamp": fresh}
    for moment in (
        "",
        "-1",
        "1e9",
        "inf",
        "\u0660",
        f"{now.timestamp()}",
        f"+{int(now.timestamp())}",
    ):
        headers = route.genuine | {"webhook-timestamp": moment}
        message = f"msg_1.{moment}.".encode() + route.body
        yield "no time", route.body, headers | {"webhook-signature": f"v1,{mac64(key, message)}"}


def _meant_for_others(route: WebhookRoute) -> Iterator[Forgery]:
    """Signed by Adobe, whose keys sign for all of its customers."""
    first, *others = json.loads(route.body)
    theirs = {"recipientclientid": "another-customers-client-id"}
    without = {name: value for name, value in first.items() if name != "recipientclientid"}
    mine = first["recipientclientid"]
    for events in (
        [first | theirs],
        [first, *others, first | theirs],
        [first | theirs, *others],
        [without],
        [first | {"recipientclientid": [mine]}],
        [first | {"recipientclientid": None}],
        [first | {"recipientclientid": mine.upper()}],
        [first | {"recipientclientid": f"{mine} "}],
        [first | theirs | {"recipient_client_id": mine}],
        [without | {"recipient_client_id": "another"}],
        [first] * 20 + [first | theirs],
        first | theirs,
    ):
        body = json.dumps(events).encode()
        yield "for another of Adobe's customers", body, route.sign(body, b"")


def _signature(route: WebhookRoute) -> str:
    return next((name for name in route.proofs if "signature" in name), route.proofs[0])
