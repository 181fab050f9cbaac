"""A company that pays out, on the tables: a plan, members who earned, and payees."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from commissions.application.payouts import registering, reserving
from commissions.application.payouts.planning import PlannedBatch, plan_and_keep
from commissions.domain.ledger.journal import FIRST, Context, Journal, JournalLine, Leg, sealed
from commissions.domain.ledger.member_month import TOTAL
from commissions.domain.people.member import Member
from commissions.domain.sales.attribution import PlanRef
from commissions.tables import audit_reads, ledger, members, plans, statements
from tests.support.builders import a_customer_bonus, a_plan
from tests.support.journal_lines import a_journal_line

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
PLAN = "uni7"
PAYOUT: dict[str, Any] = {
    "hold_days": 30,
    "min": {"USD": "25.00"},
    "negative_balance": {"max_offset_pct": "0.5", "write_off_months": 24},
    "currency": {"rate_source": "ecb", "rate_moment": "order_paid"},
}


def days_ago(number: float) -> datetime:
    return NOW - timedelta(days=number)


def a_paying_plan(**payout: Any) -> PlanRef:
    """Published, with what it says of payouts changed."""
    plan = a_plan(a_customer_bonus(), payout=PAYOUT | payout)
    return plans.publish(plan.text)


def enrol(*ids: str, currency: str = "USD") -> None:
    """Members who are payees."""
    for each in ids:
        members.register(Member(member_id=each, kind="participant", created_at=days_ago(400)))
        registering.register(each, reference=f"acct-{each}", currency=currency, country="US")


def earn(  # noqa: PLR0913 - who earns what by which order
    plan: PlanRef, who: str, amount: int, order: str, at: datetime, *, store: str = "tea-us"
) -> Journal:
    """A commission of an order, or what takes it back: a journal more of its book."""
    key = f"shopify/{store}/{order}"
    stored = ledger.read(key)
    journal = sealed(
        Journal(
            order_key=key,
            number=len(stored.journals) + 1,
            effective_at=at,
            recorded_at=at,
            facts=(),
            legs=(
                Leg(f"commission_payable:{who}", "USD", amount),
                Leg("commission_expense:tea-us", "USD", -amount),
            ),
            lines=(_line(stored.journals, who, amount),),
            context=_context(plan, at),
            previous_hash=stored.journals[-1].hash if stored.journals else FIRST,
        )
    )
    assert ledger.write(stored, [], [journal], waiting=False, order=None)
    statements.project(journal)
    return journal


def _line(before: Sequence[Journal], who: str, amount: int) -> JournalLine:
    """Says where the award stands by then: what was earned, and what of it came back."""
    every = [line.amount for each in before for line in each.lines if line.earner == who]
    every.append(amount)
    return replace(
        a_journal_line(who, amount),
        earned=sum(each for each in every if each > 0),
        reversed=-sum(each for each in every if each < 0),
    )


def project_payouts() -> None:
    """What the stream would bring of the books of payouts."""
    for journal in ledger.every_journal():
        if journal.order_key.startswith("payouts/"):
            statements.project(journal)


def planned(provider: str = "fake", now: datetime = NOW) -> PlannedBatch:
    return plan_and_keep("USD", provider, now)


def approved(provider: str = "fake", now: datetime = NOW) -> PlannedBatch:
    found = planned(provider, now)
    agree(found.batch.batch_id, now)
    return found


def agree(batch: str, now: datetime = NOW) -> None:
    reserving.propose(batch)
    reserving.approve(batch, ("kim", "lou"), now, now)


def accounts() -> dict[tuple[str, str], int]:
    """What stands on each account of the ledger, volumes and zeros left out."""
    sums: Counter[tuple[str, str]] = Counter()
    for journal in ledger.every_journal():
        for leg in journal.legs:
            sums[leg.account, leg.unit] += leg.amount
    return {slot: amount for slot, amount in sums.items() if amount}


def balances() -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for who, scope, unit, amount in audit_reads.all_balances():
        if scope == TOTAL and unit:
            found[who, unit] = found.get((who, unit), 0) + amount
    return found


def _context(plan: PlanRef, at: datetime) -> Context:
    return Context(
        cause="sale",
        plan=plan.plan_id,
        plan_version=plan.version,
        plan_digest=plan.digest,
        seller="",
        buyer_class="retail",
        carrier="",
        upline_as_of=at,
        order_currency="USD",
        order_net=10_000,
        rate="1",
        rate_day="",
        maps=(),
    )
