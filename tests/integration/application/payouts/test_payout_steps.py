"""A batch on the tables, from plan to settlement: money moves with its journal or not at all."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from commissions.application.actions.payout_approval import PAYOUT_APPROVAL, payload_of
from commissions.application.payouts import registering, reserving, sending, settling
from commissions.application.payouts.planning import NothingToPay, plan
from commissions.application.payouts.reserving import NotToBePaid
from commissions.application.payouts.sending import NotToBeSent
from commissions.domain.ledger.journal import broken_link
from commissions.domain.payouts.payable import TERMINATED
from commissions.domain.sales.attribution import PlanRef
from commissions.payments.provider import PaymentStatus
from commissions.tables import genealogy, ledger, payees, payouts
from tests.support.paid_company import (
    NOW,
    a_paying_plan,
    accounts,
    agree,
    approved,
    balances,
    days_ago,
    earn,
    enrol,
    planned,
    project_payouts,
)
from tools.fake_bank import FakeBank

pytestmark = pytest.mark.usefixtures("aws")
PAID = date(2026, 11, 30)


def a_company(**payout: object) -> PlanRef:
    by = a_paying_plan(**payout)
    enrol("ann", "bob")
    earn(by, "ann", 8_000, "1", days_ago(60))
    earn(by, "ann", 2_000, "2", days_ago(10))
    earn(by, "bob", 3_000, "3", days_ago(40))
    return by


def states(batch: str) -> dict[str, str]:
    return {each.payee: each.state for each in payouts.of_batch(batch)}


def told(batch: str, state: str, reference: str = "", payee: str = "ann") -> PaymentStatus:
    [found] = [each for each in payouts.of_batch(batch) if each.payee == payee]
    return PaymentStatus(payout_id=found.payout_id, state=state, on=PAID, reference=reference)


def test_what_is_free_is_planned_and_what_is_held_waits() -> None:
    a_company()

    found = planned()

    assert [(each.payee, each.paid, each.held) for each in found.payouts] == [
        ("ann", 8_000, 2_000),
        ("bob", 3_000, 0),
    ]
    assert found.batch.paid == {"USD": 11_000}
    assert payouts.of_batch(found.batch.batch_id) != []
    assert accounts()["commission_payable:ann", "USD"] == 10_000


def test_planning_keeps_nothing_and_an_empty_batch_is_none() -> None:
    a_company(min={"USD": "500.00"})

    assert plan("USD", "fake", NOW).batch.carried == {
        "below the minimum of …: carried over": 2,
    }
    with pytest.raises(NothingToPay):
        planned()
    assert payouts.batches() == []


def test_what_two_people_agreed_to_is_reserved_and_payable_no_more() -> None:
    a_company()

    found = approved()
    project_payouts()

    assert states(found.batch.batch_id) == {"ann": "approved", "bob": "approved"}
    assert accounts()["payout_clearing", "USD"] == 11_000
    assert balances()["ann", "USD"] == 2_000
    assert plan("USD", "fake", NOW + timedelta(hours=1)).payouts == []


def test_what_was_settled_is_the_providers_cash_and_the_books_are_whole() -> None:
    a_company(fees={"USD": "1.50"})
    batch, bank = approved().batch.batch_id, FakeBank(trouble=False)

    sending.send(batch, bank, NOW)
    bank.next_day()
    sending.poll(batch, bank, NOW + timedelta(days=1))

    assert payouts.batch(batch).state == "settled"
    assert accounts()["cash:fake", "USD"] == -bank.balance("company", "USD") == 10_700
    assert accounts()["payout_fees", "USD"] == 300
    assert ("payout_clearing", "USD") not in accounts()
    book = ledger.read(f"payouts/{batch}/ann").journals
    assert [each.context.cause for each in book] == [
        "payout reserved",
        "payout sent",
        "payout settled",
    ]
    assert broken_link(book) == ""


@pytest.mark.parametrize("state", ["failed", "returned"])
def test_what_fails_or_comes_back_is_in_the_next_batch(state: str) -> None:
    a_company(fees={"USD": "1.50"})
    batch = approved().batch.batch_id
    sending.send(batch, FakeBank(trouble=False), NOW)

    settling.settle(batch, [told(batch, state), told(batch, "settled", "b", "bob")], NOW)
    later = plan("USD", "fake", NOW + timedelta(hours=1))

    assert payouts.batch(batch).state == "settled"
    assert [(each.payee, each.taken) for each in later.payouts] == [("ann", 8_000)]
    assert accounts()["commission_payable:ann", "USD"] == 10_000


def test_what_was_settled_can_come_back_after_its_batch_was_done() -> None:
    a_company()
    batch = approved().batch.batch_id
    sending.send(batch, FakeBank(trouble=False), NOW)
    settling.settle(batch, [told(batch, "settled", "a"), told(batch, "settled", "b", "bob")], NOW)

    settling.settle(batch, [told(batch, "returned", "a")], NOW + timedelta(days=4))

    assert states(batch) == {"ann": "returned", "bob": "settled"}
    assert accounts()["cash:fake", "USD"] == 3_000
    assert payees.account("ann", "USD").moves[-1].kind == "came back"


def test_an_answer_that_comes_twice_changes_nothing() -> None:
    a_company()
    batch = approved().batch.batch_id
    sending.send(batch, FakeBank(trouble=False), NOW)
    both = [told(batch, "settled", "a"), told(batch, "settled", "a")]

    first, second = settling.settle(batch, both, NOW), settling.settle(batch, both, NOW)

    assert [len(first.changed), len(second.changed)] == [1, 0]
    assert first.contradictions == second.contradictions == []
    assert len(ledger.read(f"payouts/{batch}/ann").journals) == 3


def test_one_payment_settles_one_payout() -> None:
    a_company()
    batch = approved().batch.batch_id
    sending.send(batch, FakeBank(trouble=False), NOW)
    settling.settle(batch, [told(batch, "settled", "same")], NOW)

    found = settling.settle(batch, [told(batch, "settled", "same", "bob")], NOW)

    assert states(batch)["bob"] == "sent"
    assert "names the payment" in found.contradictions[0]


@pytest.mark.parametrize(
    ("first", "then"), [("failed", "settled"), ("settled", "failed"), ("returned", "settled")]
)
def test_an_answer_that_cannot_follow_is_told_and_nothing_is_posted(first: str, then: str) -> None:
    a_company()
    batch = approved().batch.batch_id
    sending.send(batch, FakeBank(trouble=False), NOW)
    settling.settle(batch, [told(batch, first, "a")], NOW)
    before = accounts()

    found = settling.settle(batch, [told(batch, then, "other")], NOW)

    assert len(found.contradictions) == 1
    assert accounts() == before


@pytest.mark.parametrize(
    ("on", "says"), [("2062-11-30", "still to come"), ("2025-11-30", "before it was sent")]
)
def test_a_day_that_would_be_of_another_tax_year_is_not_gone_by(on: str, says: str) -> None:
    a_company()
    batch = approved().batch.batch_id
    sending.send(batch, FakeBank(trouble=False), NOW)
    wrong = replace(told(batch, "settled", "a"), on=date.fromisoformat(on))

    found = settling.settle(batch, [wrong], NOW)

    assert states(batch)["ann"] == "sent"
    assert says in found.contradictions[0]
    assert settling.preview([wrong], NOW).contradictions == found.contradictions


def test_what_was_never_sent_cannot_be_settled() -> None:
    a_company()
    batch = approved().batch.batch_id

    found = settling.settle(batch, [told(batch, "settled", "a")], NOW)

    assert states(batch)["ann"] == "approved"
    assert len(found.contradictions) == 1


def test_of_two_batches_planned_at_once_one_pays() -> None:
    a_company()
    one, other = planned().batch.batch_id, planned().batch.batch_id
    reserving.propose(other)
    agree(one)

    with pytest.raises(NotToBePaid, match=f"was moved by {one} since this was planned"):
        reserving.check(payouts.batch(other), payouts.of_batch(other), NOW)
    # Agreed to all the same, as it was shown a moment before.
    reserving.approve(other, ("kim", "lou"), NOW, NOW)

    assert states(one) == {"ann": "approved", "bob": "approved"}
    assert states(other) == {"ann": "failed", "bob": "failed"}
    assert accounts()["payout_clearing", "USD"] == 11_000


def test_a_batch_whose_payouts_were_all_taken_is_done_without_being_sent() -> None:
    a_company()
    one, other = planned().batch.batch_id, planned().batch.batch_id
    agree(one)
    agree(other)
    bank = FakeBank(trouble=False)

    sending.send(other, bank, NOW)

    assert payouts.batch(other).state == "settled"
    assert bank.balance("company", "USD") == 0


def test_a_rejected_batch_gives_back_what_it_reserved() -> None:
    a_company()
    batch = approved().batch.batch_id

    reserving.reject(batch, "wrong month", NOW)

    assert states(batch) == {"ann": "failed", "bob": "failed"}
    assert payouts.find(batch, "ann").why == "batch rejected: wrong month"  # type: ignore[union-attr]
    assert accounts()["commission_payable:ann", "USD"] == 10_000
    with pytest.raises(NotToBeSent, match="is rejected"):
        sending.send(batch, FakeBank(), NOW)


def test_what_was_sent_is_not_rejected() -> None:
    a_company()
    batch = approved().batch.batch_id
    sending.send(batch, FakeBank(trouble=False), NOW)

    with pytest.raises(NotToBePaid, match="what was sent is settled, failed or returned"):
        reserving.reject(batch, "too late", NOW)


def test_a_batch_is_sent_by_the_provider_that_was_agreed_to() -> None:
    a_company()
    batch = approved("csv").batch.batch_id

    with pytest.raises(NotToBeSent, match="agreed to be paid by csv, not fake"):
        sending.send(batch, FakeBank(), NOW)


def test_a_draft_is_not_sent() -> None:
    a_company()

    with pytest.raises(NotToBeSent, match="two people have to agree first"):
        sending.send(planned().batch.batch_id, FakeBank(), NOW)


def test_a_plan_of_last_week_is_not_agreed_to() -> None:
    a_company()
    found = planned()

    with pytest.raises(NotToBePaid, match="more than a week ago"):
        reserving.check(found.batch, list(found.payouts), NOW + timedelta(days=7))


def test_who_is_held_or_registered_otherwise_since_the_plan_stops_it() -> None:
    a_company()
    found = planned()
    registering.hold("bob", "disputed", "kim", NOW)
    with pytest.raises(NotToBePaid, match=r"bob is held by kim \(disputed\) since"):
        reserving.check(found.batch, list(found.payouts), NOW)

    registering.hold("bob", "", "kim", NOW)
    registering.register("ann", reference="acct-else", currency="USD", country="US")

    with pytest.raises(NotToBePaid, match="ann was registered otherwise since"):
        reserving.check(found.batch, list(found.payouts), NOW)


def paid_to(bank: FakeBank) -> list[str]:
    return [owner for (owner,) in bank.db.execute("select owner from payment")]


def terminate(member: str) -> None:
    genealogy.place(member, "", since=NOW - timedelta(days=1), status=TERMINATED)


def test_a_batch_with_somebody_who_was_terminated_since_is_not_agreed_to() -> None:
    a_company()
    found = planned()
    terminate("bob")

    with pytest.raises(NotToBePaid, match="bob was terminated since this was planned"):
        reserving.check(found.batch, list(found.payouts), NOW)


@pytest.mark.parametrize(
    ("stop", "why"),
    [
        (lambda: registering.hold("bob", "disputed", "kim", NOW), r"is held by kim \(disputed\)"),
        (lambda: terminate("bob"), "was terminated"),
        (
            lambda: registering.register("bob", reference="else", currency="USD", country="US"),
            "was registered otherwise",
        ),
    ],
    ids=["held", "terminated", "registered otherwise"],
)
def test_who_is_stopped_after_the_agreement_is_not_sent_and_keeps_what_is_payable(
    stop: Callable[[], object], why: str
) -> None:
    a_company()
    batch = approved().batch.batch_id
    stop()
    bank = FakeBank(trouble=False)

    sending.send(batch, bank, NOW)
    sending.send(batch, bank, NOW)

    assert states(batch)["bob"] == "failed"
    [failed] = [each for each in payouts.of_batch(batch) if each.payee == "bob"]
    assert re.search(f"^not paid: bob {why} since this was planned$", failed.why)
    assert paid_to(bank) == ["acct-ann"]
    assert accounts()["commission_payable:bob", "USD"] == 3_000


def test_a_file_for_a_bank_leaves_out_who_was_stopped_after_the_agreement() -> None:
    a_company()
    batch = approved("csv").batch.batch_id
    registering.hold("bob", "disputed", "kim", NOW)
    file = FakeBank(trouble=False, name="csv", answers=False)

    sending.send(batch, file, NOW)

    assert paid_to(file) == ["acct-ann"]


def test_who_is_stopped_by_another_process_while_a_batch_is_sent_is_in_no_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first one has looked at everybody already when bob is held, and another one gives back
    what he had: he is in the next batch, and must not be in this file besides."""
    a_company()
    batch = approved("csv").batch.batch_id
    file = FakeBank(trouble=False, name="csv", answers=False)
    mark = sending._marked_sent

    def marked_and_stopped(*told: Any) -> Any:
        registering.hold("bob", "disputed", "kim", NOW)
        record = mark(*told)
        reserving.reserve(record, NOW)
        return record

    monkeypatch.setattr(sending, "_marked_sent", marked_and_stopped)
    sending.send(batch, file, NOW)

    assert states(batch) == {"ann": "sent", "bob": "failed"}
    assert paid_to(file) == ["acct-ann"]


def test_what_would_be_sent_is_looked_at_without_who_is_stopped() -> None:
    a_company()
    batch = approved("csv").batch.batch_id
    registering.hold("bob", "disputed", "kim", NOW)

    assert [each.payee for each in sending.to_be_sent(batch, NOW)] == ["ann"]
    assert states(batch) == {"ann": "approved", "bob": "approved"}


def test_what_a_provider_may_have_heard_of_is_not_stopped_any_more() -> None:
    a_company()
    batch = approved().batch.batch_id
    sending.send(batch, FakeBank(trouble=False), NOW)
    registering.hold("bob", "disputed", "kim", NOW)

    sending.send(batch, FakeBank(trouble=False), NOW)

    assert states(batch)["bob"] in {"sent", "settled"}


def test_who_approves_sees_who_is_paid_elsewhere_than_before_and_who_for_the_first_time() -> None:
    by = a_company()
    bank = FakeBank(trouble=False)
    sending.send(approved().batch.batch_id, bank, NOW)
    registering.register("ann", reference="acct-else", currency="USD", country="US")
    enrol("cid")
    for member in ("ann", "bob", "cid"):
        earn(by, member, 4_000, f"later-{member}", days_ago(40))
    found = planned(now=NOW + timedelta(hours=1)).batch
    reserving.propose(found.batch_id)

    shown = PAYOUT_APPROVAL.effect(
        payload_of(payouts.batch(found.batch_id)), NOW + timedelta(hours=1)
    )

    assert ("paid elsewhere than before", "ann") in shown.says
    assert ("paid for the first time", "1") in shown.says


def test_a_batch_that_was_not_planned_to_its_end_is_not_proposed() -> None:
    a_company()
    found = plan("USD", "fake", NOW)
    payouts.put_batch(found.batch)
    payouts.add_planned(found.payouts[:1])

    with pytest.raises(NotToBePaid, match="not planned to its end"):
        reserving.propose(found.batch.batch_id)
    assert reserving.reject(found.batch.batch_id, "cut off", NOW).state == "rejected"


def test_a_debt_takes_as_much_of_the_next_payout_as_the_plan_says() -> None:
    by = a_company(min={})
    batch = approved().batch.batch_id
    sending.send(batch, FakeBank(trouble=False), NOW)
    settling.settle(batch, [told(batch, "settled", "a")], NOW)
    earn(by, "ann", -3_000, "1", NOW + timedelta(days=5))
    then = NOW + timedelta(days=25)

    later = planned(now=then)
    agree(later.batch.batch_id, then)
    last = plan("USD", "fake", then + timedelta(days=1))

    [ann] = [each for each in later.payouts if each.payee == "ann"]
    assert (ann.unpaid, ann.debt, ann.offset, ann.taken) == (2_000, 3_000, 1_000, 1_000)
    [owes] = [each for each in last.carried if each.payee == "ann"]
    assert (owes.standing.debt, owes.standing.unpaid) == (2_000, 0)
    assert accounts()["commission_payable:ann", "USD"] == -2_000
