"""What an order's journals, or those of a period's book, brought one member: line by line.

The lines of others are never among them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.ledger.award_changes import (
    NO_CHANGE,
    AwardChange,
    AwardHistory,
    MonthTerms,
    TermsOf,
    missed,
)
from commissions.domain.ledger.journal import Context, Journal, JournalLine, event_id
from commissions.domain.ledger.months import day_of, month_of
from commissions.domain.orders.canonical import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """A line of a member's statement, with the award whose change it is."""

    event_id: str
    number: int
    """Of its journal."""
    at: datetime
    """As of when it stands in the statement."""
    month: str
    """In which it counts, like `2026-11`, by the clock of its plan."""
    day: int
    """Of that month."""
    recorded_at: datetime
    award: JournalLine | None
    """None of own sales that no bonus pays anything of."""
    change: AwardChange
    """What the month's sums have of it."""
    missed: int
    """What it would have been, had it been paid, in minor units; 0 of what earned anything."""
    is_first: bool
    """Whether it is the first line of its award."""
    context: Context

    @property
    def amount(self) -> int:
        """Minor units."""
        return self.award.amount if self.award else 0

    @property
    def currency(self) -> str:
        return self.award.currency if self.award else ""

    @property
    def entry(self) -> str:
        """By which a statement has its lines in order."""
        return f"{stamp(self.at)}#{self.event_id}"


def member_lines(chain: Sequence[Journal], member: str, terms_of: TermsOf) -> list[MemberLine]:
    """All lines of a member in the journals of one order or book, which are all it has, in the
    order of the journals."""
    awards = AwardHistory(chain[0].order_key if chain else "")
    return [line for journal in chain for line in _of_journal(journal, member, awards, terms_of)]


def own_volume(chain: Iterable[Journal], member: str, month: str) -> dict[str, int]:
    """By unit, in hundredths of a point, what the order counts for a member's own sales of a month,
    empty for all: as much as stands of it."""
    sums: dict[str, int] = {}
    for journal in chain:
        for leg in journal.legs:
            if _is_volume_of(leg.account, member) and leg.account.endswith(
                f":{month}"[not month :]
            ):
                sums[leg.unit] = sums.get(leg.unit, 0) + leg.amount
    return sums


def _of_journal(
    journal: Journal, member: str, awards: AwardHistory, terms_of: TermsOf
) -> Iterator[MemberLine]:
    terms = terms_of(journal.context.plan, journal.context.plan_version)
    own = [line for line in journal.lines if line.earner == member]
    for line in own:
        is_first = (line.key, line.currency) not in awards.changes
        happened = month_of(journal.effective_at, terms.timezone)
        change = awards.take(journal, line, happened, terms)
        month, day = day_of(journal.dated, terms.timezone)
        yield MemberLine(
            event_id=event_id(journal, line),
            number=journal.number,
            at=journal.dated,
            month=month,
            day=day,
            recorded_at=journal.recorded_at,
            award=line,
            change=change,
            missed=missed(line, terms),
            is_first=is_first,
            context=journal.context,
        )
    if not own and any(_is_volume_of(leg.account, member) for leg in journal.legs):
        yield _of_volume(journal, terms)


def _is_volume_of(account: str, member: str) -> bool:
    return account.startswith("volume:") and account.rpartition(":")[0] == f"volume:{member}"


def _of_volume(journal: Journal, terms: MonthTerms) -> MemberLine:
    month, day = day_of(journal.dated, terms.timezone)
    return MemberLine(
        event_id=f"{journal.journal_id}/volume",
        number=journal.number,
        at=journal.dated,
        month=month,
        day=day,
        recorded_at=journal.recorded_at,
        award=None,
        change=NO_CHANGE,
        missed=0,
        is_first=journal.number == 1,
        context=journal.context,
    )
