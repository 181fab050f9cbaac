"""/console/stores/…/check, ask, connect: what somebody has asked of a store, once it was shown."""

from dataclasses import replace

from commissions.application.actions import store_asking
from commissions.application.actions.kind import Payload
from commissions.application.actions.proposing import ActionRequest
from commissions.application.queries.stores import StoreRecord
from commissions.domain.people.accounts import OPERATOR
from commissions.pages.console import stores as page
from commissions.pages.console.stores import CONNECT, StoreActView
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response
from commissions.runtime.pages import asking, forms
from commissions.runtime.pages.asking import ActionRefused
from commissions.runtime.pages.console_stores import choices, record_of

MISSING_REASON = "stores.bad.reason"


def show(request: Request) -> Response:
    """Raises NotHere where it cannot be done to the store, or not by who asks."""
    if OPERATOR not in request.who.roles:
        raise NotHere
    return _answer(request, _view(request, record_of(request), forms.new_once(request.now)))


def act(request: Request) -> Response:
    """Puts it on record, and has it done. Raises NotHere."""
    once = forms.once(request)
    if before := asking.sent_before(request, once):
        return before
    record = record_of(request)
    view = _view(request, record, once)
    if not (why := forms.reason(request)):
        return _answer(request, replace(view, wrong={"reason": MISSING_REASON}), 422)
    if view.choice == CONNECT and forms.said(request, "url", 500) != view.url:
        return _answer(request, replace(view, wrong={"url": "stores.bad.url"}), 409)
    wanted = ActionRequest(
        kind=f"store.{view.choice}",
        target=record.store.store_id,
        payload=_payload(request, record, view.choice),
        why=why,
        once=once,
    )
    try:
        return asking.put_and_have_done(request, wanted)
    except ActionRefused as error:
        return _answer(request, replace(view, refused=str(error)), 409)


def _view(request: Request, record: StoreRecord, once: str) -> StoreActView:
    choice, known = request.path_params["choice"], record.noted.connection.url
    if choice not in choices(record):
        raise NotHere
    return StoreActView(
        choice=choice,
        store_id=record.store.store_id,
        back=request.path.rpartition("/")[0],
        url=base_url(request, record) + record.receiving_path if choice == CONNECT else known,
        url_before=known,
        once=once,
        needs_second=asking.needs_second(f"store.{choice}"),
        wrong={},
    )


def base_url(request: Request, record: StoreRecord) -> str:
    """Where the store reaches us: as it did until now, or else where people do. Nobody writes it:
    its customers' orders go there."""
    known = record.noted.connection.url
    if known.endswith(record.receiving_path):
        return known.removesuffix(record.receiving_path)
    return request.origin


def _payload(request: Request, record: StoreRecord, choice: str) -> Payload:
    base = base_url(request, record) if choice == CONNECT else ""
    return store_asking.payload_of(record.store.store_id, base)


def _answer(request: Request, view: StoreActView, status: int = 200) -> Response:
    frame = frame_of(request, "console", "stores")
    body = page.render_act(view, frame, in_sheet=request.fragment)
    return Response(status=status, body=body)
