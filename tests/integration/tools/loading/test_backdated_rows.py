"""Rows of the past change no order that was looked up: the orders that would differ are named."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from commissions.aws.clients import client
from commissions.domain.ledger.facts import fact
from commissions.tables import genealogy, ledger
from commissions.tables.ledger import FactRow
from tests.support.company_loading import NOW, PEOPLE, SINCE, Load, on, person
from tests.support.orders import an_order
from tests.support.orders import sold as looked_up
from tests.support.pipeline_driver import open_store
from tools import company
from tools.company import backdated_rows

Named = Callable[..., list[str]]


@pytest.fixture
def named(load: Load, tmp_path: Path) -> Named:
    """What is said of rows that are loaded, after they were: nothing where they are not news."""

    def noticing(*rows: str) -> list[str]:
        (tmp_path / "distributors.csv").write_text("\n".join((SINCE, *rows)))
        read = company.read(tmp_path)
        notices = list(company.check(read, NOW).notices)
        company.write(read, now=NOW)
        return notices

    open_store()
    load("distributors.csv", PEOPLE, person("ann", ""), person("bob", "ann"), person("cat", "bob"))
    return noticing


def sold(number: int, month: int, line: str = "cat < bob < ann") -> str:
    """An order of the fifteenth of a month, as it was looked up then."""
    moment = on(month)
    order = an_order(
        platform_order_id=f"{number}", order_ts=moment, updated_at=moment + timedelta(hours=1)
    )
    stored = ledger.read(order.order_key)
    facts = [FactRow(fact(each), "i", NOW) for each in looked_up(order, line)]
    assert ledger.write(stored, facts, (), waiting=False, order=order)
    return order.order_key


def a_row(member: str, sponsor: str, since: str, **fields: str) -> str:
    return f"{person(member, sponsor, **fields)},{since}"


FIRST = a_row("bob", "ann", "2026-01-05")


def test_orders_that_would_have_another_line_by_now_are_named_and_stay(named: Named) -> None:
    before, after = sold(1, 9), sold(2, 11)
    facts = ledger.read(after).facts

    assert named(FIRST, a_row("bob", "", "2026-11-01")) == [
        "1 order keeps the line that was looked up, though rows of the past change who stood "
        f"above the seller: {after}."
    ]
    assert (ledger.read(after).facts, before in str(facts)) == (facts, False)


def test_loaded_again_there_is_nothing_to_say(named: Named) -> None:
    sold(1, 11)
    rows = (FIRST, a_row("bob", "ann", "2026-11-01", rank="silver"))

    assert len(named(*rows)) == 1
    assert named(*rows) == []


def test_what_was_looked_up_by_such_rows_already_is_as_it_should_be(named: Named) -> None:
    sold(1, 11, "cat:associate < bob:associate")

    assert named(FIRST, a_row("bob", "", "2026-11-01")) == []


@pytest.mark.parametrize("line", ["ann", ""])
def test_whose_line_nobody_of_them_stands_in_is_not_named(named: Named, line: str) -> None:
    sold(1, 11, line)

    assert named(FIRST, a_row("bob", "", "2026-11-01")) == []


def test_an_order_that_makes_no_sense_keeps_nothing_from_being_loaded(named: Named) -> None:
    sold(1, 11)
    [item, *_] = client("dynamodb").scan(TableName=ledger.FACTS)["Items"]
    client("dynamodb").put_item(TableName=ledger.FACTS, Item={**item, "content": {"B": b"no"}})

    assert named(FIRST, a_row("bob", "", "2026-11-01")) == []
    assert genealogy.line("bob", NOW)[-1].member == "bob"


def test_who_is_new_changes_no_order_of_before(named: Named) -> None:
    sold(1, 11)

    assert named(a_row("zed", "bob", "2026-01-05"), a_row("zed", "ann", "2026-02-01")) == []


def test_rows_of_today_name_nothing(named: Named) -> None:
    sold(1, 11)

    assert named(a_row("bob", "", "")) == []


def test_of_many_the_first_ones_are_named_and_no_more_are_looked_at_than_so_many(
    named: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backdated_rows, "SHOWN_MAX", 1)
    monkeypatch.setattr(backdated_rows, "ORDERS_MAX", 3)
    keys = [sold(number, 10 + number // 3) for number in range(1, 5)]
    [said] = named(FIRST, a_row("bob", "", "2026-08-01"))

    assert said.startswith("3 orders keep")
    assert f": {keys[0]} and 2 more. No more than 3 orders" in said
