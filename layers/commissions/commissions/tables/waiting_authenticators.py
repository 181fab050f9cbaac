"""Authenticator apps that wait for their first code, beside the sessions of their account."""

from dataclasses import dataclass
from datetime import UTC, datetime

from commissions.aws.clients import client
from commissions.domain.people.sessions import SessionKey
from commissions.tables.items import Item, get, marshal
from commissions.tables.sessions import TABLE

_WAITING = "authenticator#"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class WaitingAuthenticator:
    key: SessionKey
    secret: str
    access_token: str
    """The user pool's, of who has just signed in with a password."""
    name: str
    username: str
    proved_at: datetime
    to: str
    expires_at: datetime


def put(waiting: WaitingAuthenticator) -> None:
    item = _key(waiting.key) | {
        "secret": waiting.secret,
        "access_token": waiting.access_token,
        "name": waiting.name,
        "username": waiting.username,
        "proved_at": int(waiting.proved_at.timestamp()),
        "to": waiting.to,
        "expires_at": int(waiting.expires_at.timestamp()),
    }
    client("dynamodb").put_item(TableName=TABLE, Item=marshal(item))


def find(key: SessionKey) -> WaitingAuthenticator | None:
    item = get(TABLE, _key(key))
    return _read(key, item) if item else None


def delete(key: SessionKey) -> None:
    client("dynamodb").delete_item(TableName=TABLE, Key=marshal(_key(key)))


def _key(key: SessionKey) -> Item:
    return {"account_id": key.account_id, "entry": f"{_WAITING}{key.session_id}"}


def _read(key: SessionKey, item: Item) -> WaitingAuthenticator:
    return WaitingAuthenticator(
        key=key,
        secret=item["secret"],
        access_token=item["access_token"],
        name=item["name"],
        username=item["username"],
        proved_at=datetime.fromtimestamp(item["proved_at"], UTC),
        to=item["to"],
        expires_at=datetime.fromtimestamp(item["expires_at"], UTC),
    )
