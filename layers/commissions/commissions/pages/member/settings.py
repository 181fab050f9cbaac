"""Settings: language, zone, open sessions, and one's own data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.people.accounts import LANGUAGES, SignedIn
from commissions.domain.people.sessions import Session
from commissions.pages.frame import Frame, page

TEMPLATE = "member/settings.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionShown:
    id: str
    """Of what it is kept under: never the cookie."""
    began_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    language: str
    languages: tuple[str, ...]
    zone: str
    zones: tuple[str, ...]
    sessions: tuple[SessionShown, ...]
    """This one first, then by when they were last in use."""
    prove_again: str
    """Where the user pool lets one prove once more who they are, and choose another password."""
    is_saved: bool


def settings(
    who: SignedIn, found: Iterable[Session], this: str, zones: Sequence[str], *, is_saved: bool
) -> SettingsView:
    """`this`: what the session that asks is kept under."""
    shown = [
        SessionShown(
            id=each.key.session_id,
            began_at=each.began_at,
            seen_at=each.seen_at,
            is_this=each.key.session_id == this,
        )
        for each in found
    ]
    latest = sorted(shown, key=lambda each: each.seen_at, reverse=True)
    return SettingsView(
        language=who.language,
        languages=LANGUAGES,
        zone=who.zone,
        zones=tuple(sorted({*zones, who.zone})),
        sessions=tuple(sorted(latest, key=lambda each: not each.is_this)),
        prove_again="/auth/again?to=/app/settings",
        is_saved=is_saved,
    )


def render(view: SettingsView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view)
