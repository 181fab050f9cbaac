"""A message that nobody could work off: what it is about, and never what it says.

It is an event of the bus, what somebody is to be asked, or AWS's own note of a call that failed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

ASKED, FAILED_CALL, UNKNOWN = "asked", "failed-call", "unknown"
"""What is no event: a store that is to be asked, a call of a function or a stream's batch that
failed, and what nobody can tell."""
_ORDER_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    message_id: str
    kind: str
    """An event's name on the bus, or one of the words above."""
    store_id: str
    order_key: str
    """`shopify/tea-us/1001`; empty of what is about no order."""
    inbox_id: str
    """Of the item that it came in with; empty where there is none."""
    since: datetime
    """When it was first told."""
    was_delivered: bool
    """Whether its function had it, and failed; else it never came there."""
    error: str
    """AWS's word for it, where it says one: that of a station stands in its log alone."""


def dead_letter(message_id: str, body: str, sent_ms: int, told: Mapping[str, str]) -> DeadLetter:
    """`sent_ms`: since 1970; `told`: what AWS says of it besides, by name."""
    document = _document(body)
    record, trace = _parts(document)
    order_key = _order_key(record)
    return DeadLetter(
        message_id=message_id,
        kind=_kind(document),
        store_id=_text(record.get("store_id"))
        or _text(document.get("store_id"))
        or _store(order_key),
        order_key=order_key,
        inbox_id=_text(trace.get("inbox")),
        since=datetime.fromtimestamp(sent_ms / 1000, UTC),
        was_delivered="ERROR_CODE" not in told,
        error=told.get("ERROR_CODE", "") or _error(document),
    )


def _document(body: str) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _parts(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The record and its trace, as far as they stand in the message itself."""
    detail = _mapping(document.get("detail"))
    return _innermost(_mapping(detail.get("record"))), _mapping(detail.get("trace"))


def _innermost(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a record is about: some bring the order along, or what is carried to it."""
    for name in ("carried", "order"):
        inner = record.get(name)
        inner = inner[0] if isinstance(inner, list) and inner else inner
        if isinstance(inner, dict):
            return _innermost(inner)
    return record


def _kind(document: Mapping[str, Any]) -> str:
    if name := _text(document.get("detail-type")):
        return name
    if "look" in document:
        return ASKED
    return FAILED_CALL if "requestContext" in document else UNKNOWN


def _order_key(record: Mapping[str, Any]) -> str:
    if key := _text(record.get("order_key")):
        return key
    order_id = record.get("platform_order_id")
    if order_id is None and record.get("subject") == "order":
        order_id = record.get("subject_id")
    parts = [_text(record.get("platform")), _text(record.get("store_id")), _text(order_id)]
    return "/".join(parts) if all(parts) else ""


def _store(order_key: str) -> str:
    parts = order_key.split("/", _ORDER_PARTS - 1)
    return parts[1] if len(parts) == _ORDER_PARTS else ""


def _error(document: Mapping[str, Any]) -> str:
    """The kind of an error alone: its text may name anybody."""
    answer = _mapping(document.get("responsePayload"))
    condition = _mapping(document.get("requestContext")).get("condition")
    return _text(answer.get("errorType")) or _text(condition)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return str(value)[:200] if isinstance(value, (str, int)) else ""
