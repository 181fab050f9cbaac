"""Who is active, and of which rank, where a plan judges that by another period than closes.

A plan can pay by the week and ask for activity by the month: then the month is judged as far as it
has gone when the week ends, with what had come back by then; and grace goes by whole months, each
judged when it is over. As `application.simulation.judging` does it on records.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from commissions.application.close.carried_state import CarriedState, with_missed
from commissions.application.close.frozen_files import over_folder, read_manifest
from commissions.application.close.period_columns import FrozenPeriod, period_columns
from commissions.application.close.plan_windows import PlanWindows
from commissions.domain.close.columns import NOT_GIVEN, Coded, MemberColumns, PeriodColumns
from commissions.domain.close.engine import ClosedColumns, closed_columns
from commissions.domain.close.exact import Mask

Document = dict[str, Any]


def windows_over(document: Document, folder: Path, state: CarriedState) -> CarriedState:
    """With what was missed by the periods that were over since the close before. Raises as
    `closed_columns` does."""
    for label in read_manifest(folder).over:
        window = period_columns(over_folder(folder, label), state)
        state = with_missed(state, _by_activity(document, window))
    return state


def judged_elsewhere(
    document: Document, frozen: FrozenPeriod, period: PeriodColumns
) -> PeriodColumns:
    """With what is not to be judged by the period's own figures. Raises as `closed_columns`."""
    windows, members = PlanWindows(document), period.members
    active: Mask | None = None
    if window := windows.activity_elsewhere(period.every):
        active = _by_activity(document, frozen.so_far(window, period)).close.judged.active
        members = _with_active(members, active)
    if window := windows.ranks_elsewhere(period.every):
        part = frozen.so_far(window, period)
        if active is not None:
            part = replace(part, members=_with_active(part.members, active))
        judged = closed_columns(document | {"bonuses": []}, part).close
        given = judged.judged.paid_as.copy()
        given[-1] = NOT_GIVEN
        members = replace(members, judged_rank=Coded(given, judged.terms.rank_ids))
    return replace(period, members=members)


def _by_activity(document: Document, period: PeriodColumns) -> ClosedColumns:
    return closed_columns(document | {"bonuses": [], "ranks": []}, period)


def _with_active(members: MemberColumns, active: Mask) -> MemberColumns:
    return replace(members, judged_active=active.astype(np.int64))
