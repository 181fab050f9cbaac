"""A downline snapshot of a month: gathered, rolled up, and put in the place of the one before.

All figures are absolute, so that making it twice, or by two at once, does no harm.
"""

import tempfile
import time
from datetime import datetime
from pathlib import Path

from commissions.application.teams.gathering import gather
from commissions.application.teams.judged import judged_run
from commissions.application.teams.known_people import known_people
from commissions.application.teams.month_team import INSTANT, MonthTeam
from commissions.application.teams.plans import TeamPlan
from commissions.application.teams.sales import month_sales
from commissions.application.teams.snapshot_files import PARTS, SnapshotFiles
from commissions.domain.close.team_rows import team_rows
from commissions.domain.people.genealogy import FOREVER
from commissions.domain.plans.period_calendar import PeriodSpan
from commissions.tables import present_places
from commissions.warehouse import team_files
from commissions.warehouse.team_files import TeamSnapshot


def build(plan: TeamPlan, span: PeriodSpan, now: datetime, *, afresh: bool = False) -> TeamSnapshot:
    """`afresh`: kinds and codes of everybody are read anew. Raises what a tree that runs in a
    circle raises, and TooLargeToStore."""
    began = time.monotonic()
    as_of = min(now, span.ends - INSTANT)
    moves = present_places.moves()
    people = gather(span.starts, as_of, now)
    sales = month_sales(span, plan.unit)
    known = known_people(((each.member, each.status) for each in people.places), afresh=afresh)
    with tempfile.TemporaryDirectory() as work:
        judged = judged_run(plan, span, Path(work))
        team = MonthTeam(plan, span, as_of, people, known, judged, sales)
        rows = team_rows(team.people, team.volumes)
        files = SnapshotFiles(team, rows)
    snapshot = TeamSnapshot(
        month=span.label,
        version=files.digest,
        as_of=as_of,
        made_at=now,
        starts=span.starts,
        ends=span.ends,
        unit=plan.unit,
        rows=rows.who.size,
        firsts=tuple(files.firsts),
        id_parts=PARTS,
        statuses=tuple(team.statuses),
        ranks=tuple(team.ranks),
        moves=moves,
        turns_at=None if people.turns_at == FOREVER else people.turns_at,
        judged=dict(judged.about) if judged else {},
        is_final=team.is_final,
        took_ms=round((time.monotonic() - began) * 1_000),
    )
    before = team_files.find(span.label)
    keep = before.version if before else ""
    team_files.publish(snapshot, iter(files.shards), iter(files.ids), keep=keep)
    return snapshot
