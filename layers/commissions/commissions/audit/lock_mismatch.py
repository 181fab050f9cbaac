"""What a lock, or what was looked up beside it, says that the registers do not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

SELLER, BUYER, LINE, VALUE = "lock_seller", "lock_buyer", "lock_line", "lock_value"
RATE, PLAN, POLICIES, TERMS = "lock_rate", "lock_plan", "lock_policies", "lock_terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    kind: str
    says: str
    """In words: `seller eve by linked account`."""
    due: str
    """What it is by the registers."""
    is_changed_later: bool = False
    """Whether it was so when it was looked up, or nobody can know: no finding."""
    recorded_at: datetime | None = None
    """Of such a one, when the row was written that says otherwise; None where nobody knows."""
    fields: dict[str, Any] = field(default_factory=dict)
    """What the fact would say by the registers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers[T]:
    """What a look into a register gives."""

    may: Sequence[T]
    """By what was known when it was made, the likeliest first."""
    now: T | None
    """By all that is known; None where it gives nothing."""
    later: datetime | None = None
    """When the first row was written that it cannot have gone by."""


def mismatch[T](
    kind: str, said: T, answers: Answers[T], shown: Callable[[T], str]
) -> Mismatch | None:
    """None where it is what it was, and still is."""
    was_so = said in answers.may
    if was_so and said == answers.now:
        return None
    due = answers.now if was_so else next(iter(answers.may), None)
    return Mismatch(
        kind=kind,
        says=shown(said),
        due="nothing" if due is None else shown(due),
        is_changed_later=was_so,
        recorded_at=answers.later if was_so else None,
    )


def mended(found: Mismatch | None, **fields: Any) -> Mismatch | None:
    """With what the fact would say by the registers, where it is not what it was."""
    return replace(found, fields=fields) if found and not found.is_changed_later else found
