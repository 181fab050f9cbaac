"""What a store shares with us alone: its webhook secrets, API keys, the key of its customers; and,
in a secret of its own that no function at the edge may read, what opens its API.

Of each kind of proof two can be live at once, so that a store can change over without losing a
webhook. `access` and `change_access` are for whoever calls the store.
"""

import hashlib
import hmac
import secrets as tokens
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from commissions.aws import secret_documents as documents
from commissions.aws.cache import TtlCache
from commissions.aws.secret_documents import ACCESS, WEBHOOK, Document, StoreKey

COUNTS_WITHIN_SECONDS = 60
"""What commands promise: after so long, no function goes by a secret that was ended."""
MAX_AGE_SECONDS = 45
"""The rest of the promise is for Secrets Manager to spread it, and for calls that are under way."""
REFRESH_SECONDS = 30
BYTES_MIN = 16
"""A shorter secret could be guessed, an empty one needs no guessing: it opens nothing."""
KEY_BYTES = 32

_proofs: TtlCache[tuple[str, str], Document] = TtlCache()
_accesses: TtlCache[tuple[str, str], Document] = TtlCache()


class TooShort(ValueError):
    def __init__(self) -> None:
        super().__init__(f"a secret has to have at least {BYTES_MIN} bytes")


@dataclass(frozen=True, slots=True)
class StoreSecrets:
    """What is live now; a store without secrets has none, and so can prove nothing.

    None of it is shown where the whole is, in a message or a trace.
    """

    webhook: tuple[str, ...] = field(default=(), repr=False)
    """The newest first; of those that have an owner of their own (`of`), after the others."""
    api_key_digests: tuple[str, ...] = field(default=(), repr=False)
    """The hex SHA-256 of each key: the keys themselves are known to their owner alone."""
    customer_key: bytes = field(default=b"", repr=False)
    newest_since: datetime | None = None
    """Since when the first webhook secret is set; None of one that was set before this was kept."""

    def version(self, secret: str) -> str:
        """What a webhook secret may be called aloud: nobody without the store's own key can try
        guesses on it."""
        return hmac.digest(self.customer_key, b"webhook " + secret.encode(), "sha256").hex()[:8]


def secrets(store: StoreKey) -> StoreSecrets:
    """The store's secrets as they were MAX_AGE_SECONDS ago or later."""
    return _live(_found(store, MAX_AGE_SECONDS))


def refreshed(store: StoreKey) -> StoreSecrets:
    """The store's secrets as of now, for a proof that failed: perhaps there is a new one.

    Asked at most every 30 seconds, so that forged webhooks cannot make us ask for each.
    """
    return _live(_found(store, REFRESH_SECONDS))


def current(store: StoreKey) -> StoreSecrets:
    """The store's secrets as of now, for whoever gives one of them to somebody."""
    _proofs.forget((store.platform, store.store_id))
    return secrets(store)


def access(store: StoreKey) -> dict[str, str]:
    """What opens the store's API, by name: a token, or the parts of a key; at most 30 seconds old.
    Empty where nothing is stored."""
    key = (store.platform, store.store_id)
    found = _accesses.get(
        key, lambda _: documents.read(store, ACCESS), max_age_seconds=REFRESH_SECONDS
    )
    return dict(found)


def access_now(store: StoreKey) -> dict[str, str]:
    """As `access`, as of now: for whoever has learned that it is another one."""
    return dict(_accesses.put((store.platform, store.store_id), documents.read(store, ACCESS)))


def change_access(
    store: StoreKey, change: Callable[[dict[str, str]], Mapping[str, str]]
) -> dict[str, str]:
    """Makes of what opens the store's API, as it is now, what opens it from now on; says what that
    is. Of two at once the second is made of what the first has left, so `change` may be called
    again. Raises ChangedMeanwhile, or SecretsDeleted."""
    made = documents.change(store, ACCESS, lambda known: dict(change(known)))
    return dict(_accesses.put((store.platform, store.store_id), made))


def set_access(store: StoreKey, parts: Mapping[str, str]) -> None:
    """Makes these what opens the store's API; those before it are forgotten.

    Whoever is asked tells of customers, also a store that never sends a webhook: it gets the key
    that their ids are hashed with, unless it has one.
    """
    if not current(store).customer_key:
        set_customer_key(store, tokens.token_bytes(KEY_BYTES))
    change_access(store, lambda _: parts)


def set_secret(store: StoreKey, value: str, *, keep_previous_hours: int = 24, of: str = "") -> None:
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

    _change(store, give)


def set_api_key(store: StoreKey, key: str, *, keep_previous_hours: int = 24) -> None:
    """Makes this the store's API key; only its digest is kept."""
    if len(key.encode()) < BYTES_MIN:
        raise TooShort
    digest = hashlib.sha256(key.encode()).hexdigest()
    _change(store, lambda of: _succeed(of["api_keys"], "sha256", digest, keep_previous_hours))


def set_customer_key(store: StoreKey, key: bytes) -> None:
    """Gives a store the key that its customers' ids are hashed with, unless it has one.

    It stays for ever: with another, every customer would become somebody else.
    """

    def give(document: Document) -> None:
        document["customer_key"] = document["customer_key"] or key.hex()

    _change(store, give)


def delete(store: StoreKey) -> int:
    """Deletes all that a store shares with us, the key of its customers too; says how many secrets
    that were, 0 where it has been. For 30 days they are good for nothing, and can be had back."""
    # Stopped halfway, what is left of the newer ones still counts before nothing at all.
    former = documents.former_name_of(store)
    names = [documents.name_of(store, kind) for kind in documents.KINDS]
    try:
        return sum(map(documents.delete, filter(None, [former, *names])))
    finally:
        for cache in (_proofs, _accesses):
            cache.forget((store.platform, store.store_id))


def _found(store: StoreKey, max_age_seconds: float) -> Document:
    key = (store.platform, store.store_id)
    return _proofs.get(key, lambda _: _whole(store), max_age_seconds=max_age_seconds)


def _whole(store: StoreKey) -> Document:
    return _with_defaults(documents.read(store, WEBHOOK))


def _with_defaults(document: Document) -> Document:
    return {"webhook": [], "api_keys": [], "customer_key": ""} | document


def _live(document: Document) -> StoreSecrets:
    now = datetime.now(UTC)
    webhook = [
        entry
        for entry in document["webhook"]
        if _is_live(entry, now) and len(entry["value"].encode()) >= BYTES_MIN
    ]
    since = webhook[0].get("since") if webhook else None
    return StoreSecrets(
        webhook=tuple(entry["value"] for entry in webhook),
        api_key_digests=tuple(
            entry["sha256"] for entry in document["api_keys"] if _is_live(entry, now)
        ),
        customer_key=bytes.fromhex(document["customer_key"]),
        newest_since=datetime.fromisoformat(since) if since else None,
    )


def _is_live(entry: Document, now: datetime) -> bool:
    return not entry.get("until") or now < datetime.fromisoformat(entry["until"])


def _succeed(entries: list[Document], name: str, value: str, keep_previous_hours: int) -> None:
    """Puts an entry before the live ones, of which the latest keeps some hours and the rest go."""
    now = datetime.now(UTC)
    before = [entry for entry in entries if _is_live(entry, now) and entry[name] != value][:1]
    same = next((entry for entry in entries[:1] if entry[name] == value), {})
    until = (now + timedelta(hours=keep_previous_hours)).isoformat()
    kept = [entry | {"until": min(entry.get("until") or until, until)} for entry in before]
    newest = {name: value, "until": None, "since": same.get("since") or now.isoformat()}
    entries[:] = [newest, *(kept if keep_previous_hours else [])]


def _change(store: StoreKey, give: Callable[[Document], None]) -> None:
    def made(known: Document) -> Document:
        document = _with_defaults(known)
        give(document)
        if document != _with_defaults(known):
            document["customer_key"] = document["customer_key"] or tokens.token_hex(KEY_BYTES)
        return document

    documents.change(store, WEBHOOK, made)
    _proofs.forget((store.platform, store.store_id))
