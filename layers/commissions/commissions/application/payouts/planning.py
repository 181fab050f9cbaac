"""Plans a batch: who would be paid what and why, and who is paid nothing and why."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.payouts.payables import MemberPayable, every_payable, paying_terms
from commissions.domain.payouts.batch import Batch, digest_of_payouts, paid_by_currency
from commissions.domain.payouts.ids import NUMBER_MAX, batch_id
from commissions.domain.payouts.payable import Payable
from commissions.domain.payouts.payout import Payout, planned
from commissions.domain.payouts.terms import PayoutTerms
from commissions.domain.payouts.write_off import write_off_due
from commissions.tables import payouts
from commissions.tables.versioned import VersionConflict

_FIGURES = re.compile(r"[0-9][0-9.,:-]*( [0-9:]+ UTC| [A-Z]{3})?")


class NothingToPay(ValueError):
    """Nobody is paid anything, so there is no batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBatch:
    batch: Batch
    payouts: Sequence[Payout]
    carried: Sequence[Payable]
    """Who is paid nothing, each with why."""
    write_offs: Sequence[tuple[str, int]]
    """Whose debts are as old as the plan says, and how much of them, in minor units."""


def plan(currency: str, provider: str, now: datetime, plan_id: str = "") -> PlannedBatch:
    """What a batch would be as of now; nothing is kept. Raises NoPlanPays."""
    terms = paying_terms(currency, now, plan_id)
    every = list(every_payable(terms, now))
    return _planned(_next_id(currency, now), provider, terms, every, now)


def keep(found: PlannedBatch) -> PlannedBatch:
    """Keeps a batch as a draft: the batch first, which says what its payouts have to be. Raises
    NothingToPay, or VersionConflict where another was planned at once: then plan again."""
    if not found.payouts:
        raise NothingToPay("Nobody is paid anything as of now: there is no batch to keep")
    payouts.put_batch(found.batch)
    payouts.add_planned(found.payouts)
    return found


def plan_and_keep(currency: str, provider: str, now: datetime, plan_id: str = "") -> PlannedBatch:
    """Raises NoPlanPays, NothingToPay."""
    for _ in range(NUMBER_MAX):
        try:
            return keep(plan(currency, provider, now, plan_id))
        except VersionConflict:
            continue
    raise NothingToPay("Too many batches were planned today")


def _planned(
    batch: str, provider: str, terms: PayoutTerms, every: Sequence[MemberPayable], now: datetime
) -> PlannedBatch:
    paid = [
        planned(
            batch,
            each.found,
            reference=each.payee.reference if each.payee else "",
            provider=provider,
            account_version=each.account.version,
        )
        for each in every
        if not each.found.why
    ]
    carried = [each.found for each in every if each.found.why]
    due = [(each.found.payee, write_off_due(each.found.standing, terms)) for each in every]
    record = Batch(
        batch_id=batch,
        currency=terms.currency,
        plan=terms.plan,
        plan_version=terms.plan_version,
        provider=provider,
        as_of=now,
        payouts=len(paid),
        taken=sum(each.taken for each in paid),
        paid=paid_by_currency(paid),
        digest=digest_of_payouts(paid),
        carried=reasons(carried),
    )
    return PlannedBatch(
        batch=record,
        payouts=paid,
        carried=carried,
        write_offs=[(member, amount) for member, amount in due if amount],
    )


def reasons(carried: Sequence[Payable]) -> dict[str, int]:
    """Why nothing is paid, without figures and names, each with how many people there are."""
    found = Counter(_FIGURES.sub("…", each.why.partition(" by ")[0]) for each in carried)
    return dict(sorted(found.items()))


def _next_id(currency: str, now: datetime) -> str:
    day = now.date()
    taken = {each.batch_id for each in payouts.batches()}
    free = (batch_id(currency, day, number) for number in range(1, NUMBER_MAX + 1))
    return next(each for each in free if each not in taken)
