"""What waits for a referral while a person has said whose the order is: it goes on with the word.

Whoever parks looks once more after parking, and whoever has a word settled looks for what is parked
after that: one of two who do it at once finds the other's.
"""

from commissions.application.pipeline.overridden import waits_for_somebody
from commissions.application.pipeline.release import release, replay
from commissions.aws.telemetry import logger
from commissions.domain.people.attribution_override import LATER, TAKEN_BACK, AttributionOverride
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.referral_match import AWAITED, ReferralMatch
from commissions.tables import inbox, ledger, parked


def look_again(override: AttributionOverride) -> None:
    """Lets go on what waits to know whose the order is; what had gone on by a word alone waits
    again when that is taken back."""
    if override.scope == LATER:
        return
    if override.says == TAKEN_BACK:
        _tell_again(override.order_key)
        return
    for entry in parked.all_entries():
        if entry.order_key == override.order_key and waits_for_somebody(entry):
            logger.info("released", record=entry.record_key, overridden=override.key)
            release(entry)


def _tell_again(order_key: str) -> None:
    """The snapshots for which nobody was found: where that is still so, they are parked again."""
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
