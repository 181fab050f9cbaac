"""The stores: which there are, how each works, and how far it has been read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries import former_secrets
from commissions.aws import secret_documents
from commissions.aws.secret_documents import KINDS
from commissions.aws.secrets import access, secrets
from commissions.domain.stores.access_token import credentials_of, token_of
from commissions.domain.stores.api_version import SeenApiVersion
from commissions.domain.stores.polling import MODES
from commissions.domain.stores.store import Store
from commissions.domain.stores.subscriptions import path_of
from commissions.tables import (
    api_versions,
    connections,
    cursors,
    last_messages,
    refusals,
    store_notes,
    stores,
)
from commissions.tables.refusals import Refused
from commissions.tables.store_notes import WholeStoreNotes

ORDER_API_PATH = "/api/mlm/orders"
_ORDER_API = "orders"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiConnection:
    """Where a store's webhooks have to go, and how far it has been read; empty where it is not."""

    webhooks_url: str
    own_since: datetime | None
    """From when on the store's orders are ours."""
    webhooks_checked_at: datetime | None
    read_until: Mapping[str, datetime | None]
    """By what is polled, as of when all of it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreProfile:
    """How a store works; of its secrets, only how many there are and what they are called."""

    store: Store
    receiving_path: str
    """Where its webhooks, or its calls of the order API, come in behind our address."""
    live_webhook_secrets: int
    webhook_secrets: tuple[str, ...]
    """What the live ones are called, the newest first."""
    live_api_keys: int
    access_parts: tuple[str, ...]
    token_until: datetime | None
    """Until when the token lives that was given in exchange for the access; None without one."""
    api_version: SeenApiVersion | None
    """By which version its API answered; None where it has none, or was not asked yet."""
    last_proof: tuple[datetime, str] | None
    """When its last message was accepted, and by which secret it was proven, by its version."""
    refused: Mapping[str, Refused]
    """By reason (`domain.stores.refusals`), what of its messages was refused."""
    former_secret: str
    """The name of before, where secrets of it still lie; else empty."""
    connection: ApiConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreRecord:
    """What is on record of a store; its secrets are not read for it."""

    store: Store
    receiving_path: str
    noted: WholeStoreNotes
    secrets_changed: Mapping[str, datetime | None]
    """By what a secret is for (`webhook`, `access`), when it was last set or renewed; None where
    there is none."""


def all_stores() -> list[Store]:
    return stores.all_stores()


def store(store_id: str) -> Store:
    """Raises UnknownStore."""
    return stores.get(store_id)


def on_record(store_id: str) -> StoreRecord:
    """Raises UnknownStore."""
    found = stores.get(store_id)
    return StoreRecord(
        store=found,
        receiving_path=_receiving_path(found),
        noted=store_notes.whole_notes(store_id),
        secrets_changed={kind: secret_documents.changed_at(found, kind) for kind in KINDS},
    )


def profile(store_id: str) -> StoreProfile:
    """Raises UnknownStore."""
    found = stores.get(store_id)
    live = secrets(found)
    opens = access(found)
    token = token_of(opens)
    return StoreProfile(
        store=found,
        receiving_path=_receiving_path(found),
        live_webhook_secrets=len(live.webhook),
        webhook_secrets=tuple(map(live.version, live.webhook)),
        live_api_keys=len(live.api_key_digests),
        access_parts=tuple(sorted(credentials_of(opens))),
        token_until=token.until if token else None,
        api_version=api_versions.get(store_id),
        last_proof=last_messages.last_proof(store_id),
        refused=refusals.of_store(store_id),
        former_secret=former.name if (former := former_secrets.of_store(found)) else "",
        connection=connection(store_id),
    )


def connection(store_id: str) -> ApiConnection:
    known, checked = connections.get(store_id), connections.last_check(store_id)
    return ApiConnection(
        webhooks_url=known.url,
        own_since=known.since,
        webhooks_checked_at=checked[0] if checked else None,
        read_until={mode: cursors.get(store_id, mode).read_until for mode in MODES},
    )


def _receiving_path(found: Store) -> str:
    if found.platform == _ORDER_API:
        return ORDER_API_PATH
    return path_of(found.platform, found.store_id)
