"""Who may agree to what: another person, to exactly what was shown, in time, and once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commissions.domain.actions.action import (
    APPLIED,
    APPROVED,
    EXPIRED,
    PROPOSED,
    REJECTED,
    VALID,
    Action,
    ActionEffect,
    Draft,
    EffectLine,
)
from commissions.domain.actions.agreeing import (
    ActionNotOpen,
    NotWhatWasShown,
    OwnAction,
    check_approval,
    check_same_effect,
)

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
LINE = EffectLine(who="cara", unit="USD", before=12_00, after=6_00)
DRAFT = Draft(
    kind="order.decide",
    target="shopify/tea-us/1001",
    payload={"answer": "keep"},
    effect=ActionEffect(says=(("order", "1001"),), lines=(LINE,)),
    by="mara",
    why="the shop says so",
)
ACTION = Action(action_id="20261128-1", draft=DRAFT, proposed_at=NOON, state=PROPOSED)


def test_another_person_may_agree_to_what_was_shown_for_three_days() -> None:
    check_approval(ACTION, "ines", DRAFT.digest, NOON)
    check_approval(ACTION, "ines", DRAFT.digest[:12].upper(), NOON + VALID - timedelta(seconds=1))


@pytest.mark.parametrize("who", ["mara", "Mara", " mara "])
def test_nobody_approves_their_own(who: str) -> None:
    with pytest.raises(OwnAction, match="mara's own"):
        check_approval(ACTION, who, DRAFT.digest, NOON)


@pytest.mark.parametrize("seen", ["", DRAFT.digest[:11], "0" * 12, DRAFT.digest + "0"])
def test_nobody_agrees_to_what_they_were_not_shown(seen: str) -> None:
    with pytest.raises(NotWhatWasShown):
        check_approval(ACTION, "ines", seen, NOON)


def test_after_three_days_nobody_agrees_any_more() -> None:
    assert ACTION.state_at(NOON + VALID) == EXPIRED
    with pytest.raises(ActionNotOpen, match="is expired"):
        check_approval(ACTION, "ines", DRAFT.digest, NOON + VALID)


@pytest.mark.parametrize("state", [APPROVED, REJECTED, APPLIED])
def test_what_is_decided_is_decided_once(state: str) -> None:
    with pytest.raises(ActionNotOpen, match=f"is {state}"):
        check_approval(replace(ACTION, state=state), "ines", DRAFT.digest, NOON)


def test_what_was_approved_does_not_expire() -> None:
    assert replace(ACTION, state=APPROVED).state_at(NOON + 2 * VALID) == APPROVED


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "plan.publish"},
        {"target": "shopify/tea-us/1002"},
        {"payload": {"answer": "spread"}},
        {"effect": replace(DRAFT.effect, lines=(replace(LINE, after=5_99),))},
        {"effect": replace(DRAFT.effect, says=(("order", "1002"),))},
        {"by": "otto"},
        {"why": "just so"},
    ],
)
def test_whatever_is_different_is_not_what_was_shown(other: dict[str, object]) -> None:
    changed = replace(DRAFT, **other)  # type: ignore[arg-type]

    with pytest.raises(NotWhatWasShown):
        check_same_effect(ACTION, changed.digest)
    check_same_effect(ACTION, replace(DRAFT).digest)
