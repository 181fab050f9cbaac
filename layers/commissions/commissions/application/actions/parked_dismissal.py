"""`parked.dismiss`: parked records wait no longer, and do not go on either."""

from commissions.application.actions.parked_records_action import parked_kind
from commissions.application.care.decisions import Dismissal
from commissions.application.care.parked_decisions import decide_entries
from commissions.domain.actions.action import Action
from commissions.tables.parked import ParkedEntry


def _dismiss(action: Action, entry: ParkedEntry) -> None:
    draft = action.draft
    dismissal = Dismissal(draft.why, by=draft.by, approved_by=action.agreed_by, at=action.agreed_at)
    decide_entries([entry], dismissal)


PARKED_DISMISSAL = parked_kind("parked.dismiss", _dismiss, "dismissed")
