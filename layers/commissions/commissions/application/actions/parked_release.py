"""`parked.release`: parked records go on as things are now; what still cannot, waits again."""

from commissions.application.actions.parked_records_action import parked_kind
from commissions.application.care.decisions import Release
from commissions.application.care.parked_decisions import decide_entries
from commissions.domain.actions.action import Action
from commissions.tables.parked import ParkedEntry


def _release(action: Action, entry: ParkedEntry) -> None:
    draft = action.draft
    release = Release(
        by=draft.by, approved_by=action.agreed_by, reason=draft.why, at=action.agreed_at
    )
    decide_entries([entry], release)


PARKED_RELEASE = parked_kind("parked.release", _release, "released")
