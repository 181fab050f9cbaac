"""What waits for a referral while a person has said whose the order is: it goes on with the word.

Whoever parks looks once more after parking, and whoever has a word settled looks for what is parked
after that: one of two who do it at once finds the other's.
"""

from typing import TYPE_CHECKING

from commissions.application.pipeline.instalments import FactsOf
from commissions.aws.telemetry import logger
from commissions.domain.orders.parking_reasons import WAITS_FOR_SOMEBODY
from commissions.domain.people.attribution_override import (
    LATER,
    TAKEN_BACK,
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


def look_again(override: AttributionOverride) -> None:
    """Lets go on what waits to know whose the order is; what had gone on by a word alone waits
    again when that is taken back."""
    from commissions.tables import parked

    if override.scope == LATER:
        return
    if override.says == TAKEN_BACK:
        _tell_again(override.order_key)
        return
    for entry in parked.all_entries():
        if entry.order_key == override.order_key and waits_for_somebody(entry):
            _release(entry, override)


def waits_for_somebody(entry: "ParkedEntry") -> bool:
    """Whether a record waits that a person's word lets go on."""
    return entry.reason in WAITS_FOR_SOMEBODY and not entry.is_of_order


def _release(entry: "ParkedEntry", override: AttributionOverride) -> None:
    from commissions.application.pipeline.release import release

    logger.info("released", record=entry.record_key, overridden=override.key)
    release(entry)


def _tell_again(order_key: str) -> None:
    """The snapshots for which nobody was found: where that is still so, they are parked again."""
    from commissions.application.pipeline.release import replay
    from commissions.domain.sales.attribution import Lock
    from commissions.domain.sales.referral_match import AWAITED, ReferralMatch
    from commissions.tables import inbox, ledger

    rows = ledger.read(order_key).rows
    contents = [row.fact.content for row in rows]
    matches = [each for each in contents if isinstance(each, ReferralMatch)]
    found = {each.order_version for each in matches if each.carrier != AWAITED}
    alone = {
        row.inbox
        for row in rows
        if isinstance(lock := row.fact.content, Lock)
        and not lock.has_people
        and lock.order_version not in found
    }
    for item in filter(None, map(inbox.find, sorted(alone))):
        logger.info("told again", inbox=item.id, taken_back=order_key)
        replay(item)
