"""What two people agreed to post."""

from commissions.domain.ledger.period_settlement import PostedRun
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import CLOSED, POSTING, PeriodRecord
from commissions.tables import periods

PARTS, POSTED = "posting", "posted"
"""Folders of an attempt: the parts to be posted, and what stands of each."""


class NotAgreedTo(RuntimeError):
    """A period that is to be posted and that two people have not agreed to."""


def agreed(period: PeriodId) -> PeriodRecord:
    """Raises NotAgreedTo."""
    record = periods.find(period)
    if record is None or record.state not in {POSTING, CLOSED}:
        raise NotAgreedTo(f"{period} is {record.state if record else 'not computed'}")
    return record


def posted_run(record: PeriodRecord) -> PostedRun:
    return PostedRun(
        period=record.period,
        ends=record.ends,
        run=record.run,
        plan_version=record.plan_version,
        plan_digest=record.plan_digest,
        currency=str(record.summary["currency"]),
    )
