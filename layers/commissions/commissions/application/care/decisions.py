"""What a person may decide about a record that waits."""

from dataclasses import dataclass
from datetime import datetime

AMOUNTS, GONE = "amounts", "gone"
ACCEPTABLE = (AMOUNTS, GONE)
"""That the store's figures stand although they do not add up; that an order which the store has no
more counts as cancelled."""


class NotAcceptable(ValueError):
    """Only what is ACCEPTABLE can be accepted of a record."""

    def __init__(self, accepted: str) -> None:
        super().__init__(f"Only {' or '.join(ACCEPTABLE)} can be accepted, not {accepted!r}")


class ReasonMissing(ValueError):
    """Nothing is dismissed without a reason."""

    def __init__(self) -> None:
        super().__init__("Say why it is dismissed")


@dataclass(frozen=True, slots=True)
class Release:
    """It shall go on. Raises NotAcceptable."""

    accepted: str = ""
    """What of ACCEPTABLE is accepted of it, for good; empty for nothing."""
    by: str = ""
    """Who decided; empty where nobody said."""
    reason: str = ""
    approved_by: str = ""
    """Who else agreed; empty where nobody had to."""
    at: datetime | None = None
    """When it was decided; if not given, when it is done."""

    def __post_init__(self) -> None:
        if self.accepted and self.accepted not in ACCEPTABLE:
            raise NotAcceptable(self.accepted)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """It shall wait no longer, and not go on either. Raises ReasonMissing."""

    reason: str
    by: str = ""
    approved_by: str = ""
    """Who else agreed; empty where nobody had to."""
    at: datetime | None = None
    """When it was decided; if not given, when it is done."""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ReasonMissing


Decision = Release | Dismissal
