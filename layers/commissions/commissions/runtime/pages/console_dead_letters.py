"""/console/dead-letters: what nobody could work off, made into pages; and sent again."""

from collections.abc import Sequence
from dataclasses import replace

from commissions.application.actions import dead_letter_sending
from commissions.application.actions.proposing import ActionRequest
from commissions.application.queries.dead_letters import (
    LOOKED_MAX,
    DeadLetterQueue,
    LetterFilter,
    NoSuchQueue,
    dead_letter_queue,
    dead_letter_queues,
    fitting,
    letters_of,
)
from commissions.domain.orders.dead_letter import DeadLetter
from commissions.domain.people.accounts import OPERATOR
from commissions.pages.addresses import part_of
from commissions.pages.console import dead_letters as page
from commissions.pages.console.dead_letters import (
    SHOWN_MAX,
    DeadLetterLine,
    DeadLetterSendView,
    DeadLettersView,
    DeadQueueLine,
    DeadQueueView,
    queue_href,
)
from commissions.pages.console.parked import address
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response
from commissions.runtime.pages import asking, forms
from commissions.runtime.pages.asking import ActionRefused
from commissions.runtime.pages.console_parked import order_id_of
from commissions.runtime.pages.forms import parameters
from commissions.runtime.pages.list_parts import NOT_THIS_CURSOR, list_part

ATTEMPTS = 10
"""After so many a queue gives up; the template says so, and a test holds both together."""
IDS_MAX = LOOKED_MAX * 40
MISSING_REASON = "dead.bad.reason"
OF_STREAMS = ("Project", "Release", "Guard")
SEND, CALL = "send", "call"
"""What is to be done: it is sent again; or the next call does the work of one that failed."""


def show(request: Request) -> Response:
    found = dead_letter_queues()
    full = [queue_line(each) for each in found if each.count]
    view = DeadLettersView(
        made_at=request.now,
        queues=full,
        empty=len(found) - len(full),
        count=sum(each.count for each in found),
    )
    return Response(body=page.render_list(view, frame_of(request, "console", "dead-letters")))


def show_queue(request: Request) -> Response:
    """Raises NotHere, or BadForm of a cursor that is not for it."""
    frame = frame_of(request, "console", "dead-letters")
    queue, wanted = _queue(request), filter_of(request)
    letters = letters_of(queue)
    found = fitting(letters, wanted)
    asked = {"list": "dead letters", "queue": queue.name, **wanted.words}
    part = list_part(request, asked, found, _rank, str(frame.text(NOT_THIS_CURSOR)))
    may_send = OPERATOR in request.who.roles and bool(queue.sends_to)
    view = DeadQueueView(
        made_at=request.now,
        queue=queue_line(queue),
        letters=lines(part.items, queue.name, may_send=may_send),
        fitting=len(found),
        looked_at=len(letters),
        kinds=sorted({each.kind for each in letters}),
        stores=sorted({each.store_id for each in letters} - {""}),
        filter=wanted.words,
        send_href=_send_href(queue.name, wanted) if may_send and found else "",
        goes_on=queue_href(queue.name, {**wanted.words, "after": part.goes_on})
        if part.goes_on
        else "",
    )
    return Response(body=page.render_one(view, frame))


def show_send(request: Request) -> Response:
    """Raises NotHere where nothing of the filter can be sent again, or not by who asks."""
    if OPERATOR not in request.who.roles:
        raise NotHere
    queue, wanted = _queue(request), filter_of(request)
    letters = fitting(letters_of(queue), wanted)
    if not (queue.sends_to and letters):
        raise NotHere
    once = forms.new_once(request.now)
    return _answer(request, _send_view(request, queue, letters, once))


def send(request: Request) -> Response:
    """Has just those sent again that were shown. Raises NotHere."""
    once = forms.once(request)
    if before := asking.sent_before(request, once):
        return before
    queue = _queue(request)
    ids = set(forms.said(request, "ids", IDS_MAX).split())
    letters = [each for each in letters_of(queue) if each.message_id in ids]
    if not (queue.sends_to and letters):
        raise NotHere
    view = _send_view(request, queue, letters, once)
    if not (why := forms.reason(request)):
        return _answer(request, replace(view, wrong={"reason": MISSING_REASON}), 422)
    if len(letters) != len(ids):
        return _answer(request, replace(view, wrong={"changed": "dead.bad.changed"}), 409)
    wanted = ActionRequest(
        kind=dead_letter_sending.DEAD_LETTER_SENDING.name,
        target=dead_letter_sending.target_of(queue, letters),
        payload=dead_letter_sending.payload_of(queue, letters),
        why=why,
        once=once,
    )
    try:
        return asking.put_and_have_done(request, wanted)
    except ActionRefused as error:
        return _answer(request, replace(view, refused=str(error)), 409)


def filter_of(request: Request) -> LetterFilter:
    found = parameters(request, ("kind", "store", "message"))
    return LetterFilter(
        kind=found.get("kind", ""),
        store_id=found.get("store", ""),
        message_id=found.get("message", ""),
    )


def queue_line(queue: DeadLetterQueue) -> DeadQueueLine:
    advice = SEND if queue.sends_to else queue.name.lower() if queue.name in OF_STREAMS else CALL
    return DeadQueueLine(
        name=queue.name,
        count=queue.count,
        in_flight=queue.in_flight,
        can_send=bool(queue.sends_to),
        advice=advice,
        href=queue_href(queue.name),
    )


def lines(letters: Sequence[DeadLetter], queue: str, *, may_send: bool) -> list[DeadLetterLine]:
    return [
        DeadLetterLine(
            row_id=f"letter-{number}",
            message_id=each.message_id,
            kind=each.kind,
            store_id=each.store_id,
            order_id=order_id_of(each.order_key) if each.order_key else "",
            order_href=f"/console/parked/orders/{part_of(each.order_key)}"
            if each.order_key
            else "",
            since=each.since,
            attempts=ATTEMPTS if each.was_delivered else 0,
            error=each.error,
            send_href=_send_href(queue, LetterFilter(message_id=each.message_id))
            if may_send
            else "",
        )
        for number, each in enumerate(letters)
    ]


def _queue(request: Request) -> DeadLetterQueue:
    """Raises NotHere."""
    try:
        return dead_letter_queue(request.path_params["queue"])
    except NoSuchQueue:
        raise NotHere from None


def _send_view(
    request: Request, queue: DeadLetterQueue, letters: Sequence[DeadLetter], once: str
) -> DeadLetterSendView:
    wanted = filter_of(request)
    return DeadLetterSendView(
        queue=queue.name,
        action=f"{queue_href(queue.name)}/send",
        back=queue_href(queue.name, replace(wanted, message_id="").words),
        count=len(letters),
        lines=lines(letters[:SHOWN_MAX], queue.name, may_send=False),
        ids=" ".join(each.message_id for each in letters),
        filter=wanted.words,
        once=once,
        needs_second=asking.needs_second(dead_letter_sending.DEAD_LETTER_SENDING.name),
    )


def _rank(letter: DeadLetter) -> str:
    return f"{letter.since.isoformat(timespec='microseconds')}|{letter.message_id}"


def _send_href(queue: str, wanted: LetterFilter) -> str:
    return address(f"{queue_href(queue)}/send", wanted.words)


def _answer(request: Request, view: DeadLetterSendView, status: int = 200) -> Response:
    frame = frame_of(request, "console", "dead-letters")
    body = page.render_send(view, frame, in_sheet=request.fragment)
    return Response(status=status, body=body)
