"""A payout and its batch: what follows on what, how they are called, what two people agree to."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from commissions.domain.payouts.batch import Batch, NotTheNextStep, digest_of_payouts
from commissions.domain.payouts.ids import NotABatch, batch_id, parsed_batch, payout_id
from commissions.domain.payouts.payout import FOLLOWS, NotTheNextState, planned
from tests.support.payout_cases import BATCH, a_payout, day, earned, pays, stands, terms


def a_batch(state: str = "draft") -> Batch:
    return Batch(
        batch_id=BATCH,
        currency="USD",
        plan="uni",
        plan_version=1,
        provider="fake",
        as_of=day(59),
        payouts=1,
        taken=100,
        paid={"USD": 100},
        digest="",
        state=state,
    )


def test_a_batch_is_called_by_currency_day_and_number() -> None:
    assert batch_id("USD", date(2026, 11, 29), 2) == "USD-20261129-2"


@pytest.mark.parametrize("text", ["", "USD-20261129", "usd-20261129-1", "USD-20261129-0", "a/b"])
def test_what_is_no_batch_is_refused_with_how_one_looks(text: str) -> None:
    with pytest.raises(NotABatch, match="like USD-20261129-1"):
        parsed_batch(text)


def test_a_payout_has_one_id_for_ever_that_any_bank_takes() -> None:
    long = "a-member-with-a-very-long-name-indeed/0123456789"
    ids = {payout_id(BATCH, long), payout_id("USD-20261129-999", long), payout_id(BATCH, "M1")}

    assert payout_id(BATCH, "M1") == "USD-20261129-1-957c11bb46abaadd"
    assert len(ids) == 3
    assert all(len(each) <= 35 for each in ids)


def test_what_is_paid_nothing_is_no_payout() -> None:
    nothing = pays(stands(59, earned(10, 1)), terms(fees={"USD": 20}))

    with pytest.raises(ValueError, match="M1 is paid nothing"):
        planned(BATCH, nothing, reference="r", provider="fake", account_version=0)


@pytest.mark.parametrize(
    ("state", "wanted"),
    [("planned", "sent"), ("failed", "settled"), ("settled", "failed"), ("returned", "settled")],
)
def test_no_state_is_left_out_and_none_is_gone_back_to(state: str, wanted: str) -> None:
    with pytest.raises(NotTheNextState, match=f"is {state}, and cannot become {wanted}"):
        replace(a_payout(), state=state).becomes(wanted)


def test_what_was_settled_can_come_back_days_later() -> None:
    assert replace(a_payout(), state="settled").becomes("returned").state == "returned"
    assert FOLLOWS["settled"] == {"returned"}


def test_a_batch_goes_its_way_step_by_step() -> None:
    batch = a_batch()
    for state in ("proposed", "approved", "sent", "settled"):
        batch = batch.becomes(state)
    with pytest.raises(NotTheNextStep, match="is sent, and cannot become rejected"):
        a_batch("sent").becomes("rejected")
    assert a_batch("approved").becomes("rejected").state == "rejected"


def test_a_plan_is_agreed_to_within_a_week() -> None:
    assert not a_batch().is_stale(day(65.9))
    assert a_batch().is_stale(day(66))


def test_what_is_agreed_to_is_every_amount_and_reference_and_not_how_far_it_came() -> None:
    one, two = a_payout(), replace(a_payout(200), payee="M2")
    agreed = digest_of_payouts([one, two])
    moved = replace(one, state="sent", reserved=True, version=3, settled_on=date(2026, 12, 1))

    assert digest_of_payouts([two, moved]) == agreed
    assert digest_of_payouts([one]) != agreed
    for other in ({"paid": 9_999}, {"reference": "acct-other"}, {"taken": 1}, {"paid_in": "EUR"}):
        assert digest_of_payouts([replace(one, **other), two]) != agreed


def test_a_moment_is_kept_with_the_batch() -> None:
    assert a_batch().as_of == datetime(2026, 11, 29, tzinfo=UTC)
