"""Adobe I/O Events: CloudEvents, one or many in a body, each of them a hint and no more.

What they hold is what the shop's staff chose to send, so that the store is asked for the rest.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commissions.domain.hint import ORDER, PRODUCT, ChangeHinted
from commissions.domain.listing import ProductRemoved
from commissions.domain.store import Store
from commissions.platforms import NO_TIME, Ignored, InvalidPayload, ParsedWebhook, WrongRecipient
from commissions.platforms.magento.amounts import is_id, moment_or_none, sku_of
from commissions.platforms.magento.name import NAME
from commissions.platforms.payload import Field

EVENTS_MAX = 20
CODE_HEADER = "x-adobe-event-code"
BY_SKU = "sku:"
"""Stands before a SKU where a product's id is not told."""

_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,200}", re.ASCII)
_CHANGE = re.compile(r"(?:^|\.)observer\.([a-z_]+?)_(save|delete)(?:_commit)?_after(?:\.|$)")
_ORDER_ID = {
    "sales_order": "entity_id",
    "sales_order_invoice": "order_id",
    "sales_order_creditmemo": "order_id",
}
Said = ChangeHinted | ProductRemoved


def topic(headers: Mapping[str, str]) -> str:
    code = headers.get(CODE_HEADER, "")
    return code if _CODE.fullmatch(code) else ""


def parse(payload: Any, topic: str, store: Store) -> ParsedWebhook:
    """Raises InvalidPayload, and WrongRecipient for what Adobe has signed for somebody else.

    An event of a batch that cannot be read takes none of the others with it.
    """
    events = list(Field(payload).each()) if isinstance(payload, list) else [Field(payload)]
    for event in events:
        _check_is_ours(event, store)
    if not 0 < len(events) <= EVENTS_MAX:
        raise InvalidPayload(f"the body holds no event, or more than {EVENTS_MAX}")
    found: dict[tuple[str, str], Said] = {}
    notes: list[str] = []
    unreadable: list[InvalidPayload] = []
    for event in events:
        try:
            said = _said(event, topic, store)
        except InvalidPayload as error:
            unreadable.append(error)
            continue
        if isinstance(said, Ignored):
            notes.append(said.reason)
        else:
            found[_subject(said)] = said
    if unreadable and not found:
        raise unreadable[0]
    return ParsedWebhook(
        topic=_code(events[0], topic),
        records=tuple(found.values()),
        occurred_at=max(_time(event) for event in events),
        ignored="; ".join(dict.fromkeys([*notes, *map(str, unreadable)])),
    )


def _check_is_ours(event: Field, store: Store) -> None:
    """Adobe signs for all its customers with the same keys: only this says whom it is meant for."""
    newer, older = event.get("recipientclientid"), event.get("recipient_client_id")
    named = newer if newer.given else older
    if not isinstance(named.value, str) or named.value not in store.client_ids:
        raise WrongRecipient("an event for another receiver")


def _said(event: Field, topic: str, store: Store) -> Said | Ignored:
    code = _code(event, topic)
    change = _CHANGE.search(code)
    thing, how = change.groups() if change else ("", "")
    if thing in _ORDER_ID:
        order_id = _value(event)[_ORDER_ID[thing]].identity()
        return _hint(event, store, ORDER, order_id, f"{thing} {how}")
    if thing == "catalog_product":
        return _product(event, store, how)
    return Ignored(f"{code or 'an event without a code'} earns nothing")


def _product(event: Field, store: Store, how: str) -> Said | Ignored:
    value, told_at = _value(event), _time(event)
    product_id = value.get("entity_id").identity() if is_id(value.get("entity_id")) else ""
    if how == "delete" and not product_id:
        return Ignored("a product was deleted that names no entity_id")
    if how == "delete" and told_at != NO_TIME:
        return ProductRemoved(
            platform=NAME, store_id=store.store_id, product_id=product_id, removed_at=told_at
        )
    if not product_id and not (sku := sku_of(value["sku"])):
        raise value["sku"].wrong("names no product")
    return _hint(event, store, PRODUCT, product_id or f"{BY_SKU}{sku}", f"catalog_product {how}")


def _hint(event: Field, store: Store, subject: str, subject_id: str, reason: str) -> ChangeHinted:
    return ChangeHinted(
        platform=NAME,
        store_id=store.store_id,
        subject=subject,
        subject_id=subject_id,
        hinted_at=_time(event),
        reason=reason,
    )


def _code(event: Field, topic: str) -> str:
    """The event's own, which is signed; an older form has none, and then the header's."""
    code = event.get("type").value
    return code if isinstance(code, str) and _CODE.fullmatch(code) else topic


def _value(event: Field) -> Field:
    data = event["event"]["data"] if event.get("event").given else event["data"]
    return data["value"]


def _time(event: Field) -> datetime:
    if told_at := moment_or_none(event.get("time")):
        return told_at
    try:
        value = _value(event)
        dates = [value.get(name) for name in ("updated_at", "created_at")]
    except InvalidPayload:
        return NO_TIME
    return next((at for date in dates if (at := moment_or_none(date))), NO_TIME)


def _subject(said: Said) -> tuple[str, str]:
    """What it is about: of several hints at one thing, the last is enough."""
    if isinstance(said, ChangeHinted):
        return said.subject, said.subject_id
    return "removed", said.product_id
