"""Locks that were stored by the state of 2026-11-28 are what the demo company's registers say, of
whose rows nobody kept when they were written: whoever changes that check is held against these."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from commissions.audit.lock_check import check_locks
from commissions.audit.order_record import FactOrigin, OrderRecord
from commissions.audit.register_rows import NamingRow, RateRow
from commissions.domain.orders.order import OrderPlaced
from commissions.tables.facts import facts_of
from commissions.tables.items import Item, unmarshal
from tests.integration.tables.test_stored_ledger import ORDERS, STORED, _typed
from tests.support.register_rows import against, rows_of
from tools.company import folder
from tools.company.registers import registers_of
from tools.stack import ROOT

KEY = b"of no store: whose accounts these are is said below"
GILS_OWN = "shopify/tea-us/1003"
COMPANY = registers_of(folder.read(ROOT / "company"), KEY)


def record_of(order_key: str) -> OrderRecord:
    items = [unmarshal(_typed(each)) for each in STORED["FactsTable"]]
    own = [(each, fact) for each in items for fact in facts_of(each)]
    own = [(item, fact) for item, fact in own if item["order_key"] == order_key]
    return OrderRecord(
        order_key=order_key,
        facts=tuple(fact for _, fact in own),
        origins={fact.fact_id: _origin(item) for item, fact in own},
    )


def _origin(item: Item) -> FactOrigin:
    written = datetime.fromisoformat(item["recorded_at"])
    return FactOrigin(item["inbox"], written, is_of_before=True)


def _of_then(rates: Sequence[RateRow]) -> tuple[RateRow, ...]:
    """The demo's rates were nobody's then, and are the bank's that its plan names today."""
    return tuple(replace(each, source="demo") for each in rates)


@pytest.mark.parametrize("order_key", ORDERS)
def test_a_stored_lock_is_what_the_registers_say(order_key: str) -> None:
    record, rows = record_of(order_key), rows_of(COMPANY, order_key.split("/")[1])
    rows = replace(rows, rates={pair: _of_then(each) for pair, each in rows.rates.items()})
    if order_key == GILS_OWN:
        order = record.order
        assert isinstance(order, OrderPlaced)
        gil = NamingRow(member="gil", kind="participant")
        rows = replace(rows, accounts={order.customer: (gil,)})

    assert [each.mismatch for each in check_locks(record, against(rows))] == []
