"""What is payable to whom, from the tables: plans, rates, registers and the genealogy."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from commissions.application.actions import debt_write_off, steps
from commissions.application.actions.proposing import ActionRequest, submit
from commissions.application.payouts import sending, settling, writing_off
from commissions.application.payouts.payables import NoPlanPays, payable_of, paying_terms
from commissions.application.payouts.planning import plan
from commissions.application.payouts.writing_off import NotToBeWrittenOff
from commissions.domain.actions.action import APPLIED, Action, Actor
from commissions.domain.payouts.payable import Payable
from commissions.domain.sales.attribution import PlanRef, Rate
from commissions.payments.provider import PaymentStatus
from commissions.tables import genealogy, payouts, plans, rates
from tests.support.builders import a_customer_bonus, a_plan
from tests.support.paid_company import (
    NOW,
    PAYOUT,
    a_paying_plan,
    accounts,
    approved,
    balances,
    days_ago,
    earn,
    enrol,
    project_payouts,
)
from tools.fake_bank import FakeBank

pytestmark = pytest.mark.usefixtures("aws")
KIM, LOU = Actor("kim", "tests"), Actor("lou", "tests")


def payable(member: str = "ann") -> Payable:
    return payable_of(member, paying_terms("USD", NOW), NOW).found


def test_the_hold_is_that_of_the_plan_of_each_line() -> None:
    first = a_paying_plan(hold_days=60)
    head = {"version": 2, "effective_from": "2026-11-01"}
    document = a_plan(a_customer_bonus(), payout=PAYOUT | {"hold_days": 7}).document
    second = plans.publish(_text(document | {"plan": document["plan"] | head}))
    enrol("ann")
    earn(first, "ann", 4_000, "1", days_ago(40))
    earn(second, "ann", 3_000, "2", days_ago(10))

    found = payable()

    assert (found.standing.held, found.paid) == (4_000, 3_000)


def test_a_payee_of_another_currency_is_paid_at_the_rate_of_the_week() -> None:
    by = a_paying_plan()
    enrol("ann", currency="EUR")
    earn(by, "ann", 5_000, "1", days_ago(60))

    waits = payable()
    rates.put(Rate("EUR", "USD", Decimal("1.25"), "2026-11-27", "ecb"))
    found = plan("USD", "fake", NOW).payouts[0]

    assert waits.why == "no rate EUR/USD of ecb of the week before 2026-11-29"
    assert (found.paid, found.paid_in) == (4_000, "EUR")
    assert found.locked_rate.rate_id == "EUR/USD 2026-11-27"


def test_a_rate_of_another_source_than_the_plan_names_pays_nobody() -> None:
    by = a_paying_plan()
    enrol("ann", currency="EUR")
    earn(by, "ann", 5_000, "1", days_ago(60))
    rates.put(Rate("EUR", "USD", Decimal("1.20"), "2026-11-28", "bank"))

    waits = payable()
    rates.put(Rate("EUR", "USD", Decimal("1.25"), "2026-11-27", "ecb"))
    found = payable()

    assert (waits.why, waits.paid) == ("no rate EUR/USD of ecb of the week before 2026-11-29", 0)
    assert found.rate is not None
    assert (found.paid, found.rate.rate_id) == (4_000, "EUR/USD 2026-11-27")


def test_what_a_terminated_member_earned_waits_for_a_person() -> None:
    by = a_paying_plan()
    enrol("ann")
    genealogy.place("ann", "", since=days_ago(300), status="active")
    earn(by, "ann", 5_000, "1", days_ago(60))
    paid = payable().paid

    genealogy.change("ann", since=days_ago(1), status="terminated")

    assert paid == 5_000
    assert "terminated" in payable().why


def test_certification_is_never_paid() -> None:
    by = a_paying_plan()
    enrol("cert-ann")
    earn(by, "cert-ann", 5_000, "1", days_ago(60))

    assert plan("USD", "fake", NOW).payouts == []


def test_of_several_plans_in_one_currency_somebody_says_by_which_is_paid() -> None:
    a_paying_plan()
    document = a_plan(a_customer_bonus(), payout=PAYOUT).document
    plans.publish(_text(document | {"plan": document["plan"] | {"id": "other"}}))

    with pytest.raises(NoPlanPays, match="--plan demo, other"):
        paying_terms("USD", NOW)
    assert paying_terms("USD", NOW, "other").plan == "other"


def owing() -> PlanRef:
    """Ann was paid 80.00, and the sale came back."""
    by = a_paying_plan(negative_balance={"max_offset_pct": "0.5", "write_off_months": 1})
    enrol("ann")
    earn(by, "ann", 8_000, "1", days_ago(60))
    batch = approved(now=days_ago(25)).batch.batch_id
    sending.send(batch, FakeBank(trouble=False), days_ago(25))
    [paid] = payouts.of_batch(batch)
    told = PaymentStatus(
        payout_id=paid.payout_id, state="settled", on=days_ago(24).date(), reference="a"
    )
    settling.settle(batch, [told], days_ago(24))
    earn(by, "ann", -8_000, "1", days_ago(20))
    project_payouts()
    return by


def proposed(amount: int, at: timedelta) -> Action:
    request = ActionRequest(
        kind="payout.write_off",
        target=debt_write_off.target_of("ann"),
        payload=debt_write_off.payload_of("ann", "USD", amount, ""),
        why="she left long ago",
        ask=True,
    )
    return submit(request, KIM, NOW + at)


def test_a_debt_is_written_off_by_two_people_once_it_is_old_enough() -> None:
    owing()
    then = timedelta(days=12)
    assert writing_off.due("ann", "USD", NOW).amount == 0
    assert plan("USD", "fake", NOW + then).write_offs == [("ann", 8_000)]

    action = proposed(8_000, then)
    done = steps.approve(action.action_id, LOU, action.draft.digest, NOW + then)
    again = writing_off.write_off("ann", "USD", 8_000, NOW + then)

    assert done.state == APPLIED
    assert "owes it no more" in again
    assert ("commission_payable:ann", "USD") not in accounts()
    assert accounts()["clawback_written_off", "USD"] == -8_000
    assert writing_off.due("ann", "USD", NOW + then + timedelta(hours=1)).amount == 0


def test_what_is_on_hold_pays_an_old_debt_before_the_company_does() -> None:
    by = owing()
    then = timedelta(days=12)
    earn(by, "ann", 5_000, "2", NOW)
    project_payouts()
    found = writing_off.due("ann", "USD", NOW + then)

    assert (found.amount, found.balance) == (3_000, -3_000)
    shown = proposed(3_000, then).draft.effect.lines
    assert [(each.who, each.before, each.after) for each in shown] == [("ann", -3_000, 0)]
    with pytest.raises(NotToBeWrittenOff):
        proposed(3_001, then)


def test_who_owes_as_much_as_is_unpaid_is_paid_what_the_plan_leaves_them() -> None:
    by = owing()
    earn(by, "ann", 8_000, "2", days_ago(19))
    [found] = plan("USD", "fake", NOW + timedelta(days=12)).payouts

    assert balances()["ann", "USD"] == 0
    assert (found.payee, found.paid) == ("ann", 4_000)


def test_what_a_store_of_certification_sold_is_payable_to_nobody() -> None:
    by = a_paying_plan()
    enrol("ann")
    earn(by, "ann", 5_000, "1", days_ago(60))
    earn(by, "ann", 7_000, "2", days_ago(60), store="cert-tea")
    [found] = plan("USD", "fake", NOW).payouts

    assert found.paid == 5_000


def test_a_young_debt_is_not_written_off_nor_more_than_is_owed() -> None:
    owing()

    with pytest.raises(NotToBeWrittenOff):
        proposed(8_000, timedelta())
    with pytest.raises(NotToBeWrittenOff):
        writing_off.write_off("ann", "USD", 9_000, NOW + timedelta(days=12))


def _text(document: object) -> str:
    return json.dumps(document)
