"""The reports of reconciliations as they lie in their bucket: what a night found, in short or
all of it."""

import json
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client

BUCKET = os.environ["REPORTS_BUCKET"]
ASKED_AT_ONCE = 8
LOOKED_BACK_DAYS = 3
_GONE = ("NoSuchKey", "404")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciledDay:
    """What a reconciliation of all stores came to."""

    day: date
    verdict: str
    """`clean`, `findings` or `incomplete`."""
    findings: int
    delta: Mapping[str, int]
    """By how much money differs, in minor units by currency."""
    made_at: datetime


def reconciled_days(days: Iterable[date]) -> dict[date, ReconciledDay]:
    """Those of the days that were reconciled."""
    client("s3")  # made before threads would each make one
    with ThreadPoolExecutor(ASKED_AT_ONCE) as threads:
        found = threads.map(_day, days)
        return {each.day: each for each in found if each}


def last_reconciled(today: date) -> ReconciledDay | None:
    """The latest of the days before this one; None where nothing ran for days."""
    days = [today - timedelta(days=back) for back in range(1, LOOKED_BACK_DAYS + 1)]
    found = (_day(each) for each in days)
    return next((each for each in found if each), None)


def report(day: date) -> Mapping[str, Any] | None:
    """The whole report of a day, as it is for machines; None where there is none."""
    return _read(f"reports/{day.isoformat()}.json")


def _day(day: date) -> ReconciledDay | None:
    """In short; of reports that were written before there was such a thing, out of all of it."""
    found = _read(f"reports/days/{day.isoformat()}.json") or report(day)
    if found is None:
        return None
    findings = found["findings"]
    return ReconciledDay(
        day=day,
        verdict=found["verdict"],
        findings=findings if isinstance(findings, int) else len(findings),
        delta=found["delta"],
        made_at=datetime.fromisoformat(found["made_at"]),
    )


def _read(key: str) -> Mapping[str, Any] | None:
    try:
        found = client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            return None
        raise
    content: Mapping[str, Any] = json.loads(found)
    return content
