"""`privacy.done`: a person has answered what somebody asked to be told by law.

How it was answered is kept with the request, and nowhere else: not in the audit log.
"""

from datetime import datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.care import data_requests
from commissions.application.care.data_requests import AlreadyClosed, ClosesByItself
from commissions.application.queries import privacy_requests
from commissions.application.queries.privacy_requests import (
    AmbiguousPrivacyRequest,
    UnknownPrivacyRequest,
)
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.people.privacy import DATA_REQUEST

NAME = "privacy.done"


def payload_of(ticket: str, note: str) -> Payload:
    return {"ticket": ticket, "note": note}


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    request = privacy_requests.find(payload["ticket"])
    if request.asked.kind != DATA_REQUEST:
        raise ClosesByItself
    if request.done_at:
        raise AlreadyClosed(request.asked.ticket)
    return ActionEffect(
        says=(
            ("request", request.asked.ticket),
            ("store", request.asked.store_id),
            ("asked on", f"{request.since:%Y-%m-%d}"),
            ("due", f"{request.due:%Y-%m-%d}"),
        )
    )


def _carry_out(action: Action) -> str:
    """At the moment of the approval, by which a try after a crash knows its own closing."""
    ticket, note = action.draft.payload["ticket"], action.draft.payload["note"]
    at = action.agreed_at or action.proposed_at
    try:
        data_requests.close(ticket, note, now=at)
    except AlreadyClosed:
        if privacy_requests.find(ticket).done_at != at:
            raise
    return f"{ticket} is closed"


DATA_ANSWER = ActionKind(
    name=NAME,
    effect=_effect,
    carry_out=_carry_out,
    refusals=(AlreadyClosed, AmbiguousPrivacyRequest, ClosesByItself, UnknownPrivacyRequest),
)
