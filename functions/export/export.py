"""Every ten minutes: the warehouse up to the last full hour, or to the moment asked for; and once a
day what it has of yesterday is held against the ledger."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.export.check import check, is_exported, last_check
from commissions.application.export.export import SETTLES, Exported, export_until, exported_until
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
    try:
        found = _exported(event.get("until", ""), now, lambda: not _has_time(context))
    except WarehouseDiffers:
        count("WarehouseDiffers")
        raise
    position = exported_until()
    count("WarehouseBehind", is_behind(position, now))
    logger.info("exported", until=f"{position}", done=found.done, waits_for=found.waits_for)
    if found.done and _has_time(context):
        _check_yesterday(now, position)
    return {"done": found.done, "waits_for": found.waits_for, "until": f"{position or ''}"}


def _exported(asked: str, now: datetime, is_enough: Callable[[], bool]) -> Exported:
    """Up to the moment asked for, at which a window ends then; or up to the last hour, which may be
    within a window that a freeze has cut later."""
    if asked:
        return export_until(datetime.fromisoformat(asked), now, is_enough=is_enough)
    hour, position = _last_hour(now), exported_until()
    if position is not None and position >= hour:
        return Exported(done=True)
    return export_until(hour, now, is_enough=is_enough)


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
