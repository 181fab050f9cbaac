"""Before the first part of a run is posted, and after the last one."""

import json
from dataclasses import replace
from datetime import datetime

from commissions.application.close.agreed import PARTS, POSTED, agreed
from commissions.aws.telemetry import count
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import CLOSED, PeriodRecord
from commissions.tables import periods
from commissions.warehouse import run_store


class PostedOtherwise(RuntimeError):
    """What stands is not what was computed."""


def parts(period: PeriodId) -> dict[str, str]:
    """Where the parts of the run lie. Raises NotAgreedTo."""
    record = agreed(period)
    return {"bucket": run_store.BUCKET, "prefix": f"{record.folder}/{PARTS}/"}


def finish(period: PeriodId, now: datetime) -> PeriodRecord:
    """The period is closed, once every part stands and all together are what was computed. Raises
    NotAgreedTo, PostedOtherwise."""
    record = agreed(period)
    if record.state == CLOSED:
        return record
    every = run_store.names(f"{record.folder}/{PARTS}/")
    noted = run_store.names(f"{record.folder}/{POSTED}/")
    if missing := sorted({f"{each}.json" for each in every} - set(noted)):
        raise PostedOtherwise(f"{period}: {len(missing)} parts are not posted, {missing[0]} first")
    told = [json.loads(run_store.text(f"{record.folder}/{POSTED}/{each}")) for each in noted]
    stands = sum(each["amount"] for each in told), sum(each["books"] for each in told)
    due = int(record.summary["paid"]), int(record.summary["books"])
    if stands != due:
        raise PostedOtherwise(
            f"{period}: {stands[1]} books with {stands[0]} stand, and {due[1]} with {due[0]} were "
            "computed (minor units)"
        )
    count("PeriodsClosed")
    return periods.put(replace(record, state=CLOSED, closed_at=now))
