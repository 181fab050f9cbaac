"""By which keys this stack's events are signed and believed, and whether they have to be."""

from dataclasses import dataclass
from datetime import datetime

from commissions.aws import event_keys, event_signing


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKeyState:
    """A key by what it is called; `signs_from` is empty of one that signs no more."""

    id: str
    signs: bool
    signs_from: datetime | None
    believed_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningHealth:
    """What the stack's SignedEvents says."""

    mode: str = event_signing.REQUIRE

    @property
    def is_well(self) -> bool:
        return self.mode == event_signing.REQUIRE


def health() -> SigningHealth:
    return SigningHealth(mode=event_signing.MODE)


def states(now: datetime) -> list[EventKeyState]:
    """Those that are believed, the newest first. Raises EventKeyUnavailable."""
    keys = event_keys.read_now()
    signing = keys.signing(now)
    return [
        EventKeyState(
            id=each.id,
            signs=each == signing,
            signs_from=each.since if each.since and each.since > now else None,
            believed_until=each.until,
        )
        for each in keys.believed(now)
    ]
