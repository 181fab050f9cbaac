"""Lives of orders by dice, in the ledger: with all that may happen to one, in any order."""

import os
from collections.abc import Iterator, Sequence
from random import Random

from commissions.domain.ledger.award_changes import MonthTerms, TermsOf
from commissions.domain.plans import Plan
from tests.support.histories import history
from tests.support.memory_ledger import MemoryLedger, settled
from tests.support.whole_lives import WholeLife

LIVES = 1_000 if os.environ.get("COMMISSIONS_PROOF") else 30


def lives(number: int = LIVES) -> Iterator[tuple[str, MemoryLedger]]:
    for seed in range(number):
        whole = WholeLife(seed)
        yield f"whole life {seed}", settled(*whole.shuffled(seed))
        life = history(seed)
        dice = Random(seed)  # noqa: S311 - not a secret
        yield f"history {seed}", _told(life.plan, life.shuffled(dice))


def by(terms: MonthTerms) -> TermsOf:
    """The same terms of every plan."""
    return lambda _plan, _version: terms


def terms_of(plan: Plan) -> MonthTerms:
    return MonthTerms(timezone=plan.timezone, rounding=plan.rounding, currency=plan.base_currency)


def _told(plan: Plan, deliveries: Sequence[Sequence[object]]) -> MemoryLedger:
    ledger = MemoryLedger(plan)
    for each in deliveries:
        ledger.settle(*each)  # type: ignore[arg-type]
    return ledger
