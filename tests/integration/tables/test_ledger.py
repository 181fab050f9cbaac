"""The one pen: in one transaction or not at all, and never past what somebody else has written."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.settlement import next_journal
from commissions.domain.ledger.target import fold
from commissions.tables import ledger
from commissions.tables.ledger import FactRow, Head, StoredOrder
from tests.support.dynamodb_calls import round_trips
from tests.support.orders import PLAN, a_refund, an_order, sold

pytestmark = pytest.mark.usefixtures("aws")

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KEY = "shopify/tea/1001"
ORDER = an_order()


def rows(*contents: Content) -> list[FactRow]:
    return [FactRow(fact(content), "inbox", NOW) for content in contents]


def write(stored: StoredOrder, *contents: Content) -> bool:
    """Writes facts alone, as of what was read."""
    return ledger.write(stored, rows(*contents), (), waiting=True, order=None)


def test_of_an_order_that_was_never_told_nothing_is_known() -> None:
    assert ledger.read(KEY) == StoredOrder(KEY, Head(), (), ())


def test_what_was_written_is_read_again() -> None:
    told = rows(*sold(ORDER))
    facts = [row.fact for row in told]
    journal = next_journal(KEY, fold(facts, lambda _: PLAN), (), facts, recorded_at=NOW)

    assert journal is not None
    assert ledger.write(ledger.read(KEY), told, [journal], waiting=False, order=ORDER)

    stored = ledger.read(KEY)
    assert {each.fact_id: each for each in stored.facts} == {each.fact_id: each for each in facts}
    assert {(row.inbox, row.recorded_at) for row in stored.rows} == {("inbox", NOW)}
    assert stored.journals == (journal,)
    assert stored.head == Head(1, 1, False, "tea#2026-11-20")


def test_facts_that_lead_to_no_journal_keep_the_day_that_the_order_was_found_under() -> None:
    ledger.write(ledger.read(KEY), rows(ORDER), (), waiting=False, order=ORDER)
    write(ledger.read(KEY), a_refund("r1"))

    assert ledger.read(KEY).head == Head(2, 0, True, "tea#2026-11-20")


def test_head_facts_and_journal_are_one_transaction() -> None:
    stored = ledger.read(KEY)
    with round_trips() as made:
        write(stored, *sold(ORDER))

    assert made == ["TransactWriteItems"]


def test_whoever_wrote_past_the_head_that_was_read_has_to_decide_again() -> None:
    first, second = ledger.read(KEY), ledger.read(KEY)

    assert write(first, ORDER)
    assert not write(second, a_refund("r1"))
    assert [each.kind for each in ledger.read(KEY).facts] == ["order"]


def test_a_head_that_has_moved_is_not_written_over() -> None:
    write(ledger.read(KEY), ORDER)
    stored = ledger.read(KEY)

    assert write(stored, a_refund("r1"))
    assert not write(stored, a_refund("r2"))
    assert ledger.read(KEY).head.version == 2


def test_the_second_put_of_a_fact_is_refused_whatever_the_head_says() -> None:
    write(ledger.read(KEY), ORDER)
    head = {"order_key": {"S": KEY}}
    client("dynamodb").delete_item(TableName=ledger.HEADS, Key=head)

    assert not write(ledger.read(KEY), ORDER)


def test_what_no_other_try_would_mend_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = ledger.read(KEY)
    monkeypatch.setattr(ledger, "FACTS", "no-such-table")

    with pytest.raises(ClientError, match="ResourceNotFound"):
        write(stored, ORDER)


@pytest.mark.parametrize(
    ("codes", "again"),
    [
        (["ConditionalCheckFailed", "None", "None"], True),
        (["None", "TransactionConflict"], True),
        (["ConditionalCheckFailed", "ThrottlingError"], True),
        (["ConditionalCheckFailed", "ValidationError"], False),
        (["None", "ItemCollectionSizeLimitExceeded"], False),
    ],
)
def test_every_reason_of_a_cancelled_transaction_is_looked_at(
    codes: list[str], again: bool
) -> None:
    response: Any = {
        "Error": {"Code": "TransactionCanceledException"},
        "CancellationReasons": [{"Code": code} for code in codes],
    }

    assert ledger._decide_again(ClientError(response, "TransactWriteItems")) is again
