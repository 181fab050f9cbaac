"""What somebody does about a request by law: looks at what is held, and says it was answered."""

from dataclasses import replace

from commissions.application.actions import command_log, data_answer
from commissions.application.actions.asked_worker import have_carried_out
from commissions.application.actions.command_log import Deed
from commissions.application.actions.kinds import kind_of
from commissions.application.actions.proposing import (
    ActionRequest,
    AlreadyProposed,
    AskedOtherwise,
    put_on_record,
    rule,
)
from commissions.application.ingest.quarantine_names import bodies_of_store
from commissions.application.queries.personal_records import held_in_tables
from commissions.domain.actions.action import APPROVED, PAGE, ActionEffect, Actor
from commissions.domain.actions.audit_entry import DONE
from commissions.domain.people.privacy import PrivacyAsked
from commissions.pages.console import privacy as page
from commissions.pages.console.privacy import HeldData
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import Conflict, Request, Response, see_other
from commissions.runtime.pages import forms
from commissions.runtime.pages.console_privacy import request_of, request_view

LOOKED_AT = "privacy.look"
"""How the audit log calls it that somebody looked at what is held of a person."""
ORDERS_MAX = 100
"""Of the orders that a request names, so many are looked up while somebody waits."""
MISSING_NOTE = "privacy.bad.note"


def show_held(request: Request) -> Response:
    """What is held of whoever asks: shown where it was asked for, once that stands in the log.
    Raises NotHere."""
    found = request_of(request)
    deed = Deed(what=LOOKED_AT, target=found.asked.ticket)
    begun = command_log.begin(deed, Actor(request.who.account_id, PAGE), request.now)
    view = replace(request_view(request, found), held=_held(request, found.asked))
    command_log.end(begun, DONE, "", request.now)
    return Response(body=page.render_one(view, frame_of(request, "console", "privacy")))


def done(request: Request) -> Response:
    """Puts on record that it was answered, and how. Raises NotHere, or Conflict."""
    found = request_of(request)
    view = request_view(request, found)
    note = forms.said(request, "note", forms.REASON_MAX)
    if not any(each.isprintable() and not each.isspace() for each in note):
        said = replace(view, note=note, wrong=MISSING_NOTE, once=forms.once(request))
        frame = frame_of(request, "console", "privacy")
        return Response(status=422, body=page.render_one(said, frame))
    kind = data_answer.NAME
    wanted = ActionRequest(
        kind=kind,
        target=found.asked.ticket,
        payload=data_answer.payload_of(found.asked.ticket, note),
        # Whoever is to agree has to know; of what one person does, the log has no note.
        why=note if rule().needs_second(kind, ActionEffect(says=())) else "",
        once=forms.once(request),
    )
    return _put_on_record(request, wanted, view.line.href)


def _put_on_record(request: Request, wanted: ActionRequest, back: str) -> Response:
    refusals: tuple[type[Exception], ...] = (AskedOtherwise, *kind_of(wanted.kind).refusals)
    try:
        action = put_on_record(wanted, Actor(request.who.account_id, PAGE), request.now)
    except AlreadyProposed as error:
        return see_other(f"/console/actions/{error.action_id}")
    except refusals as error:
        says = str(frame_of(request, "console", "privacy").text("privacy.changed"))
        raise Conflict(says) from error
    if action.state == APPROVED:
        have_carried_out(action)
    if action.agreed_at is None:
        return see_other(f"/console/actions/{action.action_id}")
    return see_other(f"{back}?closing={int(request.now.timestamp())}")


def _held(request: Request, asked: PrivacyAsked) -> HeldData:
    some = replace(asked, orders=asked.orders[:ORDERS_MAX])
    found = held_in_tables(some, request.now)
    return HeldData(
        customer=found.customer,
        linked_to=found.linked_to,
        linked_as=found.linked_as,
        customer_of=found.customer_of,
        customer_since=found.customer_since,
        remembered_by=found.remembered_by,
        erased_at=found.erased_at,
        orders=found.orders,
        without_customer=found.without_customer,
        unknown_orders=found.unknown_orders,
        not_looked_up=len(asked.orders) - len(some.orders),
        quarantined=sum(1 for _ in bodies_of_store(asked.platform, asked.store_id)),
    )
