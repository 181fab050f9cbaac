"""What two people agreed to post."""

import json

from commissions.application.close.posting_parts import text_digest
from commissions.domain.ledger.period_settlement import PostedRun
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import CLOSED, POSTING, PeriodRecord
from commissions.tables import periods
from commissions.warehouse import run_store

PARTS, POSTED = "posting", "posted"
"""Folders of an attempt: the parts to be posted, and what stands of each."""
PART_DIGESTS = "posting.json"
"""The digest of each part; the review has the digest of this file."""


class NotAgreedTo(RuntimeError):
    """A period that is to be posted and that two people have not agreed to."""


def agreed(period: PeriodId) -> PeriodRecord:
    """Raises NotAgreedTo."""
    record = periods.find(period)
    if record is None or record.state not in {POSTING, CLOSED}:
        raise NotAgreedTo(f"{period} is {record.state if record else 'not computed'}")
    return record


class PartAltered(RuntimeError):
    """A part that is not what was computed, reviewed and agreed to."""


def agreed_part(record: PeriodRecord, name: str) -> str:
    """The text of a part. Raises PartAltered."""
    told = run_store.text(f"{record.folder}/{PART_DIGESTS}")
    text = run_store.text(f"{record.folder}/{PARTS}/{name}")
    right = text_digest(told) == record.summary["parts"]
    if not right or json.loads(told).get(name) != text_digest(text):
        raise PartAltered(
            f"{record.period}, attempt {record.attempt}: {name if right else PART_DIGESTS} is not "
            "what was computed: nothing of it is posted; see who wrote to the bucket"
        )
    return text


def posted_run(record: PeriodRecord) -> PostedRun:
    return PostedRun(
        period=record.period,
        ends=record.ends,
        run=record.run,
        plan_version=record.plan_version,
        plan_digest=record.plan_digest,
        currency=str(record.summary["currency"]),
    )
