"""The actions on record: what waits for a second person, and what became of the others."""

from datetime import datetime

from commissions.domain.actions.action import OPEN, Action
from commissions.tables import actions


def actions_on_record(now: datetime, *, every: bool = False) -> list[Action]:
    """Those that wait for somebody, or all; the latest first."""
    known = actions.all_actions() if every else actions.open_actions()
    found = [each for each in known if every or each.state_at(now) in OPEN]
    return sorted(found, key=lambda each: (each.proposed_at, each.action_id), reverse=True)


def action(action_id: str) -> Action:
    """Raises UnknownAction."""
    return actions.get(action_id)
