"""Asks for a newer downline snapshot where somebody looks at one that is old.

Nobody waits for it. Of many who ask at once each tells whoever makes it, who lets one through; and
each asks no sooner again than one can be due.
"""

import json
import os
from datetime import datetime

from commissions.application.teams.freshness import is_old, seconds_between
from commissions.aws.cache import TtlCache
from commissions.aws.clients import client
from commissions.warehouse.team_files import TeamSnapshot

TEAM_SNAPSHOTS = os.environ["TEAM_SNAPSHOTS"]
"""The function's name."""
_asked: TtlCache[str, datetime | None] = TtlCache(entries_max=100)
"""By month when this process asked last."""


def ask_if_old(month: str, snapshot: TeamSnapshot | None, now: datetime) -> bool:
    """Whether a new one was asked for."""
    if not is_old(snapshot, now):
        return False
    seconds = seconds_between(snapshot, now)
    before = _asked.get(month, lambda _: None, max_age_seconds=seconds)
    if before is not None and (now - before).total_seconds() < seconds:
        return False
    _asked.put(month, now)
    client("lambda").invoke(
        FunctionName=TEAM_SNAPSHOTS,
        InvocationType="Event",
        Payload=json.dumps({"month": month}).encode(),
    )
    return True
