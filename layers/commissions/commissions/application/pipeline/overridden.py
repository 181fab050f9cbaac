"""Whether a person has said whose an order is that waits for a referral: it goes on with the word
(`released_by_word`)."""

from typing import TYPE_CHECKING

from commissions.application.pipeline.instalments import FactsOf
from commissions.domain.orders.parking_reasons import WAITS_FOR_SOMEBODY
from commissions.domain.people.attribution_override import (
    AttributionOverride,
    override_that_counts,
)

if TYPE_CHECKING:
    from commissions.tables.parked import ParkedEntry


def is_overridden(order_key: str, reason: str, facts_of: FactsOf) -> bool:
    """Whether an order that would wait for that reason goes on by a person's word. It is looked up
    of what would wait alone: all others start no slower for it."""
    if reason not in WAITS_FOR_SOMEBODY:
        return False
    contents = (each.content for each in facts_of(order_key))
    said = (each for each in contents if isinstance(each, AttributionOverride))
    return override_that_counts(said) is not None


def waits_for_somebody(entry: "ParkedEntry") -> bool:
    """Whether a record waits that a person's word lets go on."""
    return entry.reason in WAITS_FOR_SOMEBODY and not entry.is_of_order
