"""The strict template for webhook modules that sign nothing (docs/platforms/magento.md): ids alone.

Nothing of it is taken at its word; the store is asked. `changed` only makes two changes of one
order two bodies, as the same body twice is one webhook.
"""

import re
from datetime import datetime
from typing import Any

from commissions.domain.orders.hint import ORDER, PRODUCT, ChangeHinted
from commissions.domain.stores.store import Store
from commissions.platforms import InvalidPayload, ParsedWebhook
from commissions.platforms.magento.name import NAME
from commissions.platforms.magento.times import first_moment
from commissions.platforms.payload import Field

FIELDS = {
    "order": {"event", "id", "changed"},
    "product": {"event", "id", "changed"},
    "creditmemo": {"event", "id", "order_id", "changed"},
}
MOMENT_CHARACTERS = 19

_CHANGED = re.compile(r"[0-9A-Za-z :._|-]{0,120}", re.ASCII)


def parse(payload: Any, store: Store) -> ParsedWebhook:
    """Raises InvalidPayload for whatever is not exactly the template."""
    body = Field(payload)
    event = body["event"].value
    if not isinstance(event, str) or event not in FIELDS:
        raise body["event"].wrong(f"is none of {', '.join(FIELDS)}")
    if payload.keys() != FIELDS[event]:
        raise InvalidPayload(f"the body is not the template of {event}: {sorted(FIELDS[event])}")
    body["id"].identity()
    hint = ChangeHinted(
        platform=NAME,
        store_id=store.store_id,
        subject=PRODUCT if event == "product" else ORDER,
        subject_id=body["order_id" if event == "creditmemo" else "id"].identity(),
        hinted_at=_time(body["changed"]),
        reason=event,
    )
    return ParsedWebhook(topic=event, records=(hint,), occurred_at=hint.hinted_at)


def _time(changed: Field) -> datetime:
    if not isinstance(changed.value, str) or not _CHANGED.fullmatch(changed.value):
        raise changed.wrong("is not as the template writes it")
    return first_moment(Field(changed.value[:MOMENT_CHARACTERS]))
