"""Sessions of the pages, under their account: of a cookie only the hash. Beside them how often
somebody asked of late. All of it goes by itself when it is over.

The name that a page shows is in the session, and in no other table.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.people.accounts import Account
from commissions.domain.people.sessions import Session, SessionKey
from commissions.tables import accounts, items
from commissions.tables.items import Item, condition_failed, marshal, unmarshal

TABLE = os.environ["SESSIONS_TABLE"]
_SESSION, _COUNT, _SECRET = "session#", "count#", "secret"


def add(session: Session, over_at: datetime) -> None:
    item = _key(session.key) | {
        "name": session.name,
        "epoch": session.epoch,
        "began_at": _milliseconds(session.began_at),
        "seen_at": _milliseconds(session.seen_at),
        "proved_at": _milliseconds(session.proved_at),
        "expires_at": int(over_at.timestamp()),
    }
    client("dynamodb").put_item(TableName=TABLE, Item=marshal(item))


def with_account(key: SessionKey) -> tuple[Session | None, Account | None]:
    """A session and its account as both stand now, in one round trip."""
    wanted: Any = {
        TABLE: {"Keys": [marshal(_key(key))], "ConsistentRead": True},
        accounts.TABLE: {"Keys": [marshal({"id": key.account_id})], "ConsistentRead": True},
    }
    answer = client("dynamodb").batch_get_item(RequestItems=wanted)
    if answer.get("UnprocessedKeys"):
        session = items.get(TABLE, _key(key))
        return (_read(session) if session else None), accounts.find(key.account_id)
    [session, account] = [
        next(map(unmarshal, answer["Responses"].get(table, [])), None) for table in wanted
    ]
    return (_read(session) if session else None), (accounts.read(account) if account else None)


def of_account(account_id: str) -> list[Session]:
    """All that have not gone yet, the last begun first; some may be over."""
    found = items.query(
        TABLE,
        KeyConditionExpression="account_id = :account AND begins_with(entry, :session)",
        values={":account": account_id, ":session": _SESSION},
        ConsistentRead=True,
    )
    return sorted(map(_read, found), key=lambda each: each.began_at, reverse=True)


def note_use(key: SessionKey, now: datetime, over_at: datetime) -> None:
    """Notes that a session is in use; one that has ended meanwhile stays ended."""
    values = {":now": _milliseconds(now), ":over": int(over_at.timestamp())}
    try:
        client("dynamodb").update_item(
            TableName=TABLE,
            Key=marshal(_key(key)),
            UpdateExpression="SET seen_at = :now, expires_at = :over",
            ConditionExpression="attribute_exists(entry)",
            ExpressionAttributeValues=marshal(values),
        )
    except ClientError as error:
        if not condition_failed(error):
            raise


def end(key: SessionKey) -> None:
    client("dynamodb").delete_item(TableName=TABLE, Key=marshal(_key(key)))


def counted(account_id: str, name: str, more: int, expires_at: datetime) -> int:
    """Adds to what is counted of an account under a name, and says how much it comes to."""
    answer = client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal({"account_id": account_id, "entry": f"{_COUNT}{name}"}),
        UpdateExpression="SET expires_at = :over ADD times :more",
        ExpressionAttributeValues=marshal({":over": int(expires_at.timestamp()), ":more": more}),
        ReturnValues="UPDATED_NEW",
    )
    times: int = unmarshal(answer["Attributes"])["times"]
    return times


def list_secret(account_id: str, new: str, expires_at: datetime) -> str:
    """What an account's cursors are signed with: the one that it has, for some time longer, or a
    new one where it has none."""
    answer = client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal({"account_id": account_id, "entry": _SECRET}),
        UpdateExpression="SET expires_at = :over, list_secret = if_not_exists(list_secret, :new)",
        ExpressionAttributeValues=marshal({":over": int(expires_at.timestamp()), ":new": new}),
        ReturnValues="ALL_NEW",
    )
    secret: str = unmarshal(answer["Attributes"])["list_secret"]
    return secret


def _key(key: SessionKey) -> Item:
    return {"account_id": key.account_id, "entry": f"{_SESSION}{key.session_id}"}


def _read(item: Mapping[str, Any]) -> Session:
    return Session(
        key=SessionKey(
            account_id=item["account_id"], session_id=item["entry"].removeprefix(_SESSION)
        ),
        name=item["name"],
        epoch=item["epoch"],
        began_at=_moment(item["began_at"]),
        seen_at=_moment(item["seen_at"]),
        proved_at=_moment(item["proved_at"]),
    )


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
