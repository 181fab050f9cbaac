"""/console/parked/act/…: what somebody does about what waits, once it was shown and confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from commissions.application.actions import accepted_release, code_mapping, sku_valuation
from commissions.application.actions.asked_worker import have_carried_out
from commissions.application.actions.kinds import kind_of
from commissions.application.actions.parked_records_action import payload_of, target_of
from commissions.application.actions.proposing import (
    ActionRequest,
    AlreadyProposed,
    AskedOtherwise,
    asked_before,
    put_on_record,
    rule,
)
from commissions.application.queries.parked_orders import ChosenRecords, chosen_records
from commissions.application.queries.sku_form import SkuForm, sku_form
from commissions.domain.actions.action import APPROVED, PAGE, ActionEffect, Actor
from commissions.domain.catalogue.stated_value import BadStatement
from commissions.domain.orders.parked_choices import (
    ACCEPT_AMOUNTS,
    ACCEPT_GONE,
    ADD_VALUE,
    DISMISS,
    MAP_CODE,
    RELEASE,
    TO_NOBODY,
    choices,
)
from commissions.domain.orders.parked_filter import ParkedFilter
from commissions.domain.orders.parking import AwaitedKind, WaitsFor
from commissions.domain.people.accounts import OPERATOR
from commissions.pages.console import parked_act as page
from commissions.pages.console.parked_act import FIELDS, SHOWN_MAX, ParkedActView
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response, prove_again, see_other
from commissions.runtime.pages import forms
from commissions.runtime.pages.console_parked import filter_of, line, stake_view

KINDS = {
    ADD_VALUE: "sku.value",
    MAP_CODE: "member.code",
    TO_NOBODY: "parked.nobody",
    ACCEPT_AMOUNTS: "release.accept",
    ACCEPT_GONE: "release.accept",
    RELEASE: "parked.release",
    DISMISS: "parked.dismiss",
}
MISSING_REASON = "parked.bad.reason"
_OF_ONE = {ADD_VALUE: AwaitedKind.SKU, MAP_CODE: AwaitedKind.REFERRER}
"""What is about the one thing that records wait for."""


@dataclass(frozen=True, slots=True)
class ParkedRequest:
    """What somebody asks for, and of which records."""

    choice: str
    wanted: ParkedFilter
    found: ChosenRecords

    @property
    def awaited(self) -> WaitsFor:
        """What the records wait for, where all wait for one thing."""
        texts = {each.waits_for for each in self.found.entries}
        return WaitsFor.parse(next(iter(texts)) if len(texts) == 1 else "")


def show(request: Request) -> Response:
    """Raises NotHere where it cannot be done to such records, or not by who asks."""
    if OPERATOR not in request.who.roles:
        raise NotHere
    asked = _asked(request)
    form = _form(asked)
    view = _view(asked, form, request, once=forms.new_once(request.now))
    _check_proved(request, view)
    return _answer(request, replace(view, said=form.suggested if form else {}))


def act(request: Request) -> Response:
    """Puts on record what was shown, and has it carried out; else shows what has changed since, or
    what of the form is not right. Raises NotHere."""
    me, once = Actor(request.who.account_id, PAGE), forms.once(request)
    if before := asked_before(once, me):
        return _to(before.action_id)
    asked = _asked(request)
    form = _form(asked)
    view = _view(asked, form, request, once=once)
    view = replace(view, said=forms.said_of(request, view.fields))
    if forms.said(request, "seen") != view.seen:
        return _answer(request, replace(view, changed=True), 409)
    if not (why := forms.reason(request)):
        return _answer(request, replace(view, wrong={"reason": MISSING_REASON}), 422)
    _check_proved(request, view)
    wanted = replace(_request(asked, form, view.said), why=why, once=once)
    return _put_on_record(request, wanted, me, view)


def _check_proved(request: Request, view: ParkedActView) -> None:
    """Who proposes what takes two people has proved of late who they are: when the form is opened,
    so that nothing that was written into it is lost. Raises ProofNeeded."""
    if view.needs_second:
        prove_again(request, f"{request.path}?{urlencode(view.filter)}")


def _put_on_record(
    request: Request, wanted: ActionRequest, me: Actor, view: ParkedActView
) -> Response:
    refusals: tuple[type[Exception], ...] = (AskedOtherwise, *kind_of(wanted.kind).refusals)
    try:
        action = put_on_record(wanted, me, request.now)
    except BadStatement as error:
        wrong = {error.field: f"parked.bad.{error.why}"}
        return _answer(request, replace(view, wrong=wrong), 422)
    except AlreadyProposed as error:
        return _to(error.action_id)
    except refusals as error:
        return _answer(request, replace(view, refused=str(error)), 409)
    if action.state == APPROVED:
        have_carried_out(action)
    return _to(action.action_id)


def _asked(request: Request) -> ParkedRequest:
    """Raises NotHere where nothing of the filter waits, or this cannot be done to all of it."""
    choice, wanted = request.path_params["choice"], filter_of(request)
    if choice not in KINDS or wanted.is_empty:
        raise NotHere
    asked = ParkedRequest(choice, wanted, chosen_records(wanted, request.now))
    if not all(choice in choices(each.reason) for each in asked.found.entries):
        raise NotHere
    if choice in _OF_ONE and asked.awaited.kind is not _OF_ONE[choice]:
        raise NotHere
    return asked


def _form(asked: ParkedRequest) -> SkuForm | None:
    """Of a SKU that lacks a value."""
    if asked.choice != ADD_VALUE:
        return None
    _, _, name = asked.awaited.name.partition("/")
    return sku_form(name, asked.found.entries)


def _view(
    asked: ParkedRequest, form: SkuForm | None, request: Request, *, once: str
) -> ParkedActView:
    awaited, entries = asked.awaited, asked.found.entries
    store_id, _, name = awaited.name.partition("/") if form else ("", "", awaited.name)
    return ParkedActView(
        choice=asked.choice,
        kind=str(awaited.kind),
        name=name,
        store_id=store_id,
        filter=asked.wanted.words,
        records=len(entries),
        left=asked.found.left,
        at_stake=stake_view(asked.found.at_stake),
        lines=[line(each) for each in entries[:SHOWN_MAX]],
        seen=asked.found.digest,
        once=once,
        needs_second=_needs_second(asked),
        sold_at=form.sold_at if form else (),
    )


def _needs_second(asked: ParkedRequest) -> bool:
    """By the company's rule, of just this; what moves money by itself says so where it is shown."""
    effect = ActionEffect(says=(), orders=len({e.order_key for e in asked.found.entries}))
    if asked.choice in FIELDS:
        effect = replace(effect, orders=0)
    return rule().needs_second(KINDS[asked.choice], effect)


def _request(asked: ParkedRequest, form: SkuForm | None, said: Mapping[str, str]) -> ActionRequest:
    kind, entries = KINDS[asked.choice], list(asked.found.entries)
    if form:
        store_id, _, _ = asked.awaited.name.partition("/")
        return ActionRequest(
            kind=kind,
            target=sku_valuation.target_of(store_id, form.key),
            payload=sku_valuation.payload_of(store_id, form.key, said),
        )
    if asked.choice == MAP_CODE:
        code = asked.awaited.name
        payload = code_mapping.payload_of(code, said["member"])
        return ActionRequest(kind=kind, target=f"code {code}", payload=payload)
    if asked.choice in (ACCEPT_AMOUNTS, ACCEPT_GONE):
        payload = accepted_release.payload_of(asked.choice, entries)
        return ActionRequest(kind=kind, target=accepted_release.target_of(entries), payload=payload)
    target = target_of(asked.wanted, asked.found)
    return ActionRequest(kind=kind, target=target, payload=payload_of(asked.found))


def _answer(request: Request, view: ParkedActView, status: int = 200) -> Response:
    frame = frame_of(request, "console", "parked")
    body = page.render(view, frame, in_sheet=request.fragment)
    return Response(status=status, body=body)


def _to(action_id: str) -> Response:
    return see_other(f"/console/actions/{action_id}")
