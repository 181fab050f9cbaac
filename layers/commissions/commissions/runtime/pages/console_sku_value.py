"""/console/skus/…/value: a value is stated, then shown with what it changes, then put on record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC

from commissions.application.actions import sku_valuation
from commissions.application.actions.proposing import ActionRequest
from commissions.application.care import sku_value
from commissions.application.care.sku_value import ValueProposal, ValueStands
from commissions.application.queries.sku_form import sku_form
from commissions.application.queries.sku_versions import SkuRecord, reach_of
from commissions.domain.catalogue.sku_keys import SKU, id_of
from commissions.domain.catalogue.sku_map import AlreadyPublished
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.catalogue.stated_value import BadStatement, StatedKey
from commissions.domain.orders.canonical import digest_of
from commissions.domain.people.accounts import OPERATOR
from commissions.pages.addresses import part_of
from commissions.pages.console import sku_value as page
from commissions.pages.console.sku_value import FIELDS, ReachView, SkuValueView, ValueChange
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response
from commissions.runtime.pages import asking, forms
from commissions.runtime.pages.asking import ActionRefused
from commissions.runtime.pages.console_parked import order_id_of
from commissions.runtime.pages.console_skus import record_of, version_line

MISSING_REASON = "parked.bad.reason"
STATED = UNITS[0]
"""Stands in the query of whoever has sent the form, be it empty."""


def show(request: Request) -> Response:
    """The form; and, of what it says, what it would do. Raises NotHere."""
    if OPERATOR not in request.who.roles:
        raise NotHere
    record = record_of(request)
    view = _form(request, record)
    if STATED not in request.query:
        return _answer(request, replace(view, said=_suggested(request, record)))
    said = {name: request.query.get(name, "").strip()[:255] for name in FIELDS}
    return _shown(request, record, replace(view, said=said, once=forms.new_once(request.now)))


def act(request: Request) -> Response:
    """Puts on record what was shown, and has it carried out. Raises NotHere."""
    once = forms.once(request)
    if before := asking.sent_before(request, once):
        return before
    record = record_of(request)
    said = forms.said_of(request, FIELDS)
    view = replace(_form(request, record), said=said, once=once)
    shown = _stated(request, record, view)
    if isinstance(shown, Response):
        return shown
    if shown.change and forms.said(request, "seen") != shown.change.seen:
        return _answer(request, replace(shown, changed=True), 409)
    if not (why := forms.reason(request)):
        return _answer(request, replace(shown, wrong={"reason": MISSING_REASON}), 422)
    key = key_of(record, view.beside)
    wanted = ActionRequest(
        kind=sku_valuation.SKU_VALUATION.name,
        target=sku_valuation.target_of(record.store_id, key),
        payload=sku_valuation.payload_of(record.store_id, key, said),
        why=why,
        once=once,
    )
    try:
        return asking.put_and_have_done(request, wanted)
    except ActionRefused as error:
        return _answer(request, replace(shown, refused=str(error)), 409)


def key_of(record: SkuRecord, beside: str) -> StatedKey:
    """What the value is of. `beside`: the SKU that the variant has, where it is of its id."""
    if found := id_of(record.key):
        return StatedKey(sku=beside, variant_id=found)
    return StatedKey(sku=record.key.removeprefix(SKU))


def _form(request: Request, record: SkuRecord) -> SkuValueView:
    """Raises NotHere of a bundle, of which a form could not say what it holds."""
    if record.in_force and record.in_force.value.components:
        raise NotHere
    beside = forms.said(request, "beside") or request.query.get("beside", "").strip()[:255]
    return SkuValueView(
        store_id=record.store_id,
        sku=id_of(record.key) or record.key.removeprefix(SKU),
        action=request.path,
        back=request.path.rpartition("/")[0],
        said={},
        beside=beside if id_of(record.key) else "",
        sold_at=record.sold_at,
        needs_second=asking.needs_second(sku_valuation.SKU_VALUATION.name),
    )


def _suggested(request: Request, record: SkuRecord) -> Mapping[str, str]:
    """What it is worth now, from today on; else what orders that wait let know of it."""
    today = f"{request.now.astimezone(UTC):%Y-%m-%d}"
    if version := record.in_force:
        known = {"name": version.name, "category": version.category, "effective_from": today}
        value = version.value
        named = {"sku_id": value.sku_id, "commission_class": value.commission_class}
        return {**known, **named, **value.volumes}
    told = sku_form(id_of(record.key) or record.key, record.parked).suggested
    name = request.query.get("name", "").strip()[:255]
    return {**told, "name": name or told["name"], "effective_from": told["effective_from"] or today}


def _shown(request: Request, record: SkuRecord, view: SkuValueView) -> Response:
    shown = _stated(request, record, view)
    return shown if isinstance(shown, Response) else _answer(request, shown)


def _stated(request: Request, record: SkuRecord, view: SkuValueView) -> SkuValueView | Response:
    """The view with what it would do; or the answer that says why it would do nothing."""
    try:
        proposal = sku_value.propose(record.store_id, key_of(record, view.beside), view.said)
    except BadStatement as error:
        wrong = {error.field: f"parked.bad.{error.why}"}
        return _answer(request, replace(view, wrong=wrong), 422)
    except (AlreadyPublished, ValueStands) as error:
        return _answer(request, replace(view, refused=str(error)), 409)
    return replace(view, change=_change(request, record, proposal))


def _change(request: Request, record: SkuRecord, proposal: ValueProposal) -> ValueChange:
    since, until = proposal.version.since, proposal.until
    reach = reach_of(record.orders, since, until)
    key = reach.first.order_key if reach.first else ""
    before, after = proposal.before, version_line(proposal.version, until, request.now)
    said = {"before": str(before), "after": str(proposal.version), "until": str(until)}
    return ValueChange(
        before=version_line(before, since, request.now) if before else None,
        after=after,
        reach=ReachView(
            order_id=order_id_of(key),
            order_href=f"/console/parked/orders/{part_of(key)}" if key else "",
            placed_at=reach.first.order_ts if reach.first else None,
            goes_on=reach.goes_on,
            still_waits=reach.still_waits,
        ),
        seen=digest_of(said)[:16],
    )


def _answer(request: Request, view: SkuValueView, status: int = 200) -> Response:
    frame = frame_of(request, "console", "skus")
    return Response(status=status, body=page.render(view, frame, in_sheet=request.fragment))
