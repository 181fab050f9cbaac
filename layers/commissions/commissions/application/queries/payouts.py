"""Payouts as people look at them: batches, one batch with its payouts, a person's, a year's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commissions.domain.payouts.batch import Batch
from commissions.domain.payouts.payee import Payee
from commissions.domain.payouts.payout import Payout
from commissions.domain.payouts.tax_year import YearTotal, year_totals
from commissions.tables import payees, payouts


@dataclass(frozen=True, slots=True)
class BatchStory:
    batch: Batch
    payouts: Sequence[Payout]
    next_step: str
    """What can be done now, as a command; empty where nothing has to be."""


NEXT = {
    "draft": "commissions payout propose {batch} --why TEXT --apply",
    "proposed": "commissions payout approve {batch}",
    "approved": "commissions payout send {batch}",
    "sent": "commissions payout settle FILE",
}


def every_batch() -> list[Batch]:
    """The latest first."""
    return sorted(payouts.batches(), key=lambda each: each.as_of, reverse=True)


def batch_story(batch_id: str) -> BatchStory:
    """Raises UnknownBatch."""
    record = payouts.batch(batch_id)
    step = NEXT.get(record.state, "").format(batch=batch_id)
    return BatchStory(record, payouts.of_batch(batch_id), step)


def batch_record(batch_id: str) -> Batch:
    """Without its payouts. Raises UnknownBatch."""
    return payouts.batch(batch_id)


def page_of_batch(batch_id: str, after: str, most: int) -> list[Payout]:
    """So many of them, by payee, behind the one that is named."""
    return payouts.page_of_batch(batch_id, after, most)


def of_batch(batch_id: str, payee: str) -> Payout | None:
    """What a batch pays somebody; None where it pays them nothing."""
    return payouts.find(batch_id, payee)


def payee(member: str) -> Payee | None:
    return payees.find(member)


def of_member(member: str) -> list[Payout]:
    """The oldest first."""
    return payouts.of_payee(member, [each.batch_id for each in payouts.batches()])


def of_year(year: int, member: str = "") -> list[YearTotal]:
    """By person and currencies. A payout counts in the year of its payment, which is that of its
    batch or a later one."""
    begun = [each for each in payouts.batches() if each.as_of.date() < date(year + 1, 1, 2)]
    ids = [each.batch_id for each in begun]
    if member:
        return year_totals(payouts.of_payee(member, ids), year)
    return year_totals((each for batch in ids for each in payouts.of_batch(batch)), year)
