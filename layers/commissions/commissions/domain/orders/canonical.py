"""The one text of a record that is hashed, and what of a record is in it."""

import hashlib
import json
from dataclasses import Field, fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

LATER = {"later": True}
"""Marks a field that records did not always have: at its default it is no part of their hash."""
OMITTED = LATER | {"omitted": True}
"""Marks a later field that is not written at its default either: plain orders stay as small."""


class NoTimeZone(ValueError):
    """A moment that does not say in which time zone it is meant."""


def stamp(moment: datetime) -> str:
    """A moment as sortable text in UTC; raises NoTimeZone rather than guess one."""
    if moment.utcoffset() is None:
        raise NoTimeZone(f"{moment} has no time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(record: Any) -> str:
    """One text for one content, whatever way the record came: the form that is hashed."""
    return json.dumps(
        record, default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def _plain(value: Any) -> Any:
    """What JSON has no form for."""
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return {
        each.name: getattr(value, each.name) for each in fields(value) if _is_stated(value, each)
    }


def _is_stated(value: Any, each: "Field[Any]") -> bool:
    return "later" not in each.metadata or getattr(value, each.name) != each.default


def digest_of(record: Any) -> str:
    return hashlib.sha256(canonical(record).encode()).hexdigest()
