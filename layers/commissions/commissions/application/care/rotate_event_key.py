"""Another key for the stack's events; the one before it is believed until its events are gone."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from commissions.aws import event_keys
from commissions.aws import secret_documents as documents
from commissions.aws.secret_documents import Document

KEEP_DAYS = 30
"""An event may lie at the bus a day, in dead letters for 14, and in its queue again for four."""
KNOWN_WITHIN = timedelta(seconds=event_keys.MAX_AGE_SECONDS + 60)
"""After so long everybody has looked the keys up: before that, nobody signs with the new one."""
KEY_BYTES = 32


def rotate(now: datetime, *, keep_days: int = KEEP_DAYS) -> str:
    """Adds a key and says what it is called.

    `keep_days`: how long those before it are believed; with 0 the new one signs at once, and what
    was signed before is refused within MAX_AGE_SECONDS. Of two at once none is lost. Raises
    EventKeyUnavailable, ChangedMeanwhile.
    """
    event_keys.read_now()
    key_id = f"{now:%Y%m%d}-{secrets.token_hex(3)}"
    newest = {"id": key_id, "key": secrets.token_hex(KEY_BYTES)}
    documents.change_named(event_keys.SECRET, lambda known: _with(newest, known, now, keep_days))
    event_keys.forget()
    return key_id


def _with(newest: dict[str, str], known: Document, now: datetime, keep_days: int) -> Document:
    event_keys.parse(known)  # what cannot be read is nobody's to overwrite
    if not keep_days:
        return {**newest, "former": []}
    until = (now + timedelta(days=keep_days)).isoformat()
    former = [{name: known[name] for name in known if name != "former"}, *known.get("former", ())]
    kept = [each | {"until": _earlier(each.get("until"), until)} for each in former]
    return {
        **newest,
        "from": (now + KNOWN_WITHIN).isoformat(),
        "former": [each for each in kept if _lives(each, now)],
    }


def _earlier(one: str | None, other: str) -> str:
    return min((each for each in (one, other) if each), key=datetime.fromisoformat)


def _lives(entry: dict[str, Any], now: datetime) -> bool:
    return datetime.fromisoformat(entry["until"]) > now
