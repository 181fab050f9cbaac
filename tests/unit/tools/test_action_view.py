"""How an action looks that was approved and cut off."""

from datetime import UTC, datetime

from commissions.domain.actions.action import APPROVED, PROPOSED, Action, ActionEffect, Draft
from tests.unit.tools.screens import rendered
from tools.cli import action_view

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def an_action(state: str) -> Action:
    draft = Draft(
        kind="order.attribute",
        target="shopify/tea/1001",
        payload={},
        effect=ActionEffect(says=()),
        by="mara",
        why="by phone",
    )
    agreed = NOW if state == APPROVED else None
    return Action(
        action_id="20261128-1", draft=draft, proposed_at=NOW, state=state, agreed_at=agreed
    )


def test_what_was_cut_off_is_listed_with_how_it_is_brought_to_its_end() -> None:
    cut_off, waits = an_action(APPROVED), an_action(PROPOSED)
    shown = rendered(action_view.listed([cut_off], NOW))

    assert "approved since 2026-11-28 12:00:00 UTC, and not done" in shown
    assert f"actions approve 20261128-1 --seen {cut_off.draft.digest[:12]} --apply" in shown
    assert "--apply" not in rendered(action_view.listed([waits], NOW))
