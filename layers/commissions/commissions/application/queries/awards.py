"""Where every award of an order stands after all its journals."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from commissions.domain.ledger.journal import Journal, JournalLine, event_id

Slot = tuple[str, str]
"""An award's key, and its currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardBalance:
    """One award: what was earned first, what came back since, and the line that says so last.

    Amounts are in minor units of the line's currency.
    """

    entry: str
    line: JournalLine
    earned: int
    reversed: int

    @property
    def stands(self) -> int:
        return self.earned - self.reversed

    @property
    def is_paid(self) -> bool:
        return self.earned > 0


def award_balances(
    journals: Iterable[Journal], due: Collection[Slot] | None = None
) -> list[AwardBalance]:
    """Every award in the order of its first line; the last line of each tells where it stands.

    `due`: the awards that there are. Where they are given, one that is none any more and never had
    anything is left out: whoever was looked at by mistake, or stood elsewhere then.
    """
    latest: dict[Slot, tuple[Journal, JournalLine]] = {}
    posted: Counter[Slot] = Counter()
    highest: Counter[Slot] = Counter()
    for journal in journals:
        for line in journal.lines:
            slot = (line.key, line.currency)
            latest[slot] = (journal, line)
            posted[slot] += line.amount
            highest[slot] = max(highest[slot], posted[slot])
    return [
        _balance(journal, line, posted[slot], highest[slot])
        for slot, (journal, line) in latest.items()
        if due is None or slot in due or highest[slot] > 0
    ]


def reversals(journals: Iterable[Journal]) -> list[tuple[Journal, JournalLine]]:
    """The lines that took something back."""
    return [(journal, line) for journal in journals for line in journal.lines if line.amount < 0]


def _balance(journal: Journal, line: JournalLine, posted: int, highest: int) -> AwardBalance:
    # An award that another took over has a last line of zeros: what it once had tells the story.
    earned = line.earned or highest
    return AwardBalance(
        entry=event_id(journal, line), line=line, earned=earned, reversed=earned - posted
    )
