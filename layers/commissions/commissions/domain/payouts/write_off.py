"""A debt that nobody collects any more: after so many months as the plan says, by two people."""

from calendar import monthrange
from datetime import datetime

from commissions.domain.payouts.standing import PayoutStanding
from commissions.domain.payouts.terms import PayoutTerms

YEAR = 12


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months before; the month's last where it has no such day."""
    year, month = divmod(moment.year * YEAR + moment.month - 1 - months, YEAR)
    last = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def write_off_due(standing: PayoutStanding, terms: PayoutTerms) -> int:
    """How much of what somebody owes may be written off, in minor units.

    What is unpaid, and what is still on hold, goes to the oldest debts first: so much of them is
    collected in any case, and nobody whom the company owes more than they owe it is given anything.
    """
    old = standing.debt_before(months_before(standing.as_of, terms.write_off_months))
    return max(0, old - standing.unpaid - max(0, standing.held))
