"""The day's reconciliation, as it runs every night, of the demo's own day. Import after `enter`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from commissions.audit.report import Report
from commissions.runtime import reconciling
from tools.stack import LOCAL

FOLDER = LOCAL / "reports"
# The night's run waits until the day has settled; this one looks from as far ahead.
SETTLED = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Reconciled:
    report: Report
    files: tuple[Path, ...]

    @property
    def well(self) -> bool:
        return not self.report.findings


def today() -> Reconciled:
    now = datetime.now(UTC)
    report = reconciling.reconcile(now.date(), now=now + SETTLED)
    FOLDER.mkdir(parents=True, exist_ok=True)
    files = []
    for name, text in reconciling.report_files(report).items():
        (FOLDER / name).write_text(text)
        files.append(FOLDER / name)
    return Reconciled(report, tuple(files))
