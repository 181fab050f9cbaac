"""The requests by law that the stores passed on, and what was done about each."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.people.privacy import DAYS, PrivacyAsked
from commissions.platforms import NO_TIME
from commissions.tables.items import Item, condition_failed, marshal, scan, unmarshal

TABLE = os.environ["PRIVACY_TABLE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyRequest:
    asked: PrivacyAsked
    received_at: datetime
    done_at: datetime | None = None
    did: dict[str, int] = field(default_factory=dict)
    """What was done, and to how many."""
    note: str = ""
    """What a person said of it."""

    @property
    def since(self) -> datetime:
        """When it was asked, or, where the store did not say, when it came."""
        return self.received_at if self.asked.asked_at == NO_TIME else self.asked.asked_at

    @property
    def due(self) -> datetime:
        return self.since + DAYS


def record(request: PrivacyAsked, received_at: datetime) -> PrivacyRequest:
    """Keeps a request if it is new; returns it as it stands."""
    try:
        client("dynamodb").put_item(
            TableName=TABLE,
            Item=marshal(_item(request, received_at)),
            ConditionExpression="attribute_not_exists(store_id)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as error:
        if not condition_failed(error):
            raise
        return _read(unmarshal(error.response["Item"]))  # type: ignore[typeddict-item]
    return PrivacyRequest(asked=request, received_at=received_at)


def note_step(request: PrivacyAsked, what: str, times: int) -> None:
    """Notes what was done, before all of it is."""
    client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal(_key(request)),
        UpdateExpression="ADD did.#what :times",
        ExpressionAttributeNames={"#what": what},
        ExpressionAttributeValues=marshal({":times": times}),
    )


def close(request: PrivacyAsked, at: datetime, note: str = "") -> bool:
    """Closes a request; False for one that is closed already, which stays as it is."""
    try:
        client("dynamodb").update_item(
            TableName=TABLE,
            Key=marshal(_key(request)),
            UpdateExpression="SET done_at = :at, note = :note",
            ConditionExpression="attribute_exists(store_id) AND attribute_not_exists(done_at)",
            ExpressionAttributeValues=marshal({":at": stamp(at), ":note": note}),
        )
    except ClientError as error:
        if not condition_failed(error):
            raise
        return False
    return True


def all_requests() -> Iterator[PrivacyRequest]:
    """All requests ever; they are few."""
    return map(_read, scan(TABLE))


def due_before(moment: datetime) -> int:
    """How many are open that have to be done by then."""
    return sum(each.done_at is None and each.due < moment for each in all_requests())


def _key(request: PrivacyAsked) -> Item:
    return {"store_id": request.store_id, "request": request.ticket}


def _item(request: PrivacyAsked, received_at: datetime) -> Item:
    return _key(request) | {
        "platform": request.platform,
        "kind": request.kind,
        "asked_at": stamp(request.asked_at),
        "received_at": stamp(received_at),
        "customer": request.customer,
        "orders": request.orders,
        "request_id": request.request_id,
        "did": {},
    }


def _read(item: Item) -> PrivacyRequest:
    request = PrivacyAsked(
        platform=item["platform"],
        store_id=item["store_id"],
        kind=item["kind"],
        asked_at=datetime.fromisoformat(item["asked_at"]),
        customer=item["customer"],
        orders=tuple(item["orders"]),
        request_id=item["request_id"],
    )
    return PrivacyRequest(
        asked=request,
        received_at=datetime.fromisoformat(item["received_at"]),
        done_at=datetime.fromisoformat(item["done_at"]) if "done_at" in item else None,
        did=item["did"],
        note=item.get("note", ""),
    )
