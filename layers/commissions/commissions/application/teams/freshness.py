"""How old a downline snapshot may be before a newer one is made for who looks."""

from datetime import datetime

from commissions.warehouse.team_files import TeamSnapshot

FRESH_SECONDS, FRESH_WHEN_OVER_SECONDS = 60, 3_600
TIMES_AS_LONG = 10
"""As it takes to make one, at least so much time is between two of a large company."""


def seconds_between(snapshot: TeamSnapshot | None, now: datetime) -> float:
    if snapshot is None:
        return FRESH_SECONDS
    fresh = FRESH_SECONDS if now < snapshot.ends else FRESH_WHEN_OVER_SECONDS
    return max(fresh, TIMES_AS_LONG * snapshot.took_ms / 1_000)


def is_old(snapshot: TeamSnapshot | None, now: datetime) -> bool:
    if snapshot is None:
        return True
    age = (now - snapshot.made_at).total_seconds()
    return not snapshot.is_final and age >= seconds_between(snapshot, now)
