"""What a store shares with us alone: its webhook secrets, its API keys, the key of its customers.

One secret per store in Secrets Manager. Of each kind two can be live at once, so that a store can
change over without losing a webhook.
"""

import hashlib
import json
import os
import secrets as tokens
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.cache import TtlCache
from commissions.aws.clients import client

PREFIX = os.environ["SECRETS_PREFIX"]

MAX_AGE_SECONDS = 300
REFRESH_SECONDS = 30
BYTES_MIN = 16
"""A shorter secret could be guessed, an empty one needs no guessing: it opens nothing."""
KEY_BYTES = 32

Document = dict[str, Any]
_documents: TtlCache[str, Document] = TtlCache()


class TooShort(ValueError):
    def __init__(self) -> None:
        super().__init__(f"a secret has to have at least {BYTES_MIN} bytes")


@dataclass(frozen=True, slots=True)
class StoreSecrets:
    """What is live now; a store without secrets has none, and so can prove nothing.

    None of it is shown where the whole is, in a message or a trace.
    """

    webhook: tuple[str, ...] = field(default=(), repr=False)
    api_key_digests: tuple[str, ...] = field(default=(), repr=False)
    """The hex SHA-256 of each key: the keys themselves are known to their owner alone."""
    customer_key: bytes = field(default=b"", repr=False)
    access: dict[str, str] = field(default_factory=dict, repr=False)
    """What opens the store's API, by name: a token, or the parts of a key."""


def secrets(store_id: str) -> StoreSecrets:
    """The store's secrets as they were five minutes ago or later."""
    return _live(_documents.get(store_id, _read, max_age_seconds=MAX_AGE_SECONDS))


def refreshed(store_id: str) -> StoreSecrets:
    """The store's secrets as of now, for a proof that failed: perhaps there is a new one.

    Asked at most every 30 seconds, so that forged webhooks cannot make us ask for each.
    """
    return _live(_documents.get(store_id, _read, max_age_seconds=REFRESH_SECONDS))


def set_secret(store_id: str, value: str, *, keep_previous_hours: int = 24, of: str = "") -> None:
    """Makes this the store's webhook secret; the one before it stays live for a while.

    `of`: whose it is, where a store has several at once: an app's, and the shop's own key. Each
    has its own succession; the one without a name signs what we create.
    """
    if len(value.encode()) < BYTES_MIN:
        raise TooShort

    def give(document: Document) -> None:
        entries = document["webhook"]
        own = [entry for entry in entries if entry.get("of", "") == of]
        others = [entry for entry in entries if entry.get("of", "") != of]
        _succeed(own, "value", value, keep_previous_hours)
        named = [entry | ({"of": of} if of else {}) for entry in own]
        document["webhook"] = [*others, *named] if of else [*named, *others]

    _change(store_id, give)


def set_api_key(store_id: str, key: str, *, keep_previous_hours: int = 24) -> None:
    """Makes this the store's API key; only its digest is kept."""
    if len(key.encode()) < BYTES_MIN:
        raise TooShort
    digest = hashlib.sha256(key.encode()).hexdigest()
    _change(store_id, lambda of: _succeed(of["api_keys"], "sha256", digest, keep_previous_hours))


def set_access(store_id: str, access: dict[str, str]) -> None:
    """Makes these what opens the store's API; those before it are forgotten."""

    def give(document: Document) -> None:
        document["access"] = access

    _change(store_id, give)


def set_customer_key(store_id: str, key: bytes) -> None:
    """Gives a store the key that its customers' ids are hashed with, unless it has one.

    It stays for ever: with another, every customer would become somebody else.
    """

    def give(document: Document) -> None:
        document["customer_key"] = document["customer_key"] or key.hex()

    _change(store_id, give)


def delete(store_id: str) -> bool:
    """Deletes all that a store shares with us, the key of its customers too; False where it has
    been. For 30 days it can be had back by hand (`restore-secret`), and is good for nothing."""
    try:
        client("secretsmanager").delete_secret(SecretId=PREFIX + store_id)
    except ClientError as error:
        if not _is_gone(error):
            raise
        return False
    finally:
        _documents.forget(store_id)
    return True


def _live(document: Document) -> StoreSecrets:
    now = datetime.now(UTC)
    webhook = [entry["value"] for entry in document["webhook"] if _is_live(entry, now)]
    return StoreSecrets(
        webhook=tuple(value for value in webhook if len(value.encode()) >= BYTES_MIN),
        api_key_digests=tuple(
            entry["sha256"] for entry in document["api_keys"] if _is_live(entry, now)
        ),
        customer_key=bytes.fromhex(document["customer_key"]),
        access=document["access"],
    )


def _is_live(entry: Document, now: datetime) -> bool:
    return not entry.get("until") or now < datetime.fromisoformat(entry["until"])


def _succeed(entries: list[Document], name: str, value: str, keep_previous_hours: int) -> None:
    """Puts an entry before the live ones, of which the latest keeps some hours and the rest go."""
    now = datetime.now(UTC)
    before = [entry for entry in entries if _is_live(entry, now) and entry[name] != value][:1]
    until = (now + timedelta(hours=keep_previous_hours)).isoformat()
    kept = [entry | {"until": min(entry.get("until") or until, until)} for entry in before]
    entries[:] = [{name: value, "until": None}, *(kept if keep_previous_hours else [])]


def _change(store_id: str, change: Callable[[Document], None]) -> None:
    """For people: reads and writes with nothing in between, as no two of them do it at once."""
    document = _read(store_id)
    before = json.dumps(document)
    change(document)
    if json.dumps(document) == before:
        return
    document["customer_key"] = document["customer_key"] or tokens.token_hex(KEY_BYTES)
    name, text = PREFIX + store_id, json.dumps(document)
    try:
        client("secretsmanager").put_secret_value(SecretId=name, SecretString=text)
    except ClientError as error:
        if not _is_absent(error):
            raise
        client("secretsmanager").create_secret(Name=name, SecretString=text)
    _documents.forget(store_id)


def _read(store_id: str) -> Document:
    document: Document = {"webhook": [], "api_keys": [], "customer_key": "", "access": {}}
    try:
        answer = client("secretsmanager").get_secret_value(SecretId=PREFIX + store_id)
    except ClientError as error:
        if not _is_gone(error):
            raise
        return document
    document |= json.loads(answer["SecretString"])
    return document


def _is_absent(error: ClientError) -> bool:
    return error.response["Error"]["Code"] == "ResourceNotFoundException"


def _is_gone(error: ClientError) -> bool:
    """Whether there is no such secret, or one that is marked to be deleted."""
    return _is_absent(error) or error.response["Error"]["Code"] == "InvalidRequestException"
