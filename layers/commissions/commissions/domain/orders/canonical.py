"""The one text of a record that is hashed, and what of a record is in it."""

import hashlib
import json
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

LATER = {"later": True}
"""Marks a field that records did not always have: at its default it is no part of their hash."""
OMITTED = LATER | {"omitted": True}
"""Marks a later field that is not written at its default either: plain orders stay as small."""
UNHASHED = OMITTED | {"unhashed": True}
"""Marks a field that is never part of the hash: a record with it is the same content as one without
it, which may have been told before it was known."""


_ALWAYS = object()
"""Instead of a default, of a field that is always stated."""


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
    stated = ((name, getattr(value, name), later) for name, later in _members(value.__class__))
    return {name: found for name, found, later in stated if later is _ALWAYS or found != later}


@cache
def _members(record_type: type[Any]) -> tuple[tuple[str, Any], ...]:
    """Each field that is hashed, with the default at which it is left out."""
    return tuple(
        (each.name, each.default if "later" in each.metadata else _ALWAYS)
        for each in fields(record_type)
        if "unhashed" not in each.metadata
    )


def digest_of(record: Any) -> str:
    return hashlib.sha256(canonical(record).encode()).hexdigest()
