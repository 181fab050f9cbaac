"""Who stood above whom an order names, as of the order."""

from commissions.application.registers import SaleRegisters
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import Waits, WaitsFor
from commissions.domain.people.genealogy import NoLine
from commissions.domain.people.member import code_key
from commissions.domain.people.upline import Ancestor


def line_of(member: str, order: OrderPlaced, registers: SaleRegisters) -> tuple[Ancestor, ...]:
    """The member and who stood above, nearest first. Raises Waits until they are in the tree."""
    try:
        return registers.line(member, order.order_ts)
    except NoLine as error:
        waits_for = WaitsFor.referrer(code_key(member))
        raise Waits("unknown_referrer", str(error), waits_for) from error
