"""The day's reconciliation, as it runs every night, of the demo's own day. Import after `enter`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from commissions.application.reconciliation import run
from commissions.audit.report import Report
from commissions.tables import journal_hashes, ledger
from tools.demo import shop
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
    """Waits for the hashes of the journals, which are kept within moments, on AWS within two
    minutes."""
    now = datetime.now(UTC)
    shop.happens(lambda: are_kept(now.date()))
    report = run.reconcile(now.date(), now=now + SETTLED)
    FOLDER.mkdir(parents=True, exist_ok=True)
    files = []
    for name, text in run.report_files(report).items():
        (FOLDER / name).write_text(text)
        files.append(FOLDER / name)
    return Reconciled(report, tuple(files))


def are_kept(day: date) -> bool:
    """Whether of every journal recorded on the day the hash is."""
    kept = {journal_id for journal_id, _ in journal_hashes.of_day(day).pairs}
    journals = (each for each in ledger.every_journal() if each.recorded_at.date() == day)
    return all(each.journal_id in kept for each in journals)
