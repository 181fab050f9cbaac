"""What a webhook says of an order that the pipeline would rather have the store's answer of: where
no step has that, a preview shows what the webhook itself comes to, beside what would be asked."""

from collections.abc import Iterable
from dataclasses import replace

from commissions.application.preview.reading import ORDER, UnreadableStep, read_step
from commissions.application.preview.sequence import RecordedStep
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook


def orders_told(readings: Iterable[ParsedWebhook]) -> frozenset[str]:
    """The keys of the orders of which they tell a snapshot."""
    placed = (each for reading in readings for each in reading.records)
    return frozenset(each.order_key for each in placed if isinstance(each, OrderPlaced))


def as_it_says(
    reading: ParsedWebhook, step: RecordedStep, store: Store, told: frozenset[str]
) -> ParsedWebhook:
    """The reading, with what its body says of an order beside the hint at it. `told`: the orders
    that other steps tell of."""
    hints = [each for each in reading.records if isinstance(each, ChangeHinted)]
    is_hint = len(hints) == len(reading.records) == 1 and hints[0].subject == ORDER
    if not is_hint or hints[0].order_key in told:
        return reading
    try:
        own = read_step(replace(step, topic=ORDER), store)
    except UnreadableStep:
        return reading
    return replace(reading, records=(*own.records, *hints))
