"""Whatever ends, gets lost or comes twice while a batch is paid: money moved is what the ledger
says, and nobody is paid twice."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from commissions.tables import payouts
from commissions.tables.versioned import VersionConflict
from tests.support.crash_points import Crashed, fails, life, lost_answers
from tests.support.dynamodb_calls import just_before
from tests.support.paid_company import (
    NOW,
    a_paying_plan,
    accounts,
    days_ago,
    earn,
    enrol,
    planned,
)
from tests.support.payout_lives import PayoutLife, check, drive
from tests.support.proof_size import proof_size
from tools.fake_bank import KEY_DAYS, FakeBank

pytestmark = pytest.mark.usefixtures("aws")
LIVES = proof_size(60, 1_000)
CALLS_MAX = 110
"""Of AWS and of the bank, of one process that plans and pays a batch of two."""


def pay_all(bank: FakeBank) -> None:
    planned()
    drive(bank, NOW)


def a_company() -> FakeBank:
    by = a_paying_plan()
    enrol("ann", "bob")
    earn(by, "ann", 8_000, "1", days_ago(60))
    earn(by, "bob", 3_000, "3", days_ago(40))
    return FakeBank(trouble=False)


def begin_again(bank: FakeBank) -> None:
    """Another process goes on with what it finds, and the next day with what the bank says."""
    if not any(each.state != "rejected" for each in payouts.batches()):
        planned()
    drive(bank, NOW)
    if not any(each.state != "rejected" for each in payouts.batches()):
        planned()
        drive(bank, NOW)
    bank.next_day()
    drive(bank, NOW + timedelta(days=1))


def all_is_paid_once(bank: FakeBank) -> None:
    check(bank)
    assert (bank.balance("acct-ann", "USD"), bank.balance("acct-bob", "USD")) == (8_000, 3_000)
    assert accounts()["cash:fake", "USD"] == 11_000


def test_every_call_of_a_process_is_counted() -> None:
    bank = a_company()

    with life(bank) as lived:
        pay_all(bank)

    assert 30 < len(lived.calls) <= CALLS_MAX
    assert {"send", "sent", "status"} <= set(lived.calls)


@pytest.mark.parametrize("ends", [Crashed, fails])
@pytest.mark.parametrize("part", range(10))
def test_a_process_may_end_at_any_call(part: int, ends: Callable[[str], BaseException]) -> None:
    """Before each side effect, and so after the one before it."""
    bank = a_company()
    for at in range(part, CALLS_MAX, 10):
        with suppress(Exception), life(bank, at, ends):
            drive(bank, NOW) if payouts.batches() else pay_all(bank)

    begin_again(bank)

    all_is_paid_once(bank)


@pytest.mark.parametrize("at", range(0, CALLS_MAX, 3))
def test_a_process_that_ends_once_is_gone_on_with(at: int) -> None:
    bank = a_company()
    with life(bank, at):
        pay_all(bank)

    begin_again(bank)

    all_is_paid_once(bank)


def test_two_that_do_the_same_at_once_pay_once() -> None:
    bank = a_company()
    planned()

    with just_before("TransactWriteItems", lambda: drive(bank, NOW)):
        drive(bank, NOW)
    begin_again(bank)

    all_is_paid_once(bank)


@pytest.mark.parametrize("operation", ["TransactWriteItems", "PutItem"])
def test_a_write_whose_answer_gets_lost_is_done_once(operation: str) -> None:
    """The SDK asks once more, and is refused by what it wrote itself."""
    bank = a_company()
    planned()

    with lost_answers(operation) as lost, suppress(VersionConflict):
        drive(bank, NOW)
    begin_again(bank)

    assert lost
    all_is_paid_once(bank)


def test_an_answer_that_is_lost_is_looked_up_before_anything_is_sent_again() -> None:
    """Days later, when the provider has forgotten the key by which it would know it again."""
    bank = a_company()
    planned()
    bank.before = _ends_at("sent")
    with suppress(Crashed):
        drive(bank, NOW)
    assert bank.db.execute("select count(*) from payment").fetchone() == (2,)
    bank.before = lambda what: None
    for _ in range(KEY_DAYS + 2):
        bank.next_day()

    drive(bank, NOW + timedelta(days=3))

    all_is_paid_once(bank)


def _ends_at(call: str) -> Callable[[str], None]:
    def ends(what: str) -> None:
        if what == call:
            raise Crashed(what)

    return ends


@pytest.mark.parametrize("seed", range(LIVES))
def test_whatever_happens_money_moved_is_what_the_ledger_says(seed: int) -> None:
    life_of = PayoutLife(seed)

    life_of.live()

    check(life_of.bank)
