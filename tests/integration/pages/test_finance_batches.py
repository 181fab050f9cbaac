"""A batch on finance's pages, from plan to settlement, by two people."""

import hashlib
import re
from datetime import datetime, timedelta

import pytest

from commissions.application.payouts import planning, registering
from commissions.application.payouts.counting import count_payables
from commissions.domain.actions.action import APPLIED, Action
from commissions.domain.people.accounts import AUDITOR
from commissions.tables import actions, audit_log, payouts, plans
from tests.support.finance_pages import asks, does, form_in, payer, sends
from tests.support.pages import Answered
from tests.support.paid_company import (
    NOW,
    a_paying_plan,
    balances,
    days_ago,
    earn,
    enrol,
    project_payouts,
)

pytestmark = pytest.mark.usefixtures("aws")

KIM, LOU = payer("kim"), payer("lou")
WHY = "November"


def a_company() -> None:
    plan = a_paying_plan()
    enrol("ann", "bob", "cid")
    earn(plan, "ann", 8_000, "1", days_ago(60))
    earn(plan, "ann", 2_000, "2", days_ago(10))
    earn(plan, "bob", 3_000, "3", days_ago(40))
    earn(plan, "cid", 1_000, "4", days_ago(40))


def planned(provider: str = "csv", now: datetime = NOW) -> str:
    plan = plans.all_ids()[0]
    path = "/finance/batches/new?currency=USD"
    _, [done] = does(path, KIM, now=now, provider=provider, plan=plan)
    assert done.state == APPLIED, done.outcome
    return payouts.batches()[-1].batch_id


def proposed(batch: str) -> Action:
    _, [done] = does(f"/finance/batches/{batch}/act/propose", KIM, reason=WHY)
    assert done.state == APPLIED, done.outcome
    [href] = set(re.findall(r"/finance/actions/([\w-]+)", asks(f"/finance/batches/{batch}").text))
    return waiting(href)


def waiting(action_id: str) -> Action:
    return actions.get(action_id)


def approves(action: Action, who: object = LOU) -> tuple[Answered, list[Action]]:
    path = f"/finance/actions/{action.action_id}"
    return sends(f"{path}/approve", {"seen": action.draft.digest}, who)  # type: ignore[arg-type]


def approved(batch: str) -> None:
    _, [done] = approves(proposed(batch))
    assert done.state == APPLIED, done.outcome


def state(batch: str) -> str:
    return payouts.batch(batch).state


def test_a_draft_says_who_is_paid_what_and_who_is_not_and_why() -> None:
    a_company()
    expected = planning.plan("USD", "csv", NOW)

    text = asks(f"/finance/batches/{planned()}").text

    assert re.findall(r'id="payout-(\w+)"', text) == [each.payee for each in expected.payouts]
    assert 'data-value="110.00"' in text
    assert "below the minimum" in text
    assert state(payouts.batches()[-1].batch_id) == "draft"


def test_a_batch_is_paid_by_two_people_and_settled_line_by_line() -> None:
    a_company()
    batch = planned()
    approved(batch)
    assert state(batch) == "approved"
    does(f"/finance/batches/{batch}/act/send", KIM)
    assert state(batch) == "sent"
    on = payouts.batch(batch).sent_at
    assert on is not None

    for payee, became in (("ann", "settled"), ("bob", "failed")):
        form = {"state": became, "on": f"{on:%Y-%m-%d}"}
        _, [done] = does(f"/finance/batches/{batch}/payouts/{payee}", KIM, now=on, **form)
        assert done.state == APPLIED

    assert state(batch) == "settled"
    project_payouts()
    assert balances() == {("ann", "USD"): 2_000, ("bob", "USD"): 3_000, ("cid", "USD"): 1_000}


def test_who_proposed_a_batch_cannot_approve_it() -> None:
    a_company()
    batch = planned()
    action = proposed(batch)

    page = asks(f"/finance/actions/{action.action_id}", KIM)
    answer, done = approves(action, KIM)

    assert "needs somebody else" in page.text
    assert (answer.status, done) == (409, [])
    assert state(batch) == "proposed"


def test_who_approves_proves_first_who_they_are() -> None:
    a_company()
    action = proposed(planned())
    this_morning = payer("lou", now=NOW - timedelta(hours=3))

    answer, done = approves(action, this_morning)

    assert (answer.status, done) == (303, [])
    assert answer.headers["location"].startswith("/auth/again?to=%2Ffinance%2Factions%2F")


def test_what_was_rejected_by_the_second_person_is_payable_again() -> None:
    a_company()
    batch = planned()
    action = proposed(batch)

    path = f"/finance/actions/{action.action_id}/reject"
    _, [done] = sends(path, {"reason": "not this month"}, LOU)

    assert (done.state, state(batch)) == (APPLIED, "rejected")
    assert waiting(action.action_id).state == "rejected"
    assert planning.plan("USD", "csv", NOW).batch.taken == 11_000


def test_a_batch_that_is_rejected_takes_its_proposal_with_it() -> None:
    a_company()
    batch = planned()
    action = proposed(batch)

    _, [done] = does(f"/finance/batches/{batch}/act/reject", KIM, reason="too early")

    assert (done.state, state(batch)) == (APPLIED, "rejected")
    assert waiting(action.action_id).state == "withdrawn"


def test_nothing_is_done_to_a_batch_without_a_reason_or_when_it_changed() -> None:
    a_company()
    batch = planned()
    path = f"/finance/batches/{batch}/act/propose"
    form = form_in(asks(path, KIM), path)

    unsaid, _ = sends(path, form, KIM)
    registering.hold("ann", "disputed", "mara", NOW)
    changed, _ = sends(path, form | {"reason": WHY}, KIM)

    assert (unsaid.status, changed.status, state(batch)) == (422, 409, "draft")
    assert "not any more" in asks(f"/finance/batches/{batch}").text


def test_a_form_that_is_sent_twice_plans_one_batch() -> None:
    a_company()
    path = "/finance/batches/new"
    form = form_in(asks(f"{path}?currency=USD", KIM), path) | {
        "provider": "csv",
        "plan": plans.all_ids()[0],
    }

    sends(path, form, KIM)
    sends(path, form, KIM)

    assert len(payouts.batches()) == 1


def test_the_file_is_for_finance_alone_and_who_took_it_is_in_the_log() -> None:
    a_company()
    batch = planned()
    approved(batch)
    does(f"/finance/batches/{batch}/act/send", KIM)

    taken, _ = sends(f"/finance/batches/{batch}/file", {}, KIM)
    refused, _ = sends(f"/finance/batches/{batch}/file", {}, payer("ada", roles=(AUDITOR,)))

    assert taken.text.splitlines()[0] == "payout_id,payee,reference,amount,currency"
    assert taken.headers["content-disposition"] == f'attachment; filename="{batch}.csv"'
    assert refused.status == 404
    entries = list(audit_log.of_days([NOW.date().isoformat(), audit_log.head().day]))
    assert [each.outcome for each in entries if each.what == "payout file"] == ["begun", "done"]
    hashed = re.findall(r"<code>([0-9a-f]{64})</code>", asks(f"/finance/batches/{batch}").text)
    assert hashlib.sha256(taken.body).hexdigest() in hashed


def test_a_banks_answer_is_shown_before_it_is_gone_by() -> None:
    a_company()
    batch = planned()
    approved(batch)
    does(f"/finance/batches/{batch}/act/send", KIM)
    on = payouts.batch(batch).sent_at
    assert on is not None
    path = f"/finance/batches/{batch}/settle"
    lines = [f"{each.payout_id},settled,{on:%Y-%m-%d}" for each in payouts.of_batch(batch)]
    told = "\n".join(["payout_id,state,on", *lines, f"{batch}-nobody,settled,{on:%Y-%m-%d}"])

    shown, done = sends(path, {"told": told}, KIM, on)
    seen = form_in(shown, path)
    assert (done, state(batch)) == ([], "sent")
    assert "There is no payout" in shown.text
    _, [done_now] = sends(path, seen, KIM, on)

    assert (done_now.state, state(batch)) == (APPLIED, "settled")
    assert list(done_now.failed.values()) == [f"{batch} has no payout {batch}-nobody"]


def test_a_file_that_cannot_be_read_names_its_lines() -> None:
    a_company()
    batch = planned()
    approved(batch)
    does(f"/finance/batches/{batch}/act/send", KIM)
    path = f"/finance/batches/{batch}/settle"

    unread, _ = sends(path, {"told": "payout_id,state,on\nx,lost,soon"}, KIM)
    other, _ = sends(path, {"told": "payout_id,state,on\nEUR-20261101-1-x,settled,2026-11-30"}, KIM)

    assert (unread.status, other.status) == (422, 422)
    assert "line 2: state has to be one of" in unread.text


def test_a_banks_file_is_sent_at_the_command_line_as_it_takes_names_and_accounts() -> None:
    a_company()
    batch = planned("iso20022")
    approved(batch)

    text = asks(f"/finance/batches/{batch}").text

    assert f"commissions payout send {batch} --accounts FILE --apply" in text
    assert asks(f"/finance/batches/{batch}/act/send").status == 404


def test_who_is_paid_elsewhere_or_far_more_is_marked_for_who_approves() -> None:
    a_company()
    first = planned()
    approved(first)
    project_payouts()
    registering.register("bob", reference="acct-new", currency="USD", country="US")
    plan = a_paying_plan()
    earn(plan, "ann", 90_000, "8", days_ago(35))
    earn(plan, "bob", 4_000, "9", days_ago(35))
    batch = planned(now=NOW + timedelta(minutes=5))

    text = asks(f"/finance/batches/{batch}").text
    said = dict(proposed(batch).draft.effect.says)

    assert "elsewhere than before" in text
    assert "over 3 times the last" in text
    assert "More than three times the last batch" in text
    assert said["paid elsewhere than before"] == "bob"
    assert said["more than 3 times their last"] == "ann"
    assert said["more than 3 times the last batch"] == f"{first}, 110.00 USD"


def test_payables_and_batches_add_up_to_the_last_person() -> None:
    a_company()
    [counted] = count_payables(NOW)

    batch = payouts.batch(planned())

    assert (counted.taken, counted.lists["available"].people) == (batch.taken, batch.payouts)


@pytest.mark.parametrize("path", ["/finance/batches/USD-20200101-1", "/finance/batches/x~2Fy"])
def test_a_batch_that_there_is_not_is_not_there(path: str) -> None:
    assert asks(path).status == 404
