"""Every night: what orders have become due to be seen, what is owed to everybody is counted, and
store = facts = journals = statements, of yesterday or of the day asked for."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.actions.asked_payer import count_tonight
from commissions.application.care.listing import list_due
from commissions.application.reconciliation.run import reconcile, save_report
from commissions.audit.findings import REWRITTEN
from commissions.aws.telemetry import count, logger, observed


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    _list_due(datetime.now(UTC))
    if "day" not in event:
        count_tonight()
    report = reconcile(_day(event))
    files = save_report(report)
    count("ReconciliationRan")
    count("ReconciliationFindings", len(report.findings))
    count("ReconciliationDelta", report.delta_total)
    if rewritten := sum(found.kind in REWRITTEN for found in report.findings):
        count("LedgerTampered", rewritten)
    logger.info("reconciled", day=f"{report.day}", headline=report.headline, files=files)
    return {
        "day": report.day.isoformat(),
        "verdict": report.verdict,
        "findings": len(report.findings),
        "delta": report.delta,
    }


def _list_due(now: datetime) -> None:
    """First, so that the report has it; and whatever becomes of it, the night is reconciled."""
    try:
        logger.info("looked at again", orders=list_due(now))
    except Exception:
        logger.exception("nothing could be looked at again: it is due the next night still")
        count("RecordsFailed")


def _day(event: dict[str, Any]) -> date:
    if day := event.get("day"):
        return date.fromisoformat(day)
    return datetime.now(UTC).date() - timedelta(days=1)
