"""Why a later close corrected what a closed period gave somebody: from the stored runs, and worked
out again from the closed period's inputs and what stood of its orders then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from commissions.application.close.computing import tables_until
from commissions.application.close.correcting import Correcting, PeriodCorrection, booked, stored
from commissions.application.close.run_rows import award_rows, place_of
from commissions.application.close.stored_attempt import StoredAttempt
from commissions.application.close.stored_run import StoredRun
from commissions.application.queries.close_rows import awards_of
from commissions.domain.close.results import PeriodAward
from commissions.domain.ledger.journal import JournalLine
from commissions.domain.periods.period_id import parse
from commissions.domain.periods.record import PeriodRecord
from commissions.tables import periods
from commissions.warehouse import parquet


@dataclass(frozen=True, slots=True)
class CorrectionCheck:
    holds: bool
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedAward:
    """Amounts in minor units, bases in hundredths of a point (or minor units of money)."""

    source: str
    at_close: int
    """What the close of its period paid."""
    before: int
    """What closes before this one have corrected of it."""
    change: int
    """What this one corrects."""
    base: int
    """What it counted as corrected: at the close, changed by all corrections and this one."""
    base_change: int
    """By this one."""

    @property
    def now(self) -> int:
        return self.at_close + self.before + self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionExplanation:
    period: str
    """That posted it."""
    corrects: str
    """That was closed before."""
    member: str
    line: JournalLine
    orders: tuple[str, ...]
    """Of which anything was recorded since that close."""
    awards: tuple[CorrectedAward, ...]
    checks: tuple[CorrectionCheck, ...]

    @property
    def holds(self) -> bool:
        return all(each.holds for each in self.checks)


class NoSuchCorrection(LookupError):
    """A line that says that it corrects, and of which the close has stored nothing."""


def explain_correction(
    record: PeriodRecord, member: str, line: JournalLine, work: Path
) -> CorrectionExplanation:
    """`record`: of the close that posted it. Raises NoSuchCorrection, RunAltered, and what cannot
    be computed, by its name."""
    own = [each for each in stored(record) if _is_of(each, member, line)]
    closed = periods.find(parse(line.corrects))
    if not own or closed is None:
        raise NoSuchCorrection(
            f"the close of {record.period} has stored no correction of {line.corrects} for {member}"
        )
    attempt = StoredAttempt(closed, work / "closed")
    earlier = [each for each in booked(closed, before=record.starts) if _same(each, member, line)]
    paid = _paid(attempt.run, member, line)
    awards = tuple(_corrected(own, earlier, paid))
    return CorrectionExplanation(
        period=str(record.period),
        corrects=line.corrects,
        member=member,
        line=line,
        orders=own[0].orders,
        awards=awards,
        checks=(
            CorrectionCheck(
                sum(each.change for each in awards) == line.amount,
                "the line is the sum of what its awards changed by",
            ),
            CorrectionCheck(
                _worked_out(record, closed, member, line, work) == _sums(own, earlier),
                f"{line.corrects} closed again, with what stood of its orders when "
                f"{record.period} was frozen, gives just these changes",
            ),
        ),
    )


def _paid(run: StoredRun, member: str, line: JournalLine) -> dict[str, tuple[int, int]]:
    """By source, what the close paid, and of what base."""
    with parquet.connection() as database:
        rows = award_rows(run, database, [place_of(run, database, member)])
    bonus = run.bonuses.index(line.bonus)
    own = [row for row in rows if (row["bonus"], row["level"]) == (bonus, line.level)]
    found: dict[str, tuple[int, int]] = {}
    for each in awards_of(run, own):
        amount, base = found.get(each.source, (0, 0))
        found[each.source] = (amount + each.amount, base + each.base)
    return found


def _is_of(each: PeriodCorrection, member: str, line: JournalLine) -> bool:
    return each.period == line.corrects and _same(each.award, member, line)


def _same(award: PeriodAward, member: str, line: JournalLine) -> bool:
    return (award.member, award.bonus, award.level) == (member, line.bonus, line.level)


def _corrected(
    own: Sequence[PeriodCorrection],
    earlier: Sequence[PeriodAward],
    paid: dict[str, tuple[int, int]],
) -> Iterable[CorrectedAward]:
    sources = sorted({each.award.source for each in own})
    for source in sources:
        those = [each.award for each in own if each.award.source == source]
        before = [each for each in earlier if each.source == source]
        at_close, base = paid.get(source, (0, 0))
        base_change = sum(each.base for each in those)
        yield CorrectedAward(
            source=source,
            at_close=at_close,
            before=sum(each.amount for each in before),
            change=sum(each.amount for each in those),
            base=base + sum(each.base for each in before) + base_change,
            base_change=base_change,
        )


def _sums(own: Sequence[PeriodCorrection], earlier: Sequence[PeriodAward]) -> dict[str, int]:
    found: dict[str, int] = {}
    for award in [*(each.award for each in own), *earlier]:
        found[award.source] = found.get(award.source, 0) + award.amount
    return {source: amount for source, amount in found.items() if amount}


def _worked_out(
    record: PeriodRecord, closed: PeriodRecord, member: str, line: JournalLine, work: Path
) -> dict[str, int]:
    """By source, all that the closed period changed by since its close."""
    tables = tables_until(record.frozen_at, work)
    correcting = Correcting(tables, record.ends, work / "again")
    found: dict[str, int] = {}
    for award in correcting.changes(closed):
        if _same(award, member, line):
            found[award.source] = found.get(award.source, 0) + award.amount
    return {source: amount for source, amount in found.items() if amount}
