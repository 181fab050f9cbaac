import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from commissions.application.queries.statement import DistributorStatement
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_month import balances_of
from commissions.domain.ledger.statement import StatementLine
from tests.support.builders import a_lock
from tests.support.said import every_update
from tests.support.settled_orders import PLACED, TEA, a_refund, an_order, locked, settled, sold
from tests.unit.tools.screens import rendered
from tools.cli import members


def a_statement(
    who: str,
    line: str = "cat < bob (inactive)",
    month: str = "",
    journals: Sequence[Journal] | None = None,
) -> DistributorStatement:
    """What the ledger's projection says of one member of an order and its refund."""
    changes = [
        change
        for change in every_update(journals or sold(line, a_refund()))
        if change.distributor_id == who
    ]
    lines: list[StatementLine] = [each for change in changes for each in change.lines]
    balances = balances_of(item for change in changes for item in change.months.items())
    return DistributorStatement(distributor_id=who, lines=lines, balances=balances, month=month)


def test_a_statement_lists_what_came_and_what_went_back() -> None:
    seen = rendered(members.screen(a_statement("cat")))

    assert "2026-11-20   shopify/tea/1001/1/0   customer   0       80.00 CV" in seen
    assert "20 %   +16.00 USD" in seen
    assert "1/4 back           -4.00 USD" in seen
    assert "Balance: 18.00 USD" in seen


def test_an_edit_and_a_sale_that_is_anothers_are_called_so() -> None:
    order = an_order()
    fewer = replace(order.items[0], removed=Decimal(1))
    removed = an_order(updated_at=PLACED + timedelta(hours=1), items=(fewer,))
    before = a_lock("bob", order_version=order.version, values=(TEA,))
    nobodys = an_order(updated_at=PLACED - timedelta(hours=1))

    gone = settled((order, before), (nobodys, locked(nobodys, "cat < bob")))
    seen = rendered(members.screen(a_statement("bob", journals=gone)))
    assert re.search(r"the sale is another's +-16.00 USD", seen)

    edited = settled((order, before), (removed,))
    seen = rendered(members.screen(a_statement("bob", journals=edited)))
    assert re.search(r"order changed +-4.00 USD", seen)


def test_what_is_left_of_a_sale_is_not_shown_as_its_product() -> None:
    [journal] = settled((a_refund(),), (an_order(), locked(an_order(), "cat")))

    seen = rendered(members.screen(a_statement("cat", journals=[journal])))
    assert re.search(r"sale, 1/4 back +\+12.00 USD", seen)


def test_a_statement_tells_what_was_not_paid_and_why() -> None:
    seen = rendered(members.screen(a_statement("bob")))

    assert "Not paid" in seen
    assert "levels   2       inactive as of the sale" in seen
    assert "Balance: nothing" in seen


def test_own_sales_stand_by_month() -> None:
    seen = rendered(members.screen(a_statement("cat")))

    assert "2026-11   75.00 PV" in seen


def test_volumes_of_other_months_are_left_out_of_a_month() -> None:
    seen = rendered(members.screen(a_statement("cat", month="2026-10")))

    assert "Volume of own sales" not in seen


def test_a_statement_without_anything_says_so() -> None:
    nothing = DistributorStatement(distributor_id="zoe", lines=[], balances={})

    assert "Nothing yet." in rendered(members.screen(nothing))


def test_machines_get_each_line_with_what_explains_it() -> None:
    [first, *_] = members.answer(a_statement("cat"))["lines"]

    assert (first["event_id"], first["amount"]) == ("shopify/tea/1001/1/0", 1600)
    assert first["calc_snapshot"]["line"]["rate"] == "0.20"
    assert first["calc_snapshot"]["context"]["plan"] == "demo"
