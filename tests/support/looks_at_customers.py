"""What the reconciliation finds of a shop in memory whose customers' orders are at rest."""

from collections.abc import Mapping
from datetime import datetime

from commissions.audit.findings import Finding
from commissions.audit.history_check import check_history
from commissions.audit.kept_history import KeptHistory
from commissions.audit.order_in_histories import OrderInHistories, in_histories
from commissions.audit.order_record import OrderRecord
from tests.support.customer_stories import Shop, registers
from tests.support.memory_ledger import RECORDED_AT
from tests.support.orders import PLAN
from tests.unit.audit.plan_histories import sheet_of

SHEET = sheet_of(PLAN)


def look(
    shop: Shop,
    *,
    now: datetime = RECORDED_AT,
    erased_at: datetime | None = None,
    written: Mapping[str, datetime] | None = None,
) -> list[Finding]:
    """What is found of all its customers, with the story and the histories as they stand.
    `erased_at`: when they were all erased. `written`: by the last of its number when the facts of
    an order were."""
    orders = orders_of(shop, written or {})
    found: list[Finding] = []
    for name in {name: None for each in orders.values() for name in each.names}:
        kept = KeptHistory(
            name=name,
            places=[key for _, key in sorted(shop.stands.places.get(name, {}))],
            said=shop.stands.words.get(name, {}),
            erased_at=erased_at,
        )
        lines = registers(shop.policies).line
        found += check_history(kept, orders, now, lambda ref: SHEET, lines)
    return found


def seen(found: list[Finding]) -> list[tuple[str, str, str]]:
    """Kind, order and source of each, without the keys' store."""
    return [(each.kind, each.order[-4:], each.about[-4:]) for each in found]


def orders_of(shop: Shop, written: Mapping[str, datetime]) -> dict[str, OrderInHistories]:
    records = []
    for key, ledger in sorted(shop.ledgers.items()):
        at = written.get(key[-4:])
        records.append(
            OrderRecord(
                order_key=key,
                facts=tuple(ledger.facts.values()),
                facts_written={name: at for name in ledger.facts if at},
            )
        )
    return {each.order_key: found for each in records if (found := in_histories(each))}
