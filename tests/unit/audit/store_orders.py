"""An order as its store has it and as it is kept, to be compared."""

from collections.abc import Sequence
from datetime import timedelta

from commissions.audit.findings import Finding
from commissions.audit.order_case import Criteria, Deferred, OrderCase
from commissions.audit.order_check import check_order
from commissions.audit.order_record import OrderRecord
from commissions.audit.plan_sheet import parse
from commissions.audit.store_order import StoreOrder
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.domain.orders.refund import OrderRefunded
from tests.support.memory_ledger import MemoryLedger
from tests.support.orders import NOON, PLAN, a_lock_for, a_refund, an_item, an_order

LATER = timedelta(days=1)
CRITERIA = Criteria(
    day=NOON.date(), now=NOON + 2 * LATER, sheet_of=lambda ref: parse(PLAN.text), paid={"paid"}
)
ITEM = an_item("1", net=80_00, qty="2")
ORDER = an_order(
    ITEM, total=100_00, tax=20_00, referrals=(Referral("discount_code", "BOB", forgeable=True),)
)
BACK = a_refund("r1", minutes=60, units={"1": "1"})
SHIPPING = a_refund("r1-beside", minutes=60, shipping=5_00)


def kept(*contents: Content) -> OrderRecord:
    ledger = MemoryLedger(PLAN)
    for content in contents:
        ledger.settle(content)
    return OrderRecord(
        order_key=ORDER.order_key,
        facts=tuple(ledger.facts.values()),
        journals=tuple(ledger.journals),
        numbers=tuple(journal.number for journal in ledger.journals),
        head_journals=len(ledger.journals),
        written=(NOON,),
    )


def of_order(order: OrderPlaced = ORDER, *more: Content) -> OrderRecord:
    return kept(order, a_lock_for(order), *more)


def found(
    there: OrderPlaced,
    here: OrderRecord,
    *refunds: OrderRefunded,
    parked: Sequence[Deferred] = (),
) -> list[Finding]:
    store = StoreOrder(there, {each.refund_id: each for each in refunds})
    case = OrderCase(record=here, store_order=store, parked=tuple(parked))
    return list(check_order(case, CRITERIA).findings)


def sentences(of: list[Finding]) -> str:
    return " ".join(each.sentence for each in of)
