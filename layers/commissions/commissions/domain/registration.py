"""What a company says leads to a member: a code, an account in a store, a store of their own.

It has two times. `since`: from when on it holds. `registered_at`: when the company said it. Both
are content: whoever asks about an order later gets the answer that was given then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Registration:
    """That something leads to a member."""

    member: str
    since: datetime | None = None
    """None: it holds always."""
    registered_at: datetime | None = None
    """None: before anything else, as all that was loaded before such times were kept."""

    def holds_at(self, moment: datetime) -> bool:
        return self.since is None or self.since <= moment

    def is_known_at(self, moment: datetime) -> bool:
        return self.registered_at is None or self.registered_at <= moment


@dataclass(frozen=True, slots=True)
class AccountLink(Registration):
    """That a store's customer is a member's account there."""

    kind: str = ""
    """As what the member buys there."""
    enrolled_at: datetime | None = None
    """When they became a member; None where that was not kept."""
    by: str = ""
    """HISTORY of a link that only shows what the customer's orders say; the company said all others
    itself."""


def whose(spans: Iterable[Registration], at: datetime, told_at: datetime) -> Registration | None:
    """Whose a thing was at a moment, by what the company had said when a store told of it; where it
    had said nothing by then, by what it said first since. None of what was nobody's.

    `spans`: one registration for each hand that it went through.
    """
    holding = [each for each in spans if each.holds_at(at)]
    if prompt := [each for each in holding if each.is_known_at(told_at)]:
        return max(prompt, key=lambda each: (each.since is not None, each.since or at))
    return min(holding, key=lambda each: each.registered_at or told_at, default=None)
