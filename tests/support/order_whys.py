"""Explanations of orders, as pure values: from journals to what a page shows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from commissions.application.queries.award_whys import award_why
from commissions.application.queries.explanation import explain
from commissions.application.queries.published_plans import PublishedPlans
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_orders import MemberOrder, bought, member_order
from commissions.domain.ledger.why import AwardWhy, Exchange, OrderWhy, PlanNamed
from commissions.domain.plans import Plan
from commissions.tables.payees import PayeeAccount
from tests.support.builders import a_plan
from tests.support.payout_cases import took
from tests.support.settled_orders import PLACED

PAID_BY = "USD-20261225-1"


def an_account(days: float = 90) -> PayeeAccount:
    """Of somebody whom a batch paid, so many days after the first of October."""
    return PayeeAccount(member="cat", currency="USD", moves=(took(1, days, batch=PAID_BY),))


def award_whys(
    chain: Sequence[Journal],
    who: str = "cat",
    plan: Plan | None = None,
    *,
    account: PayeeAccount | None = None,
) -> list[AwardWhy]:
    plans = PublishedPlans((plan or a_plan(),))
    found = []
    for award in order_of(chain, who, plans).awards:
        last = award.lines[-1]
        why = explain(chain, last.number, int(last.event_id.rpartition("/")[2]))
        found.append(award_why(why, award.lines, plans, account))
    return found


def order_of(chain: Sequence[Journal], who: str, plans: PublishedPlans) -> MemberOrder:
    order = member_order(who, chain, plans.terms_of)
    assert order is not None, f"{who} has no line of {chain[0].order_key}"
    return order


def an_order_why(
    chain: Sequence[Journal],
    who: str = "cat",
    plan: Plan | None = None,
    *,
    account: PayeeAccount | None = None,
    status_since: datetime | None = None,
    **changed: Any,
) -> OrderWhy:
    """As the reader puts it together of what it reads."""
    plans = PublishedPlans((plan or a_plan(),))
    order = order_of(chain, who, plans)
    context = order.context
    own = order.whose.is_own
    why = OrderWhy(
        order_key=order.order_key,
        number=order.number,
        store_id=order.store_id,
        whose=order.whose,
        seller=order.seller,
        buyer_class=context.buyer_class,
        carrier=context.carrier if own else "",
        code=context.code if own else "",
        placed_at=context.upline_as_of,
        paid_at=PLACED + timedelta(minutes=1),
        recorded_at=order.lines[0].recorded_at,
        lines=bought(context.maps),
        exchange=Exchange(
            currency=context.order_currency,
            net=context.order_net,
            rate=context.rate,
            day=context.rate_day,
        )
        if own
        else None,
        plan=PlanNamed(plan=context.plan, version=context.plan_version, digest=context.plan_digest),
        awards=tuple(award_whys(chain, who, plan, account=account)),
        status_since=status_since,
    )
    return replace(why, **changed)
