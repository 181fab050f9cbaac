"""What an open period would come to, and what has come of a closed one since: as the function that
computes closes has worked it out last."""

import json
from dataclasses import dataclass
from datetime import datetime

from commissions.application.close import since_files
from commissions.application.close.estimate_files import FOLDER, MANIFEST
from commissions.application.close.since_files import KeptPreview
from commissions.domain.periods.figures import RunFigures, run_figures
from commissions.domain.periods.period_id import PeriodId
from commissions.warehouse import run_store


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEstimate:
    """What an open period would come to if it had ended at a moment; nothing of it is owed."""

    as_of: datetime
    figures: RunFigures


def stored_estimate(period: PeriodId) -> StoredEstimate | None:
    """Of the last hour's schedule; None where there is none yet."""
    text = run_store.find_text(f"periods/{period}/{FOLDER}/{MANIFEST}")
    if text is None:
        return None
    told = json.loads(text)
    figures = run_figures(0, str(told["run"]), told["summary"])
    return StoredEstimate(as_of=datetime.fromisoformat(told["as_of"]), figures=figures)


def came_since(period: PeriodId) -> KeptPreview | None:
    """What the next close would post for a closed period; None where nobody asked yet."""
    return since_files.kept(period)
