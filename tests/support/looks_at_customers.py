"""What the reconciliation finds of a shop in memory whose customers' orders are at rest."""

from collections.abc import Iterator
from datetime import datetime

from commissions.audit.findings import Finding
from commissions.audit.history_check import check_history
from commissions.audit.kept_history import KeptHistory
from commissions.audit.order_in_histories import OrderInHistories, in_histories
from commissions.audit.order_record import OrderRecord
from commissions.domain.people.upline import Ancestor
from tests.support.customer_stories import Shop, registers
from tests.support.memory_ledger import RECORDED_AT
from tests.support.orders import PLAN
from tests.unit.audit.plan_histories import sheet_of

SHEET = sheet_of(PLAN)


def look(shop: Shop) -> list[Finding]:
    """What is found of all its customers, with the story and the histories as they stand."""
    orders = orders_of(shop)
    names = {name: None for each in orders.values() for name in each.names}
    return [each for name in names for each in _of_history(shop, name, orders)]


def seen(shop: Shop) -> list[tuple[str, str, str]]:
    """Kind, order and source of each, without the keys' store."""
    return [(each.kind, each.order[-4:], each.about[-4:]) for each in look(shop)]


def orders_of(shop: Shop) -> dict[str, OrderInHistories]:
    records = (
        OrderRecord(order_key=key, facts=tuple(ledger.facts.values()))
        for key, ledger in sorted(shop.ledgers.items())
    )
    return {each.order_key: found for each in records if (found := in_histories(each))}


def _of_history(shop: Shop, name: str, orders: dict[str, OrderInHistories]) -> Iterator[Finding]:
    def line_of(member: str, at: datetime) -> tuple[Ancestor, ...]:
        return registers(shop.policies).line(member, at)

    kept = KeptHistory(
        name=name,
        places=[key for _, key in sorted(shop.stands.places.get(name, {}))],
        said=shop.stands.words.get(name, {}),
    )
    return check_history(kept, orders, RECORDED_AT, lambda ref: SHEET, line_of)
