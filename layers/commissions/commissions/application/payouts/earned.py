"""What somebody earned, line by line, with the hold of the plan of each line."""

import json
from collections.abc import Iterator
from functools import cache

from commissions.domain.ledger.books import period_book
from commissions.domain.ledger.statement import COMMISSION, StatementLine
from commissions.domain.payouts.free_parts import EarnedLine
from commissions.domain.payouts.terms import PayoutTerms, payout_terms
from commissions.domain.plans import Plan
from commissions.domain.sales.attribution import PlanRef
from commissions.tables import plans, statement_lines


def earned_lines(member: str, currency: str) -> Iterator[EarnedLine]:
    """All of a currency that pay anything or take anything back, the oldest first. Raises
    ContextLost where the journal of a line is gone."""
    for line in statement_lines.of(member):
        if line.kind == COMMISSION and line.currency == currency and line.amount:
            yield _earned(member, line)


def terms_of(plan: Plan) -> PayoutTerms:
    return payout_terms(
        plan.document,
        plan=plan.plan_id,
        version=plan.version,
        digest=plan.digest,
        currency=plan.base_currency,
    )


def _earned(member: str, line: StatementLine) -> EarnedLine:
    told = json.loads(line.calc_snapshot_json)
    award, context = told["line"], told["context"]
    ref = PlanRef(context["plan"], context["plan_version"], context["plan_digest"], line.currency)
    corrects = award.get("corrects", "")
    return EarnedLine(
        event_id=line.event_id,
        award=f"{award['bonus']}/{award['level']}",
        at=line.at,
        amount=line.amount,
        hold_days=_hold_days(ref),
        corrected_book=period_book(corrects, member) if corrects else "",
    )


@cache
def _hold_days(ref: PlanRef) -> int:
    """A version of a plan never changes."""
    return terms_of(plans.get(ref)).hold_days
