"""What people ask by law through the stores: what was asked, and what was done about it."""

from commissions.tables import privacy
from commissions.tables.privacy import PrivacyRequest


class UnknownPrivacyRequest(LookupError):
    """No request has that ticket."""

    def __init__(self, ticket: str) -> None:
        super().__init__(f"{ticket} names no request")


class AmbiguousPrivacyRequest(LookupError):
    """The beginnings of several tickets are the same."""

    def __init__(self, ticket: str) -> None:
        super().__init__(f"{ticket} names several requests")


def privacy_requests(*, closed_too: bool = False) -> list[PrivacyRequest]:
    """Those that are open, or all; the one due first stands first."""
    found = [each for each in privacy.all_requests() if closed_too or each.done_at is None]
    return sorted(found, key=lambda each: each.due)


def find(ticket: str) -> PrivacyRequest:
    """By its ticket, or as much of the ticket's beginning as is no other's.

    Raises UnknownPrivacyRequest, or AmbiguousPrivacyRequest.
    """
    found = [each for each in privacy.all_requests() if each.asked.ticket.startswith(ticket)]
    if not found:
        raise UnknownPrivacyRequest(ticket)
    if len(found) > 1:
        raise AmbiguousPrivacyRequest(ticket)
    return found[0]
