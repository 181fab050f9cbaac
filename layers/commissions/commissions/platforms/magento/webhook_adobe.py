"""Adobe I/O Events: CloudEvents, one or many in a body, each of them a hint and no more.

What they hold is what the shop's staff chose to send, so that the store is asked for the rest.
"""

import re
from datetime import datetime
from typing import Any

from commissions.domain.catalogue.listing import ProductRemoved
from commissions.domain.orders.hint import ORDER, PRODUCT, ChangeHinted
from commissions.domain.stores.store import Store
from commissions.platforms import NO_TIME, Ignored, InvalidPayload, ParsedWebhook, WrongRecipient
from commissions.platforms.magento.headers import EVENT_CODE
from commissions.platforms.magento.lines import sku_of
from commissions.platforms.magento.name import NAME
from commissions.platforms.magento.times import first_moment, moment_or_none
from commissions.platforms.marks import id_of
from commissions.platforms.payload import Field

EVENTS_MAX = 20
BY_SKU = "sku:"
"""Stands before a SKU where a product's id is not told."""

_CHANGE = re.compile(r"(?:^|\.)observer\.([a-z_]+?)_(save|delete)(?:_commit)?_after(?:\.|$)")
_ORDER_ID = {
    "sales_order": "entity_id",
    "sales_order_invoice": "order_id",
    "sales_order_creditmemo": "order_id",
}
type _Record = ChangeHinted | ProductRemoved


def parse(payload: Any, topic: str, store: Store) -> ParsedWebhook:
    """Raises InvalidPayload, and WrongRecipient for what Adobe has signed for somebody else.

    An event of a batch that cannot be read takes none of the others with it.
    """
    events = list(Field(payload).each()) if isinstance(payload, list) else [Field(payload)]
    for event in events:
        _check_is_ours(event, store)
    if not 0 < len(events) <= EVENTS_MAX:
        raise InvalidPayload(f"the body holds no event, or more than {EVENTS_MAX}")
    found: dict[tuple[str, str], _Record] = {}
    notes: list[str] = []
    unreadable: list[InvalidPayload] = []
    for event in events:
        try:
            record = _record(event, topic, store)
        except InvalidPayload as error:
            unreadable.append(error)
            continue
        if isinstance(record, Ignored):
            notes.append(record.reason)
        else:
            found[_subject(record)] = record
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


def _record(event: Field, topic: str, store: Store) -> _Record | Ignored:
    code = _code(event, topic)
    change = _CHANGE.search(code)
    thing, how = change.groups() if change else ("", "")
    if thing in _ORDER_ID:
        order_id = _order_id(_value(event), _ORDER_ID[thing])
        return _hint(event, store, ORDER, order_id, f"{thing} {how}")
    if thing == "catalog_product":
        return _product(event, store, how)
    return Ignored(f"{code or 'an event without a code'} earns nothing")


def _order_id(value: Field, name: str) -> str:
    """Where the shop's staff did not choose the field that has it, its items name their order."""
    if value.get(name).is_id:
        return value[name].identity()
    named = {id_of(item.get("order_id")) for item in value.get("items").extras()} - {""}
    return named.pop() if len(named) == 1 else value[name].identity()


def _product(event: Field, store: Store, how: str) -> _Record | Ignored:
    value, removed_at = _value(event), _time(event)
    entity_id = value.get("entity_id")
    product_id = entity_id.identity() if entity_id.is_id else ""
    if how == "delete" and not product_id:
        return Ignored("a product was deleted that names no entity_id")
    if how == "delete" and removed_at != NO_TIME:
        return ProductRemoved(
            platform=NAME, store_id=store.store_id, product_id=product_id, removed_at=removed_at
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
    return code if isinstance(code, str) and EVENT_CODE.fullmatch(code) else topic


def _value(event: Field) -> Field:
    data = event["event"]["data"] if event.get("event").given else event["data"]
    return data["value"]


def _time(event: Field) -> datetime:
    if sent_at := moment_or_none(event.get("time")):
        return sent_at
    try:
        value = _value(event)
        dates = [value.get(name) for name in ("updated_at", "created_at")]
    except InvalidPayload:
        return NO_TIME
    return first_moment(*dates)


def _subject(record: _Record) -> tuple[str, str]:
    """What it is about: of several hints at one thing, the last is enough."""
    if isinstance(record, ChangeHinted):
        return record.subject, record.subject_id
    return "removed", record.product_id
