"""When the journals of a large batch, or of a late write-off, say that they were recorded."""

from datetime import timedelta
from itertools import count

import pytest

from commissions.application.payouts import sending, stepping, writing_off
from commissions.tables import ledger
from tests.support.paid_company import NOW, a_paying_plan, approved, days_ago, earn, enrol
from tools.fake_bank import FakeBank

pytestmark = pytest.mark.usefixtures("aws")
A_MINUTE = timedelta(minutes=1)


def test_the_last_of_a_batch_is_recorded_when_it_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    minutes = count(step=60)
    by = a_paying_plan()
    enrol("ann", "bob", "cat")
    for number, who in enumerate(("ann", "bob", "cat")):
        earn(by, who, 8_000, str(number), days_ago(60))
    monkeypatch.setattr(stepping, "monotonic", lambda: next(minutes))

    batch = approved().batch.batch_id
    sending.send(batch, FakeBank(trouble=False), NOW)

    books = [ledger.read(f"payouts/{batch}/{who}").journals for who in ("ann", "bob", "cat")]
    reserved = [book[0].recorded_at for book in books]
    assert reserved == [NOW + A_MINUTE, NOW + 2 * A_MINUTE, NOW + 3 * A_MINUTE]
    sent = [book[1].recorded_at for book in books]
    assert sent == sorted(sent)
    assert len(set(sent)) == 3


def test_a_write_off_that_is_carried_out_late_is_recorded_then() -> None:
    by = a_paying_plan()
    enrol("ann")
    earn(by, "ann", -5_000, "1", days_ago(900))

    writing_off.write_off("ann", "USD", 5_000, NOW, now=NOW + timedelta(hours=3))

    [journal] = ledger.read("payouts/USD-20261129-written-off/ann").journals
    assert (journal.effective_at, journal.recorded_at) == (NOW, NOW + timedelta(hours=3))
