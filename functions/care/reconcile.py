"""Every night: store = facts = journals = statements, of yesterday or of the day asked for."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.reconciliation.run import reconcile, save_report
from commissions.aws.telemetry import count, logger, observed


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    report = reconcile(_day(event))
    files = save_report(report)
    count("ReconciliationRan")
    count("ReconciliationFindings", len(report.findings))
    count("ReconciliationDelta", report.delta_total)
    logger.info("reconciled", day=f"{report.day}", verdict=report.verdict, files=files)
    return {
        "day": report.day.isoformat(),
        "verdict": report.verdict,
        "findings": len(report.findings),
        "delta": report.delta,
    }


def _day(event: dict[str, Any]) -> date:
    if day := event.get("day"):
        return date.fromisoformat(day)
    return datetime.now(UTC).date() - timedelta(days=1)
