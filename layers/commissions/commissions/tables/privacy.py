"""The requests by law that the stores passed on, and what was done about each.

A pynamodb model: they come a few a month and nobody waits for them, so that what a model costs at a
cold start is no loss here (docs/decisions.md).
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pynamodb.attributes import ListAttribute, MapAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError, UpdateError
from pynamodb.models import Model

from commissions.domain.orders.canonical import stamp
from commissions.domain.people.privacy import DAYS, PrivacyAsked
from commissions.platforms import NO_TIME

CONDITION_FAILED = "ConditionalCheckFailedException"


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


class PrivacyItem(Model):
    """As a request lies in its table; moments are text, as `stamp` writes them."""

    class Meta:
        table_name = os.environ["PRIVACY_TABLE"]
        connect_timeout_seconds = 2
        read_timeout_seconds = 5
        max_retry_attempts = 2

    store_id = UnicodeAttribute(hash_key=True)
    request = UnicodeAttribute(range_key=True)
    platform = UnicodeAttribute()
    kind = UnicodeAttribute()
    asked_at = UnicodeAttribute()
    received_at = UnicodeAttribute()
    customer = UnicodeAttribute()
    orders = ListAttribute[str]()
    request_id = UnicodeAttribute()
    did: Any = MapAttribute()  # type: ignore[no-untyped-call]  # a map of any names has no type
    done_at = UnicodeAttribute(null=True)
    note = UnicodeAttribute(null=True)


def record(request: PrivacyAsked, received_at: datetime) -> PrivacyRequest:
    """Keeps a request if it is new; returns it as it stands."""
    item = PrivacyItem(
        *_key(request),
        platform=request.platform,
        kind=request.kind,
        asked_at=stamp(request.asked_at),
        received_at=stamp(received_at),
        customer=request.customer,
        orders=list(request.orders),
        request_id=request.request_id,
        did={},
    )
    try:
        item.save(condition=PrivacyItem.store_id.does_not_exist())
    except PutError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise
        return _read(PrivacyItem.get(*_key(request), consistent_read=True))
    return PrivacyRequest(asked=request, received_at=received_at)


def note_step(request: PrivacyAsked, what: str, times: int) -> None:
    """Notes what was done, before all of it is."""
    did = PrivacyItem.did[what]
    PrivacyItem(*_key(request)).update([did.set((did | 0) + times)])


def close(request: PrivacyAsked, at: datetime, note: str = "") -> bool:
    """Closes a request; False for one that is closed already, which stays as it is."""
    try:
        PrivacyItem(*_key(request)).update(
            [PrivacyItem.done_at.set(stamp(at)), PrivacyItem.note.set(note)],
            condition=PrivacyItem.store_id.exists() & PrivacyItem.done_at.does_not_exist(),
        )
    except UpdateError as error:
        if error.cause_response_code != CONDITION_FAILED:
            raise
        return False
    return True


def all_requests() -> Iterator[PrivacyRequest]:
    """All requests ever; they are few."""
    return map(_read, PrivacyItem.scan(consistent_read=True))


def due_before(moment: datetime) -> int:
    """How many are open that have to be done by then."""
    return sum(each.done_at is None and each.due < moment for each in all_requests())


def _key(request: PrivacyAsked) -> tuple[str, str]:
    return request.store_id, request.ticket


def _read(item: PrivacyItem) -> PrivacyRequest:
    request = PrivacyAsked(
        platform=item.platform,
        store_id=item.store_id,
        kind=item.kind,
        asked_at=datetime.fromisoformat(item.asked_at),
        customer=item.customer,
        orders=tuple(item.orders),
        request_id=item.request_id,
    )
    return PrivacyRequest(
        asked=request,
        received_at=datetime.fromisoformat(item.received_at),
        done_at=datetime.fromisoformat(item.done_at) if item.done_at else None,
        did=item.did.as_dict(),
        note=item.note or "",
    )
