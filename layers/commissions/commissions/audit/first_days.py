"""Which fast starts an order falls under: of a distributor's own purchase, by whole days."""

from collections.abc import Iterable
from datetime import timedelta

from commissions.audit.order_credit import OrderCredit
from commissions.audit.plan_sheet import BonusRow

DAY = timedelta(days=1)


def starts(bonuses: Iterable[BonusRow], credit: OrderCredit) -> list[BonusRow]:
    """None of an order whose buyer joined nobody knows when."""
    age = credit.enrolled_for
    if age is None or not credit.is_own or credit.buyer_class != "participant":
        return []
    day = age // DAY  # the first is 0; before the enrolment it is below
    return [each for each in bonuses if 0 <= day < each.first_days]
