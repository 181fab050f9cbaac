"""What a close gives a member, as the next journal of their book of that period.

As with an order: what should stand, less what has been posted. So posted twice it is posted once,
and a correction of a closed period is one more journal.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commissions.domain.ledger.books import period_book
from commissions.domain.ledger.journal import FIRST, Context, Journal, JournalLine, Leg, sealed
from commissions.domain.periods.period_id import PeriodId

CLOSE = "close"
LAST_MOMENT = timedelta(microseconds=1)
"""Before the end, which is not in the period."""
Slot = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedRun:
    """The run that books are posted from, and the plan that it goes by."""

    period: PeriodId
    ends: datetime
    run: str
    """Its digest."""
    plan_version: int
    plan_digest: str
    currency: str

    @property
    def expense_account(self) -> str:
        """No store has such an id."""
        return f"commission_expense:{self.period}"


def next_period_journal(
    of: PostedRun,
    member: str,
    due: Sequence[JournalLine],
    posted: Sequence[Journal],
    *,
    recorded_at: datetime,
) -> Journal | None:
    """The journal that takes a member's book to what a run says; None if it is there.

    `due`: all lines of the member's, those that are not paid among them; amounts are in minor units
    of the plan's base currency. Raises Unbalanced.
    """
    lines = tuple(_changes(due, posted)) if posted else tuple(due)
    if not lines:
        return None
    key = period_book(str(of.period), member)
    return sealed(
        Journal(
            order_key=key,
            number=len(posted) + 1,
            effective_at=of.ends - LAST_MOMENT,
            recorded_at=recorded_at,
            facts=(),
            legs=_legs(lines, of.expense_account),
            lines=tuple(replace(each, line=number) for number, each in enumerate(lines)),
            context=_context(of),
            previous_hash=posted[-1].hash if posted else FIRST,
        )
    )


def posted_amounts(posted: Sequence[Journal]) -> Counter[Slot]:
    """What stands of a book, by the award's key and its currency."""
    sums: Counter[Slot] = Counter()
    for journal in posted:
        for line in journal.lines:
            sums[line.key, line.currency] += line.amount
    return sums


def _changes(due: Sequence[JournalLine], posted: Sequence[Journal]) -> list[JournalLine]:
    """A line for each award that stands otherwise than it should, with the difference."""
    stands = posted_amounts(posted)
    sums: Counter[Slot] = Counter()
    first: dict[Slot, JournalLine] = {}
    for line in due:
        slot = line.key, line.currency
        sums[slot] += line.amount
        if slot not in first or (line.amount and not first[slot].amount):
            first[slot] = line
    last = {(each.key, each.currency): each for journal in posted for each in journal.lines}
    found = []
    for slot in sorted({*sums, *stands}):
        if change := sums[slot] - stands[slot]:
            line = first.get(slot) or replace(last[slot], base=0, rate="", reason=NOT_DUE)
            found.append(replace(line, earned=sums[slot], amount=change))
    return found


NOT_DUE = "is not due any more"


def _legs(lines: Sequence[JournalLine], expense: str) -> tuple[Leg, ...]:
    owed: Counter[tuple[str, str]] = Counter()
    for line in lines:
        owed[f"commission_payable:{line.earner}", line.currency] += line.amount
    legs = [Leg(account, unit, amount) for (account, unit), amount in owed.items() if amount]
    sums: Counter[str] = Counter()
    for leg in legs:
        sums[leg.unit] += leg.amount
    return (*legs, *(Leg(expense, unit, -amount) for unit, amount in sums.items() if amount))


def _context(of: PostedRun) -> Context:
    return Context(
        cause=f"{CLOSE} of {of.period}",
        plan=of.period.plan,
        plan_version=of.plan_version,
        plan_digest=of.plan_digest,
        seller="",
        buyer_class="",
        carrier="",
        upline_as_of=of.ends,
        order_currency=of.currency,
        order_net=0,
        rate="1",
        rate_day="",
        maps=(),
        period=str(of.period),
        run=of.run,
    )
