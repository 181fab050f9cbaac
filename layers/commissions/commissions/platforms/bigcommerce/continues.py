"""Which order a BigCommerce order goes on with: it names none, only who placed it."""

from commissions.domain.orders.continues import RENEWAL, Continues
from commissions.domain.stores.order_marks import OrderMarks
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word


def continued(order: Field, marks: OrderMarks) -> Continues | None:
    """A renewal of a system's that places no first orders; its customer alone says whose it is."""
    source = word(order.get("external_source")).casefold()
    is_renewal = bool(source) and source in {each.casefold() for each in marks.renewal_sources}
    return Continues("", RENEWAL) if is_renewal else None
