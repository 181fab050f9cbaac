"""How each store is connected: where its webhooks go, since when its orders are ours, how its
webhooks were found at the last check, and which secret each was given. In the progress table."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from commissions.domain.orders.canonical import stamp
from commissions.tables import items
from commissions.tables.conditional_update import conditional_update
from commissions.tables.items import Item

TABLE = os.environ["PROGRESS_TABLE"]
CONNECTION, CHECK, SIGNATURES = "connection", "check", "signatures"
TRIES_MAX = 10
WHY_MAX = 300
_NOT_FAILED: Mapping[str, None] = MappingProxyType({"failed_at": None, "why": None})
Topics = Mapping[str, Sequence[str]]
"""By how they are found (`fine`, `missing`, `disabled` …), the topics of webhooks."""


@dataclass(frozen=True, slots=True)
class Connection:
    url: str = ""
    """Where the store's webhooks have to go; empty where it was not connected through its API."""
    since: datetime | None = None
    """From when on the store's orders are ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookCheck:
    """How a store's webhooks were found when they were last looked at."""

    at: datetime | None = None
    """None where nobody has yet."""
    wrong: int = 0
    topics: Topics = field(default_factory=dict)
    """Empty of a check of before they were noted."""
    failed_at: datetime | None = None
    """When they could not be looked at, if that is what came of the last try."""
    why: str = ""


def get(store_id: str) -> Connection:
    return connection(items.get(TABLE, key_of(store_id, CONNECTION)) or {})


def connection(item: Item) -> Connection:
    return Connection(item.get("url", ""), _moment(item.get("since")))


def connect(store_id: str, url: str, *, now: datetime) -> None:
    """Notes where the store's webhooks have to go; from when on its orders are ours stays."""
    _write(store_id, CONNECTION, {"url": url})
    own_since(store_id, now, unless_known=True)


def own_since(store_id: str, since: datetime, *, unless_known: bool = False) -> None:
    """The store's orders are ours from then on, or from earlier if that was so."""
    known = "attribute_not_exists(#since)"
    earlier = known if unless_known else f"{known} OR #since > :since"
    _write(store_id, CONNECTION, {"since": stamp(since)}, only_if=earlier)


def note_check(store_id: str, *, now: datetime, wrong: int, topics: Topics | None = None) -> None:
    """Notes when the store's webhooks were last looked at, how many were not as they should, and
    which those and the others were."""
    told = {kind: sorted(each) for kind, each in (topics or {}).items() if each}
    _write(store_id, CHECK, {"at": stamp(now), "wrong": wrong, "topics": told, **_NOT_FAILED})


def note_failed_check(store_id: str, *, now: datetime, why: str) -> None:
    """Notes that they could not be looked at; what was found before stands."""
    _write(store_id, CHECK, {"failed_at": stamp(now), "why": why[:WHY_MAX]})


def last_check(store_id: str) -> tuple[datetime, int] | None:
    return check_in(items.get(TABLE, key_of(store_id, CHECK)) or {})


def check_in(item: Item) -> tuple[datetime, int] | None:
    return (datetime.fromisoformat(item["at"]), item["wrong"]) if "at" in item else None


def whole_check_in(item: Item) -> WebhookCheck:
    return WebhookCheck(
        at=_moment(item.get("at")),
        wrong=item.get("wrong", 0),
        topics={kind: tuple(each) for kind, each in item.get("topics", {}).items()},
        failed_at=_moment(item.get("failed_at")),
        why=item.get("why", ""),
    )


def signed_with(store_id: str) -> Mapping[str, str]:
    """By webhook, what the secret is called that it was given; never the secret."""
    item = items.get(TABLE, key_of(store_id, SIGNATURES)) or {}
    found: Mapping[str, str] = item.get("signed", {})
    return found


def note_signed(store_id: str, signed: Mapping[str, str], *, gone: Iterable[str] = ()) -> None:
    """Notes which secrets webhooks were given, and forgets those that are gone."""
    for _ in range(TRIES_MAX):
        known = dict(signed_with(store_id))
        wanted = {each: known[each] for each in known.keys() - set(gone)} | dict(signed)
        if wanted == known or conditional_update(
            TABLE,
            key_of(store_id, SIGNATURES),
            {"signed": wanted},
            values={":known": known},
            only_if="attribute_not_exists(#signed) OR #signed = :known",
        ):
            return
    # Forgotten, it is given the secret once more by the next check.


def _write(store_id: str, name: str, sets: Item, *, only_if: str = "") -> bool:
    return conditional_update(TABLE, key_of(store_id, name), sets, only_if=only_if)


def key_of(store_id: str, name: str) -> Item:
    """Under which it stands in the progress table; `name`: CONNECTION, CHECK or SIGNATURES."""
    return {"store_id": store_id, "name": name}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
