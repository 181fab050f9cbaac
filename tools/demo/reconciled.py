"""The day's reconciliation, as it runs every night, of the demo's own day. Import after `enter`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from commissions.application.reconciliation import run
from commissions.audit.report import Report
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
    report = run.reconcile(now.date(), now=now + SETTLED)
    FOLDER.mkdir(parents=True, exist_ok=True)
    files = []
    for name, text in run.report_files(report).items():
        (FOLDER / name).write_text(text)
        files.append(FOLDER / name)
    return Reconciled(report, tuple(files))
