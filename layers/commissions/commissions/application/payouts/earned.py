"""What somebody earned, line by line, with the hold of the plan of each line."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from commissions.domain.ledger.books import is_certified_order, period_book
from commissions.domain.ledger.statement import (
    COMMISSION,
    DIGEST_BEGINS,
    LinePlan,
    StatementLine,
)
from commissions.domain.payouts.free_parts import EarnedLine
from commissions.domain.payouts.terms import PayoutTerms, payout_terms
from commissions.domain.plans import Plan
from commissions.tables import plans, statement_lines


def earned_lines(member: str, currency: str) -> Iterator[EarnedLine]:
    """All of a currency that pay anything or take anything back, the oldest first. Raises
    ContextLost where the journal of a line is gone that does not name its plan itself."""
    return (line for of, line in every_earned_line(member) if of == currency)


def every_earned_line(member: str) -> Iterator[tuple[str, EarnedLine]]:
    """The same of all currencies, each with its currency. What stores of certification sold is no
    business, and never payable. Raises ContextLost."""
    for line in statement_lines.briefly(member):
        if line.kind == COMMISSION and line.amount and not is_certified_order(line.order_id):
            yield line.currency, _earned(member, line)


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
    award = told["line"]
    plan = LinePlan.parse(line.plan) if line.plan else _plan_in(told["context"])
    corrects = award.get("corrects", "")
    return EarnedLine(
        event_id=line.event_id,
        award=f"{award['bonus']}/{award['level']}",
        at=line.at,
        amount=line.amount,
        hold_days=_hold_days(plan),
        corrected_book=period_book(corrects, member) if corrects else "",
    )


def _plan_in(context: Mapping[str, Any]) -> LinePlan:
    """Of a line that does not name it itself."""
    digest = context["plan_digest"][:DIGEST_BEGINS]
    return LinePlan(context["plan"], context["plan_version"], digest)


@cache
def _hold_days(of: LinePlan) -> int:
    """A version of a plan never changes. Raises PlanAltered."""
    plan = plans.of_version(of.plan_id, of.version)
    if not plan.digest.startswith(of.digest):
        raise plans.PlanAltered(f"{of.plan_id} version {of.version}: {plan.digest}")
    return terms_of(plan).hold_days
