"""What the months of a ledger say."""

from collections import Counter
from collections.abc import Iterable

from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.months import month_of
from tests.support.memory_ledger import MemoryLedger
from tests.support.orders import PLAN

Months = dict[tuple[str, str, str], int]


def by_month(journals: Iterable[Journal], timezone: str = PLAN.timezone) -> Months:
    """Per month, person and currency what its statements say, where that is not nothing."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for journal in journals:
        for line in journal.lines:
            sums[month_of(journal.effective_at, timezone), line.earner, line.currency] += (
                line.amount
            )
    return {slot: amount for slot, amount in sums.items() if amount}


def of_cat(ledger: MemoryLedger) -> dict[str, int]:
    return {
        month: amount
        for (month, who, _), amount in by_month(ledger.journals).items()
        if who == "cat"
    }


def written(ledger: MemoryLedger) -> list[tuple[str, str, int]]:
    """The journals as they follow each other: of when, for what, how much of cat's."""
    return [
        (
            f"{each.effective_at:%m-%d}",
            each.context.cause,
            sum(line.amount for line in each.lines if line.earner == "cat"),
        )
        for each in ledger.journals
    ]
