"""Adobe I/O Events: CloudEvents, one or many in a body, each of them a hint and no more.

What they hold is what the shop's staff chose to send, so that the store is asked for the rest.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from commissions.domain.hint import ORDER, PRODUCT, ChangeHinted
from commissions.domain.listing import ProductRemoved
from commissions.domain.store import Store
from commissions.platforms import UNTOLD, NotOurs, Reading, Unreadable
from commissions.platforms.magento.name import NAME
from commissions.platforms.magento.values import is_id, moment_or_none, sku_of
from commissions.platforms.payload import Field

EVENTS_MAX = 20
CODE_HEADER = "x-adobe-event-code"
BY_SKU = "sku:"
"""Stands before a SKU where a product's id is not told."""

_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,200}", re.ASCII)
_CHANGE = re.compile(r"(?:^|\.)observer\.([a-z_]+?)_(save|delete)(?:_commit)?_after(?:\.|$)")
Said = ChangeHinted | ProductRemoved


def topic(headers: Mapping[str, str]) -> str:
    code = headers.get(CODE_HEADER, "")
    return code if _CODE.fullmatch(code) else ""


def translate(payload: Any, topic: str, store: Store) -> Reading:
    """Raises Unreadable, and NotOurs for what Adobe has signed for somebody else."""
    events = list(Field(payload).each()) if isinstance(payload, list) else [Field(payload)]
    if not 0 < len(events) <= EVENTS_MAX:
        raise Unreadable(f"the body holds not one event, or more than {EVENTS_MAX}")
    for event in events:
        _check_is_ours(event, store)
    found: dict[tuple[str, str], Said] = {}
    notes: list[str] = []
    for event in events:
        for said in _said(event, topic, store, notes):
            found[type(said).__name__, _subject(said)] = said
    if not found and len(notes) < len(events):
        raise Unreadable("the events do not say what their codes promise")
    return Reading(
        topic=_code(events[0], topic),
        records=tuple(found.values()),
        told_at=max(_time(event) for event in events),
        ignored="; ".join(dict.fromkeys(notes))[:500],
    )


def _check_is_ours(event: Field, store: Store) -> None:
    """Adobe signs for all its customers with the same keys: only this says whom it is meant for."""
    newer, older = event.get("recipientclientid"), event.get("recipient_client_id")
    named = newer if newer.given else older
    if not isinstance(named.value, str) or named.value not in store.client_ids:
        raise NotOurs("an event for another receiver")


def _said(event: Field, topic: str, store: Store, notes: list[str]) -> Iterator[Said]:
    return iter(())


_READERS: dict[str, Callable[..., Any]] = {}


def _subject(said: Said) -> str:
    return said.subject_id if isinstance(said, ChangeHinted) else said.product_id


def _code(event: Field, topic: str) -> str:
    return ""


def _time(event: Field) -> datetime:
    return UNTOLD
