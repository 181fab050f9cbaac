"""The keys that prove an event to be the pipeline's own: read by its roles alone, kept for a while.

One signs; those before it are believed until they end. The secret is a document: `id` and `key` of
the newest one, `from` when it signs (at once, if it does not say), and in `former` those before it,
each with the moment `until` which it is believed.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from commissions.aws.cache import TtlCache
from commissions.aws.clients import client

SECRET = os.environ["EVENT_KEY"]
"""The ARN or the name of the secret."""
MAX_AGE_SECONDS = 300
"""So long a key may be used that was ended meanwhile; longer than that, without Secrets Manager,
none is."""
REFRESH_SECONDS = 30
"""A key that nobody knows is looked for anew, but forged events cannot make us ask for each."""
BYTES_MIN = 32
_ID = re.compile(r"[a-z0-9-]{1,40}", re.ASCII)

_documents: TtlCache[str, "EventKeys"] = TtlCache()


class EventKeyUnavailable(RuntimeError):
    """Nobody can say now whether an event is authentic, nor sign one: it has to come again."""


@dataclass(frozen=True, slots=True)
class EventKey:
    """What it is called aloud, in each event that it signs; and what nobody else may know."""

    id: str
    secret: bytes = field(repr=False)
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class EventKeys:
    """The newest first."""

    keys: tuple[EventKey, ...]

    def signing(self, now: datetime) -> EventKey:
        """The one that signs: the newest whose time has come. Raises EventKeyUnavailable."""
        for each in self.believed(now):
            if each.since is None or each.since <= now:
                return each
        raise EventKeyUnavailable(f"no key of {SECRET} is in force")

    def believed(self, now: datetime) -> tuple[EventKey, ...]:
        return tuple(each for each in self.keys if each.until is None or now < each.until)


def signing_key() -> EventKey:
    """Raises EventKeyUnavailable."""
    return _found(MAX_AGE_SECONDS).signing(datetime.now(UTC))


def known_key(key_id: str) -> EventKey | None:
    """The key of that id while it is believed. Raises EventKeyUnavailable."""
    for max_age_seconds in (MAX_AGE_SECONDS, REFRESH_SECONDS):
        for each in _found(max_age_seconds).believed(datetime.now(UTC)):
            if each.id == key_id:
                return each
    return None


def read_now() -> EventKeys:
    """As they stand at this moment. Raises EventKeyUnavailable."""
    return _documents.put(SECRET, _read(SECRET))


def forget() -> None:
    """Looks them up anew the next time."""
    _documents.forget(SECRET)


def parse(document: Any) -> EventKeys:
    """Raises KeyError, TypeError or ValueError of what is no such document."""
    if not isinstance(document, dict):
        raise TypeError("it is no document")
    return EventKeys(tuple(map(_key, [document, *document.get("former", ())])))


def _found(max_age_seconds: float) -> EventKeys:
    return _documents.get(SECRET, _read, max_age_seconds=max_age_seconds)


def _read(name: str) -> EventKeys:
    try:
        answer = client("secretsmanager").get_secret_value(SecretId=name, VersionStage="AWSCURRENT")
        return parse(json.loads(answer["SecretString"]))
    except (ClientError, BotoCoreError, KeyError, TypeError, ValueError) as error:
        raise EventKeyUnavailable(
            f"the keys of events in {name} cannot be read: {error}"
        ) from error


def _key(entry: Mapping[str, Any]) -> EventKey:
    key_id, secret = str(entry["id"]), str(entry["key"]).encode()
    if not _ID.fullmatch(key_id):
        raise ValueError("the id of a key has letters, digits and hyphens, 40 at most")
    if len(secret) < BYTES_MIN:
        raise ValueError(f"the key {key_id} has less than {BYTES_MIN} bytes")
    return EventKey(key_id, secret, _moment(entry, "from"), _moment(entry, "until"))


def _moment(entry: Mapping[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(entry[name]) if entry.get(name) else None
