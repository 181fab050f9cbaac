"""Lines of a stored close, explained."""

from collections.abc import Iterator

from commissions.application.close.book_lines import book_lines
from commissions.application.close.stored_run import StoredRun
from commissions.application.queries.close_explanation import (
    CloseExplanation,
    LineOfClose,
    explain_close,
)
from commissions.domain.close.columns import PeriodColumns

ALL = 100_000


def lines_of(run: StoredRun, period: PeriodColumns) -> Iterator[LineOfClose]:
    for member in period.members.ids[:-1]:
        for name, level in dict.fromkeys((e.bonus, e.level) for e in book_lines(run, member)):
            yield LineOfClose(member=member, bonus=name, level=level)


def explained(
    run: StoredRun, period: PeriodColumns, asked: LineOfClose, largest: int = ALL
) -> CloseExplanation:
    return explain_close(run, lambda: period, asked, largest=largest)


def broken(why: CloseExplanation) -> list[str]:
    return [each.claim for each in why.checks if not each.holds]
