"""Accounts of the pages: who is signed in, in which roles, and what each of these may."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MEMBER, OPERATOR, FINANCE = "member", "operator", "finance"
COMPLIANCE, AUDITOR, ADMIN = "compliance", "auditor", "admin"
ROLES = frozenset({MEMBER, OPERATOR, FINANCE, COMPLIANCE, AUDITOR, ADMIN})
STAFF = ROLES - {MEMBER}
EVERYBODY = ROLES
LANGUAGES = ("en", "de")
FRESH = timedelta(minutes=10)
"""For how long who has just signed in may do what needs a second person."""
_FIRST_PAGES = ((FINANCE, "/finance"), (MEMBER, "/app"))
"""The page of the first role that somebody has; all others of the staff begin at the console."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in. Their name and e-mail are with the user pool alone."""

    account_id: str
    """What the user pool calls them, for good: their `sub`."""
    roles: frozenset[str]
    member_id: str = ""
    """Empty of staff that are no members."""
    principal: str = ""
    """What AWS calls the same person, where they use the command line too."""
    language: str = "en"
    zone: str = "UTC"
    closed: bool = False
    epoch: int = 1
    """Sessions of an earlier one are over: it rises when roles change, and to end all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody who is signed in, as of this request."""

    account_id: str
    """Who it is, for actions and the audit log: one id for one person, on a page and at the
    command line, so that nobody is their own second person."""
    user_id: str
    """What the user pool and their account call them; the same, unless they use the command line
    too."""
    name: str
    """What they are called on a page. Kept with the session alone: in no log, table or event."""
    member_id: str
    """Empty of staff that are no members."""
    roles: frozenset[str]
    language: str
    """`en` or `de`."""
    zone: str
    """Of the IANA database: `Europe/Berlin`."""
    reauthenticated_at: datetime
    """When they last proved who they are."""

    def is_fresh(self, now: datetime) -> bool:
        """Whether they proved who they are so lately that they may do what needs two people."""
        return now - self.reauthenticated_at <= FRESH


class RolesUnfit(ValueError):
    """Roles that there are not, or that nobody is to have together."""


def check_roles(roles: frozenset[str], member_id: str) -> None:
    """Whether somebody may have these roles together. Raises RolesUnfit."""
    if unknown := sorted(roles - ROLES):
        raise RolesUnfit(f"{', '.join(unknown)}: the roles are {', '.join(sorted(ROLES))}")
    if AUDITOR in roles and roles & STAFF - {AUDITOR}:
        raise RolesUnfit("an auditor changes nothing, and so has no other role of the staff")
    if {ADMIN, FINANCE} <= roles:
        raise RolesUnfit("who gives roles to people pays nobody: admin and finance are two people")
    if (MEMBER in roles) is not bool(member_id):
        raise RolesUnfit(
            "the role member goes with a member's account, and with no other: "
            + (f"this one is {member_id}'s" if member_id else "this one is no member's")
        )


def may(held: frozenset[str], wanted: frozenset[str], *, changes: bool) -> bool:
    """Whether somebody with the roles `held` may what is for the roles `wanted`.

    An auditor reads whatever any staff may, and changes nothing.
    """
    if held & wanted - {AUDITOR}:
        return True
    return not changes and AUDITOR in held and bool(wanted & STAFF)


def first_page(roles: frozenset[str]) -> str:
    """Where somebody begins who wanted to go nowhere in particular."""
    if roles & STAFF - {FINANCE}:
        return "/console"
    return next((path for role, path in _FIRST_PAGES if role in roles), "/app")
