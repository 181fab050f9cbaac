"""Journals of several orders at once, with items of other tables, in few calls."""

from typing import Any

import pytest

from commissions.aws.clients import client
from commissions.tables import chains, genealogy, reading_together
from commissions.tables.reading_together import read_together
from commissions.tables.versioned import BatchReadFailed
from tests.support.dynamodb_calls import round_trips
from tests.support.member_sales import a_company, a_refund, days_ago, order_key, sell


@pytest.fixture(autouse=True)
def _sold(aws: None) -> None:
    a_company()
    sell("1", days_ago(3))
    sell("2", days_ago(3), refunds=[a_refund("2", days_ago(2), refund_id=f"{n}") for n in range(3)])


def numbers(read: chains.Chains, number: str) -> list[int]:
    return [each.number for each in read.journals[order_key(number)]]


def test_of_each_order_all_journals_are_read_in_their_order() -> None:
    read = chains.read({order_key("1"): 1, order_key("2"): 4})

    assert (numbers(read, "1"), numbers(read, "2")) == ([1], [1, 2, 3, 4])


def test_what_goes_on_further_than_is_known_takes_another_call() -> None:
    with round_trips() as calls:
        read = chains.read({order_key("1"): 1, order_key("2"): 1})

    assert numbers(read, "2") == [1, 2, 3, 4]
    assert len(calls) == 2


def test_items_of_other_tables_come_along_in_the_same_call() -> None:
    with round_trips() as calls:
        read = chains.read({order_key("1"): 1}, {genealogy.TABLE: [genealogy.key_of("cara")]})

    assert calls == ["BatchGetItem"]
    [edge] = genealogy.edges_in(read.beside[genealogy.TABLE])
    assert edge.rank == "associate"


def test_an_order_that_nobody_knows_has_no_journals() -> None:
    assert chains.read({order_key("9"): 2}).journals == {order_key("9"): ()}


def test_of_nothing_nothing_is_asked() -> None:
    with round_trips() as calls:
        assert chains.read({}).journals == {}

    assert calls == []


class Busy:
    """DynamoDB that gives one item less than it was asked for, so many times."""

    def __init__(self, times: int) -> None:
        self.times, self.asked = times, client("dynamodb").batch_get_item

    def batch_get_item(self, **asked: Any) -> Any:
        answer = self.asked(**asked)
        if self.times:
            self.times -= 1
            answer["UnprocessedKeys"] = asked["RequestItems"]
            answer["Responses"] = {}
        return answer


def test_what_was_not_given_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(2)
    monkeypatch.setattr(reading_together, "client", lambda _: busy)

    [found] = read_together({genealogy.TABLE: [genealogy.key_of("cara")]})[genealogy.TABLE]

    assert (found["member_id"], busy.times) == ("cara", 0)


def test_what_is_never_given_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_together, "client", lambda _: Busy(100))
    monkeypatch.setattr(reading_together, "LONGEST_WAIT_SECONDS", 0.001)

    with pytest.raises(BatchReadFailed, match="GenealogyTable"):
        read_together({genealogy.TABLE: [genealogy.key_of("cara")]})
