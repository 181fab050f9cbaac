"""A line of what a period gave somebody, found by its name and explained from the stored run."""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commissions.application.close.stored_attempt import StoredAttempt
from commissions.application.queries.close_explanation import (
    CloseExplanation,
    LineOfClose,
    explain_close,
)
from commissions.application.queries.correction_explanation import (
    CorrectionExplanation,
    explain_correction,
)
from commissions.domain.ledger.books import member_of, period_of
from commissions.domain.ledger.journal import Journal, JournalLine
from commissions.domain.periods.period_id import PeriodId, parse
from commissions.tables import ledger, periods

_ENTRY = re.compile(r"(?P<book>periods/.+)/(?P<journal>[0-9]+)/(?P<line>[0-9]+)", re.ASCII)


class NoSuchPeriodLine(LookupError):
    """A line that no book of a period has; says what there is."""


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """`periods/hyb/month/2026-10/M1/1/0`: line 0 of the first journal of M1's book."""

    book: str
    journal: int
    line: int

    @property
    def period(self) -> PeriodId:
        return parse(period_of(self.book))

    @property
    def member(self) -> str:
        return member_of(self.book)


def parse_period_line(entry: str) -> PeriodLine:
    """Raises NoSuchPeriodLine, NotAPeriodId."""
    if not (found := _ENTRY.fullmatch(entry.strip())):
        raise NoSuchPeriodLine(
            f"{entry!r} is no line of a period's book: name one like "
            "periods/hyb/month/2026-10/M1/1/0"
        )
    asked = PeriodLine(found["book"], int(found["journal"]), int(found["line"]))
    parse(str(asked.period))
    return asked


def explain(asked: PeriodLine, leg: str = "") -> CloseExplanation | CorrectionExplanation:
    """`leg`: the head of the leg to open, where there are very many below the member.

    Raises NoSuchPeriodLine; RunAltered where the files are not what was computed.
    """
    journals = ledger.read(asked.book).journals
    journal = _journal(journals, asked)
    line = _line(journal, asked)
    record = periods.find(asked.period)
    if record is None:
        raise NoSuchPeriodLine(f"{asked.period} was never closed here")
    with tempfile.TemporaryDirectory() as work:
        if line.corrects:
            return explain_correction(record, asked.member, line, Path(work))
        attempt = StoredAttempt(record, Path(work))
        of = LineOfClose(member=asked.member, bonus=line.bonus, level=line.level, leg=leg)
        booked = [each for found in journals for each in found.lines if not each.corrects]
        return explain_close(attempt.run, lambda: attempt.columns, of, booked)


def _journal(journals: Sequence[Journal], asked: PeriodLine) -> Journal:
    for each in journals:
        if each.number == asked.journal:
            return each
    many = len(journals)
    raise NoSuchPeriodLine(
        f"book {asked.book} has {many} journal{'' if many == 1 else 's'}, and no {asked.journal}"
    )


def _line(journal: Journal, asked: PeriodLine) -> JournalLine:
    if asked.line >= len(journal.lines):
        raise NoSuchPeriodLine(
            f"journal {journal.journal_id} has the lines 0 to {len(journal.lines) - 1}"
        )
    return journal.lines[asked.line]
