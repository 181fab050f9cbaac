"""A store's two documents in Secrets Manager: read, and changed by two at once without a loss.

`<stack>/stores/<platform>/<store>/webhook` has what proves messages, `…/access` what opens the
store's API. Both lay in one before, under `commissions/<stage>/stores/<store>`: for one release it
is read where the new one is not there.
"""

import json
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from botocore.exceptions import ClientError

from commissions.aws.clients import client

PREFIX = os.environ["SECRETS_PREFIX"]
FORMER_PREFIX = os.environ.get("FORMER_SECRETS_PREFIX", "")
"""Under which each store had one secret before; empty where none is looked for."""
WEBHOOK, ACCESS = "webhook", "access"
KINDS = (WEBHOOK, ACCESS)
TRIES_MAX = 5
CURRENT, ASIDE = "AWSCURRENT", "AWSPENDING"
"""Secrets Manager's names: of the version that counts, and of one that does not yet."""

Document = dict[str, Any]


class StoreKey(Protocol):
    """Whose secrets they are."""

    @property
    def platform(self) -> str: ...
    @property
    def store_id(self) -> str: ...


class SecretsDeleted(RuntimeError):
    """The store was erased: under the names of its secrets no new ones can be set yet."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the secret {name} is marked for deletion, and can be set anew only when that is over"
            f" (30 days), or after `aws secretsmanager restore-secret --secret-id {name}`"
        )


class ChangedMeanwhile(RuntimeError):
    """Others change the same secret all the time: nothing was changed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the secret {name} is being changed by others: try again")


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it stands."""

    document: Document
    version: str
    """Secrets Manager's id of what was read; empty where nothing stands under the name."""


_NOTHING = Stored({}, "")


def name_of(store: StoreKey, kind: str) -> str:
    return f"{PREFIX}{store.platform}/{store.store_id}/{kind}"


def former_name_of(store: StoreKey) -> str:
    """Where all of it lay before; empty where that is not looked for."""
    return FORMER_PREFIX + store.store_id if FORMER_PREFIX else ""


def read(store: StoreKey, kind: str) -> Document:
    """What is stored now, also under the former name; empty where there is nothing."""
    return _as_it_counts(store, kind).document


def has(store: StoreKey, kind: str) -> bool:
    """Whether anything stands under the name of now."""
    return bool(_read(name_of(store, kind)).version)


def changed_at(store: StoreKey, kind: str) -> datetime | None:
    """When it was last set or renewed, without reading it; None where nothing stands under the
    name of now."""
    try:
        answer = client("secretsmanager").describe_secret(SecretId=name_of(store, kind))
    except ClientError as error:
        if not _is_gone(error):
            raise
        return None
    if answer.get("DeletedDate"):
        return None
    at = answer.get("LastChangedDate") or answer.get("CreatedDate")
    return at.astimezone(UTC) if at else None


def read_former(store: StoreKey) -> Document | None:
    """All that lies under the former name; None where nothing does."""
    name = former_name_of(store)
    found = _read(name) if name else _NOTHING
    return found.document if found.version else None


def part_of(former: Document, kind: str) -> Document:
    """What of a document of before belongs into one of the two; empty where there is nothing."""
    if kind == ACCESS:
        return dict(former.get("access", {}))
    proofs = {name: value for name, value in former.items() if name != "access"}
    return proofs if any(proofs.values()) else {}


def change(store: StoreKey, kind: str, make: Callable[[Document], Document]) -> Document:
    """Replaces what is stored by what is made of it, and says what stands then.

    Where another was quicker, it is made again of what that one left. Raises ChangedMeanwhile, or
    SecretsDeleted.
    """
    return _change(name_of(store, kind), lambda: _as_it_counts(store, kind), make)


def change_named(name: str, make: Callable[[Document], Document]) -> Document:
    """The same of a secret that is no store's, by its name or ARN."""
    return _change(name, lambda: _read(name), make)


def _change(
    name: str, read_known: Callable[[], Stored], make: Callable[[Document], Document]
) -> Document:
    for _ in range(TRIES_MAX):
        known = read_known()
        wanted = make(json.loads(json.dumps(known.document)))
        if known.version and wanted == known.document:
            return wanted
        if _written(name, wanted, after=known.version):
            return wanted
    raise ChangedMeanwhile(name)


def delete(name: str) -> bool:
    """False where it has been. For 30 days it can be had back by hand (`restore-secret`)."""
    try:
        client("secretsmanager").delete_secret(SecretId=name)
    except ClientError as error:
        if not _is_gone(error):
            raise
        return False
    return True


def _as_it_counts(store: StoreKey, kind: str) -> Stored:
    """What stands under the name of now, else what the former one has of it."""
    found = _read(name_of(store, kind))
    if found.version or not FORMER_PREFIX:
        return found
    former = read_former(store)
    if former is not None:
        return Stored(part_of(former, kind), "")
    # Between the two looks it may have been moved.
    return _read(name_of(store, kind))


def _read(name: str) -> Stored:
    try:
        answer = client("secretsmanager").get_secret_value(SecretId=name, VersionStage=CURRENT)
    except ClientError as error:
        if not _is_gone(error):
            raise
        return _NOTHING
    return Stored(json.loads(answer["SecretString"]), answer["VersionId"])


def _written(name: str, document: Document, *, after: str) -> bool:
    """Whether it stands now; False where something else than `after` stood there."""
    text, token = json.dumps(document), str(uuid.uuid4())
    try:
        if not after:
            client("secretsmanager").create_secret(Name=name, SecretString=text)
            return True
        # Put aside first, then made the current one only in place of the one that was read.
        client("secretsmanager").put_secret_value(
            SecretId=name,
            SecretString=text,
            ClientRequestToken=token,
            VersionStages=[ASIDE],
        )
        client("secretsmanager").update_secret_version_stage(
            SecretId=name,
            VersionStage=CURRENT,
            MoveToVersionId=token,
            RemoveFromVersionId=after,
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "InvalidRequestException":
            raise SecretsDeleted(name) from error
        if code not in {"ResourceExistsException", "InvalidParameterException"}:
            raise
        stands = _read(name)
        if not stands.version:
            raise SecretsDeleted(name) from error
        # An answer that was lost is asked for again, and then finds its own version.
        return stands.document == document
    return True


def _is_gone(error: ClientError) -> bool:
    """Whether there is no such secret, or one that is marked to be deleted."""
    code = error.response["Error"]["Code"]
    return code in {"ResourceNotFoundException", "InvalidRequestException"}
