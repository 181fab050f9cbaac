"""What a kind of action has to say of itself. docs/two-people.md tells how one is added."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commissions.domain.actions.action import Action, ActionEffect

type Payload = Mapping[str, Any]
"""Texts, whole numbers, lists and mappings: all that it takes to do an action, and no time."""


@dataclass(frozen=True, slots=True)
class DoneInParts:
    """What came of an action on many things, of which one may fail and hold up no other."""

    says: str
    failed: Mapping[str, str] = field(default_factory=dict)
    """By what each is called, why it was left undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionKind:
    name: str
    """What of and what: `plan.publish`. It stays for ever, as actions on record bear it."""
    effect: Callable[[Payload, datetime], ActionEffect]
    """What it would do as of a moment; the same as long as nothing changes. Nothing is written.
    Raises one of `refusals` where it would be refused."""
    carry_out: Callable[[Action], str | DoneInParts]
    """Does it and says what came of it. Done again it changes nothing more: after a crash it is.
    `agreed_at` is its moment, so that each try writes the same."""
    refusals: tuple[type[Exception], ...]
    """What means that it can never be done; after anything else it is tried again."""
