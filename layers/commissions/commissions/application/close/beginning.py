"""Beginning a close by hand: whether it can be, and doing so."""

from datetime import datetime

from commissions.application.close.executions import start_close
from commissions.application.close.freezing import check_closable, check_not_done
from commissions.domain.periods.period_id import PeriodId
from commissions.tables import periods


def check(period: PeriodId, now: datetime, *, again: bool) -> None:
    """Whether it can be begun, or gone on with. Raises NotAClosingPeriod, NotToBeClosed."""
    check_closable(period, now)
    check_not_done(period, periods.find(period), again=again)


def begin(period: PeriodId, now: datetime, *, again: bool, accept_waiting: str = "") -> str:
    """The name of the execution that closes it. Raises NotAClosingPeriod, NotToBeClosed."""
    check(period, now, again=again)
    return start_close(period, now, again=again, accept_waiting=accept_waiting)
