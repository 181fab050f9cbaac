"""Who may agree to what: another person, to exactly what was shown, in time, and once."""

from datetime import datetime

from commissions.domain.actions.action import PROPOSED, Action


class NotAgreed(ValueError):
    """An action that cannot be approved, or rejected, as it was asked for."""

    def __init__(self, action: Action, why: str) -> None:
        super().__init__(f"Action {action.action_id} {why}")
        self.action_id = action.action_id


class OwnAction(NotAgreed):
    """Nobody approves their own."""

    def __init__(self, action: Action) -> None:
        super().__init__(action, f"is {action.draft.by}'s own: another person has to approve it")


class NotWhatWasShown(NotAgreed):
    """What was shown is not what the action would do now."""


class ActionNotOpen(NotAgreed):
    """It waits for nobody any more."""


def check_approval(action: Action, who: str, seen: str, now: datetime) -> None:
    """`seen`: the digest that was shown, or its first 12 characters or more.

    Raises ActionNotOpen, OwnAction, or NotWhatWasShown.
    """
    check_open(action, now)
    if same_person(who, action.draft.by):
        raise OwnAction(action)
    if len(seen) < SEEN_MIN or not action.draft.digest.startswith(seen.lower()):
        raise NotWhatWasShown(action, f"is not {seen!r}: look at it again")


def check_open(action: Action, now: datetime) -> None:
    """Raises ActionNotOpen."""
    if (state := action.state_at(now)) != PROPOSED:
        raise ActionNotOpen(action, f"is {state}: it waits for nobody")


def check_same_effect(action: Action, digest_now: str) -> None:
    """Whether it would still do what was shown when it was proposed. Raises NotWhatWasShown."""
    if digest_now != action.draft.digest:
        raise NotWhatWasShown(
            action, "would do something else now than what was proposed: propose it again"
        )


def same_person(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


SEEN_MIN = 12
"""Characters of a digest: enough that nobody finds another action with the same."""
