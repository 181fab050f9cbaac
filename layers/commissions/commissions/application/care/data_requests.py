"""Closing what people asked to be told by law, once it was answered."""

from datetime import datetime

from commissions.application.queries import privacy_requests
from commissions.domain.people.privacy import DATA_REQUEST
from commissions.tables import privacy
from commissions.tables.privacy import PrivacyRequest


class ClosesByItself(ValueError):
    """Nobody closes an erasure by hand: it is closed when all of it is done."""

    def __init__(self) -> None:
        super().__init__("An erasure closes when it is done")


class AlreadyClosed(ValueError):
    """Somebody has answered it before."""

    def __init__(self, ticket: str) -> None:
        super().__init__(f"{ticket} was closed before")


def close(ticket: str, note: str, *, now: datetime) -> PrivacyRequest:
    """Closes a data request, with how it was answered; returns it as it stood before.

    Raises UnknownPrivacyRequest, AmbiguousPrivacyRequest, ClosesByItself, or AlreadyClosed.
    """
    request = privacy_requests.find(ticket)
    if request.asked.kind != DATA_REQUEST:
        raise ClosesByItself
    if not privacy.close(request.asked, now, note):
        raise AlreadyClosed(request.asked.ticket)
    return request
