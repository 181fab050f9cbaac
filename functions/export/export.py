"""Every ten minutes: the warehouse up to the last full hour, or to the moment asked for; and once a
day what it has of yesterday is held against the ledger."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.export.check import check, is_exported, last_check
from commissions.application.export.export import SETTLES, export_until, exported_until
from commissions.application.export.status import is_behind
from commissions.application.export.window_parts import WarehouseDiffers
from commissions.aws.telemetry import count, logger, observed
from commissions.warehouse.windows import A_DAY, midnight_of

CHECKED_AT = timedelta(hours=2)
"""After midnight in UTC: what was written late of the day before has long been there."""
LAST_WINDOW_MS = 240_000
"""So much time has to be left for another window."""


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    now = datetime.now(UTC)
    until = datetime.fromisoformat(event["until"]) if event.get("until") else _last_hour(now)
    try:
        found = export_until(until, now, is_enough=lambda: not _has_time(context))
    except WarehouseDiffers:
        count("WarehouseDiffers")
        raise
    position = exported_until()
    count("WarehouseBehind", is_behind(position, now))
    logger.info("exported", until=f"{position}", done=found.done, waits_for=found.waits_for)
    if found.done and _has_time(context):
        _check_yesterday(now, position)
    return {"done": found.done, "waits_for": found.waits_for, "until": f"{position or ''}"}


def _last_hour(now: datetime) -> datetime:
    """The last one that has settled."""
    return (now - SETTLES).replace(minute=0, second=0, microsecond=0)


def _has_time(context: LambdaContext) -> bool:
    return context.get_remaining_time_in_millis() > LAST_WINDOW_MS


def _check_yesterday(now: datetime, position: datetime | None) -> None:
    """Once, from two hours after midnight on."""
    today = midnight_of(now.date())
    yesterday = (today - A_DAY).date()
    if now < today + CHECKED_AT or not position or not is_exported(yesterday, position):
        return
    if last_check(yesterday):
        return
    found = check(yesterday, now)
    count("WarehouseDiffers", len(found.differences))
    if found.differences:
        logger.error("the warehouse differs", differences=found.differences)
    logger.info("checked", day=f"{yesterday}", lines=found.lines, balances=found.balances)
