"""Asks for a newer downline snapshot where somebody looks at one that is old."""

import json
import os
from datetime import datetime

from commissions.aws.clients import client
from commissions.warehouse import team_files
from commissions.warehouse.team_files import TeamSnapshot

TEAM_SNAPSHOTS = os.environ["TEAM_SNAPSHOTS"]
"""The function's name."""
FRESH_SECONDS, FRESH_WHEN_OVER_SECONDS = 60, 3_600
TIMES_AS_LONG = 10
"""As it takes to make one, at least so much time is between two of a large company."""


def ask_if_old(month: str, snapshot: TeamSnapshot | None, now: datetime) -> bool:
    """Whether a new one was asked for; nobody waits for it. Of many who ask at once one does."""
    seconds = _seconds(snapshot, now)
    if snapshot is not None and (snapshot.is_final or _age(snapshot, now) < seconds):
        return False
    if not team_files.ask(month, now, seconds):
        return False
    client("lambda").invoke(
        FunctionName=TEAM_SNAPSHOTS,
        InvocationType="Event",
        Payload=json.dumps({"month": month}).encode(),
    )
    return True


def _age(snapshot: TeamSnapshot, now: datetime) -> float:
    return (now - snapshot.made_at).total_seconds()


def _seconds(snapshot: TeamSnapshot | None, now: datetime) -> float:
    if snapshot is None:
        return FRESH_SECONDS
    fresh = FRESH_SECONDS if now < snapshot.ends else FRESH_WHEN_OVER_SECONDS
    return max(fresh, TIMES_AS_LONG * snapshot.took_ms / 1_000)
