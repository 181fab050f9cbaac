"""Somebody looks at a team whose figures are old, or it is night -> a downline snapshot."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.teams import kept_standings, nightly
from commissions.aws.telemetry import count, logger, observed


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    now = datetime.now(UTC)
    if month := event.get("month"):
        made = nightly.of_month(month, now, at_once=bool(event.get("at_once")))
        snapshots = [made] if made else []
    else:
        night = nightly.night(now)
        count("TeamIndexWrong", night.reindexed.wrong)
        snapshots = list(night.snapshots)
        logger.info("standings", closed=kept_standings.keep_closed())
    count("TeamSnapshotsMade", len(snapshots))
    for each in snapshots:
        logger.info("snapshot", month=each.month, rows=each.rows, took_ms=each.took_ms)
    return {each.month: each.version for each in snapshots}
