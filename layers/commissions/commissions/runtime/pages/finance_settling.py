"""/finance/batches/…/settle and …/payouts: what became of payouts, as a bank says it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from commissions.application.actions import payout_settlement
from commissions.application.actions.payout_settlement import LINES_MAX
from commissions.application.actions.proposing import ActionRequest
from commissions.application.payouts import settling
from commissions.application.queries import payouts as queries
from commissions.domain.orders.canonical import digest_of
from commissions.domain.payouts.payout import FOLLOWS, SENT, SETTLED, Payout
from commissions.domain.people.accounts import FINANCE
from commissions.pages.addresses import part_of
from commissions.pages.finance import settling as page
from commissions.pages.finance.settling import PayoutDesk, SettleView
from commissions.payments.provider import PaymentStatus
from commissions.payments.settlement_file import TEXT_MAX, SettlementRefused
from commissions.runtime.frames import SHEET
from commissions.runtime.http_messages import NotHere, Request, Response
from commissions.runtime.pages import forms
from commissions.runtime.pages.finance_actions import put_on_record_and_tell
from commissions.runtime.pages.finance_batches import frame
from commissions.tables.payouts import UnknownBatch

TOLD_MAX = 60_000
"""Characters of what is pasted: as much as a form may have."""
_BAD_DAY, _BAD_STATE = "batches.bad.on", "batches.bad.state"


def show(request: Request) -> Response:
    """Raises NotHere of a batch that was not sent, or of who may not settle it."""
    if FINANCE not in request.who.roles:
        raise NotHere
    return _settle(request, SettleView(batch_id=_sent_batch(request), told=""))


def act(request: Request) -> Response:
    """First says what would come of what was pasted, and puts it on record once that was seen.
    Raises NotHere, or Conflict where it would be refused."""
    batch_id, text = _sent_batch(request), forms.said(request, "told", TOLD_MAX)
    empty = SettleView(batch_id=batch_id, told=text)
    try:
        told = settling.told_in(text)
    except SettlementRefused as error:
        return _settle(request, replace(empty, problems=error.problems), 422)
    if wrong := _not_of_batch(batch_id, told, request):
        return _settle(request, replace(empty, problems=[wrong]), 422)
    view = _previewed(empty, told, request)
    if forms.said(request, "seen") != view.seen or not view.lines:
        return _settle(request, view)
    return put_on_record_and_tell(request, _request(batch_id, told, view.once))


def show_payout(request: Request) -> Response:
    """Raises NotHere."""
    found = _payout(request)
    return _answer_payout(request, found, _desk(found, request, forms.new_once(request.now)))


def settle_payout(request: Request) -> Response:
    """Goes by what is said of one payout. Raises NotHere, or Conflict."""
    found, said = _payout(request), forms.said_of(request, page.FIELDS)
    desk = replace(_desk(found, request, forms.once(request)), said=said)
    wrong = {} if said["state"] in desk.states else {"state": _BAD_STATE}
    try:
        on = date.fromisoformat(said["on"])
    except ValueError:
        wrong["on"] = _BAD_DAY
    if wrong:
        return _answer_payout(request, found, replace(desk, wrong=wrong), 422)
    status = PaymentStatus(
        payout_id=found.payout_id,
        state=said["state"],
        on=on,
        reference=said["reference"][:TEXT_MAX],
        why=said["why"][:TEXT_MAX],
    )
    preview = settling.preview([status], request.now)
    if not preview.changed:
        refused = next(iter(preview.contradictions), "")
        return _answer_payout(request, found, replace(desk, refused=refused), 409)
    return put_on_record_and_tell(request, _request(found.batch, [status], desk.once))


def _previewed(view: SettleView, told: Sequence[PaymentStatus], request: Request) -> SettleView:
    found = settling.preview(told, request.now)
    lines = [page.told_line(each) for each in found.changed]
    said = [[each.payout_id, each.state, each.paid.minor] for each in lines]
    return replace(
        view,
        lines=lines,
        contradictions=found.contradictions,
        sums=page.sums_of(lines),
        is_read=True,
        seen=digest_of({"told": view.told, "would": said})[:16],
        once=forms.once(request),
    )


def _not_of_batch(batch_id: str, told: Sequence[PaymentStatus], request: Request) -> str:
    """Why a file is none of this batch, or too long for once; empty where it fits."""
    text = frame(request).text
    if len(told) > LINES_MAX:
        return str(text("batches.bad.too-many", count=LINES_MAX))
    others = [each.payout_id for each in told if each.payout_id.rpartition("-")[0] != batch_id]
    return str(text("batches.bad.other-batch", payout=others[0])) if others else ""


def _request(batch_id: str, told: Sequence[PaymentStatus], once: str) -> ActionRequest:
    return ActionRequest(
        kind=payout_settlement.PAYOUT_SETTLEMENT.name,
        target=f"payout/{batch_id}",
        payload=payout_settlement.payload_of(told),
        once=once,
    )


def _sent_batch(request: Request) -> str:
    batch_id = request.path_params["batch"]
    try:
        story = queries.batch_record(batch_id)
    except UnknownBatch:
        raise NotHere from None
    if story.sent_at is None:
        raise NotHere
    return batch_id


def _payout(request: Request) -> Payout:
    found = queries.of_batch(request.path_params["batch"], request.path_params["payee"])
    if found is None:
        raise NotHere
    return found


def _desk(found: Payout, request: Request, once: str) -> PayoutDesk:
    path = f"/finance/batches/{found.batch}"
    is_out = found.state in {SENT, SETTLED} and found.sent_at is not None
    states = [each for each in page.STATES if is_out and each in FOLLOWS[found.state]]
    return PayoutDesk(
        payee=found.payee,
        payout_id=found.payout_id,
        reference=found.reference,
        provider_reference=found.provider_reference,
        batch_path=path,
        path=f"{path}/payouts/{part_of(found.payee)}",
        payee_path=f"/finance/payees/{part_of(found.payee)}?currency={found.currency}",
        states=states if FINANCE in request.who.roles else (),
        said={"on": request.now.date().isoformat()},
        once=once,
    )


def _settle(request: Request, view: SettleView, status: int = 200) -> Response:
    in_sheet = request.fragment and request.headers.get("hx-target") == SHEET
    return Response(status=status, body=page.render(view, frame(request), in_sheet=in_sheet))


def _answer_payout(
    request: Request, found: Payout, desk: PayoutDesk, status: int = 200
) -> Response:
    in_sheet = request.fragment and request.headers.get("hx-target") == SHEET
    body = page.render_payout(found, desk, frame(request), in_sheet=in_sheet)
    return Response(status=status, body=body)
