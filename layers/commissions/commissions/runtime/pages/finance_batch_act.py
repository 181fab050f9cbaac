"""/finance/batches/…/act: what is done with a batch, once it was shown and confirmed."""

from dataclasses import replace

from commissions.application.actions import payout_approval, payout_proposal, payout_sending
from commissions.application.actions.proposing import ActionRequest
from commissions.application.queries.batches import BatchFacts
from commissions.domain.orders.canonical import digest_of
from commissions.domain.people.accounts import FINANCE
from commissions.pages.finance import batch as page
from commissions.pages.finance.batch import PROPOSE, REJECT, SEND, BatchActView
from commissions.runtime.http_messages import NotHere, Request, Response
from commissions.runtime.pages import forms
from commissions.runtime.pages.finance_actions import (
    put_on_record_and_tell,
    reject_batch,
    rejected,
)
from commissions.runtime.pages.finance_batches import batch_view, facts_of, frame

MISSING_REASON = "parked.bad.reason"


def show(request: Request) -> Response:
    """Raises NotHere of what cannot be done with the batch as it stands, or not by who asks."""
    if FINANCE not in request.who.roles:
        raise NotHere
    _, view = _asked(request, forms.new_once(request.now))
    return _answer(request, view)


def act(request: Request) -> Response:
    """Puts on record what was shown; else shows what has changed since. Raises NotHere, or Conflict
    where it would be refused."""
    facts, view = _asked(request, forms.once(request))
    if forms.said(request, "seen") != view.seen:
        return _answer(request, replace(view, changed=True), 409)
    why = forms.reason(request)
    if not why and view.choice != SEND:
        return _answer(request, replace(view, wrong={"reason": MISSING_REASON}), 422)
    if view.choice == REJECT:
        _withdraw_proposal(request, facts, why)
        return reject_batch(request, facts.batch.batch_id, why, view.once)
    return put_on_record_and_tell(request, _request(facts, view, why))


def _request(facts: BatchFacts, view: BatchActView, why: str) -> ActionRequest:
    batch = facts.batch
    target = payout_approval.target_of(batch.batch_id)
    if view.choice == PROPOSE:
        kind, payload = payout_proposal.PAYOUT_PROPOSAL, payout_approval.payload_of(batch)
    else:
        kind, payload = payout_sending.PAYOUT_SENDING, payout_sending.payload_of(batch.batch_id)
    return ActionRequest(kind=kind.name, target=target, payload=payload, why=why, once=view.once)


def _withdraw_proposal(request: Request, facts: BatchFacts, why: str) -> None:
    """What waited for a second person waits no longer: as the command line has it."""
    approval = payout_approval.PAYOUT_APPROVAL.name
    for each in facts.open:
        if each.draft.kind == approval and each.state == "proposed":
            rejected(request, each, why)


def _asked(request: Request, once: str) -> tuple[BatchFacts, BatchActView]:
    choice = request.path_params["choice"]
    facts = facts_of(request.path_params["batch"], request)
    view = batch_view(facts, request)
    if choice not in view.choices:
        raise NotHere
    return facts, BatchActView(batch=view, choice=choice, seen=_seen(facts), once=once)


def _seen(facts: BatchFacts) -> str:
    """Of what the batch pays, how far it has come, and what of it needs a second look."""
    told = facts.redirected
    return digest_of(
        {
            "batch": facts.batch.batch_id,
            "digest": facts.batch.digest,
            "state": facts.batch.state,
            "elsewhere": list(told.elsewhere),
            "jumped": list(told.jumped),
            "withheld": dict(facts.withheld),
        }
    )[:16]


def _answer(request: Request, view: BatchActView, status: int = 200) -> Response:
    body = page.render_act(view, frame(request), in_sheet=request.fragment)
    return Response(status=status, body=body)
