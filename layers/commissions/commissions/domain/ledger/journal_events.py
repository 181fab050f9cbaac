"""What the ledger says to the world after a journal: one record for what was earned, one for what
was taken back."""

from dataclasses import dataclass
from datetime import datetime

from commissions.domain.ledger.journal import Journal, JournalLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionsEarned:
    journal_id: str
    order_key: str
    effective_at: datetime
    cause: str
    lines: tuple[JournalLine, ...]
    """Also those that are not paid, with their reason."""

    @property
    def key(self) -> str:
        return f"{self.journal_id}/earned"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionsReversed:
    journal_id: str
    order_key: str
    effective_at: datetime
    cause: str
    lines: tuple[JournalLine, ...]

    @property
    def key(self) -> str:
        return f"{self.journal_id}/reversed"


def journal_events(journal: Journal) -> list[CommissionsEarned | CommissionsReversed]:
    """Consumers may hear them twice; the journal's id tells."""
    reversed_ = tuple(line for line in journal.lines if _takes_back(line))
    earned = tuple(line for line in journal.lines if not _takes_back(line))
    events: list[CommissionsEarned | CommissionsReversed] = []
    for kind, lines in ((CommissionsEarned, earned), (CommissionsReversed, reversed_)):
        if lines:
            events.append(
                kind(
                    journal_id=journal.journal_id,
                    order_key=journal.order_key,
                    effective_at=journal.effective_at,
                    cause=journal.context.cause,
                    lines=lines,
                )
            )
    return events


def _takes_back(line: JournalLine) -> bool:
    """A refund too small to take a minor unit back is told as a reversal of 0."""
    return line.amount < 0 or (line.amount == 0 and line.refunded != "0")
