"""/console/skus: what lacks a value, and what each SKU is worth, made into pages."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from urllib.parse import urlencode

from commissions.application.queries.sku_gaps import EVERY, KINDS, SkuGap, SkuGaps, sku_gaps
from commissions.application.queries.sku_versions import SkuRecord, sku_record
from commissions.application.queries.stores import all_stores
from commissions.domain.catalogue.sku_keys import ID, SKU, id_key, id_of, sku_key
from commissions.domain.catalogue.sku_map import SkuVersion
from commissions.domain.orders.parking import WaitsFor
from commissions.domain.people.accounts import OPERATOR
from commissions.domain.stores.store import UnknownStore
from commissions.pages.addresses import part_of
from commissions.pages.console import skus as page
from commissions.pages.console.parked import PATH as PARKED
from commissions.pages.console.parked import address
from commissions.pages.console.skus import (
    IN_FORCE,
    PAST,
    RETIRED,
    TO_COME,
    SkuGapLine,
    SkusView,
    SkuVersionLine,
    SkuView,
)
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response, see_other
from commissions.runtime.pages.console_parked import stake_view
from commissions.runtime.pages.list_parts import NOT_THIS_CURSOR, list_part

SKU_MAX = 255


def show(request: Request) -> Response:
    """Raises BadForm of a cursor that is not for it."""
    frame = frame_of(request, "console", "skus")
    store, kind = request.query.get("store", "")[:SKU_MAX], request.query.get("show", EVERY)
    kind = kind if kind in KINDS else EVERY
    found = sku_gaps(request.now, store, kind)
    asked = {"list": "sku gaps", "store": store, "show": kind}
    part = list_part(
        request, asked, found.gaps, lambda each: each.rank, str(frame.text(NOT_THIS_CURSOR))
    )
    view = _skus(request, found, store, kind, list(part.items))
    if part.goes_on:
        view = _going_on(view, part.goes_on)
    return Response(body=page.render_list(view, frame))


def find(request: Request) -> Response:
    """To the page of a SKU that somebody wrote into the form. Raises NotHere."""
    store, sku = (request.query.get(name, "").strip()[:SKU_MAX] for name in ("store", "sku"))
    if not (store and sku):
        return see_other(page.PATH)
    return see_other(sku_href(store, map_key(sku)))


def show_sku(request: Request) -> Response:
    """Raises NotHere."""
    record = record_of(request)
    view = sku_view(record, request.now, may_act=OPERATOR in request.who.roles)
    return Response(body=page.render_one(view, frame_of(request, "console", "skus")))


def record_of(request: Request) -> SkuRecord:
    """Raises NotHere."""
    store_id, _, key = request.path_params["key"].partition("/")
    if not (store_id and key) or len(key) > SKU_MAX + len(SKU):
        raise NotHere
    try:
        return sku_record(store_id, key, request.now)
    except UnknownStore:
        raise NotHere from None


def map_key(written: str) -> str:
    """A SKU, or `id:` and an id, as it stands in the map."""
    return written if written.startswith((ID, SKU)) else sku_key(written)


def sku_href(store_id: str, key: str) -> str:
    return f"{page.PATH}/{part_of(f'{store_id}/{key}')}"


def sku_view(record: SkuRecord, now: datetime, *, may_act: bool) -> SkuView:
    is_bundle = bool(record.in_force and record.in_force.value.components)
    waits = WaitsFor.parse(record.parked[0].waits_for) if record.parked else None
    return SkuView(
        store_id=record.store_id,
        sku=id_of(record.key) or record.key.removeprefix(SKU),
        is_id=bool(id_of(record.key)),
        made_at=now,
        versions=version_lines(record.versions, now),
        orders=len({each.order_key for each in record.parked}),
        at_stake=stake_view(record.at_stake),
        since=record.parked[0].since if record.parked else None,
        sold_at=record.sold_at,
        parked_href=address(PARKED, {"waits": str(waits)}) if waits else "",
        value_href=f"{sku_href(record.store_id, record.key)}/value"
        if may_act and not is_bundle
        else "",
        is_bundle=is_bundle,
    )


def version_lines(versions: tuple[SkuVersion, ...], now: datetime) -> list[SkuVersionLine]:
    """The earliest first; each ends where the next begins."""
    if not versions:
        return []
    ends = [*(after.since for _, after in pairwise(versions)), None]
    return [version_line(each, until, now) for each, until in zip(versions, ends, strict=True)]


def version_line(version: SkuVersion, until: datetime | None, now: datetime) -> SkuVersionLine:
    value = version.value
    return SkuVersionLine(
        since=version.since,
        until=until,
        state=_state(version, until, now),
        name=version.name,
        category=version.category,
        commission_class=value.commission_class,
        volumes=value.volumes,
        holds=[(each.platform_sku, f"{each.qty.normalize():f}") for each in value.components],
    )


def _state(version: SkuVersion, until: datetime | None, now: datetime) -> str:
    if version.since > now:
        return TO_COME
    if version.retired:
        return RETIRED
    return PAST if until and until <= now else IN_FORCE


def _skus(request: Request, found: SkuGaps, store: str, kind: str, part: list[SkuGap]) -> SkusView:
    may_act = OPERATOR in request.who.roles
    first = len(found.gaps)
    return SkusView(
        made_at=request.now,
        gaps=[gap_line(each, number, may_act=may_act) for number, each in enumerate(part)],
        every=first,
        waiting=found.waiting,
        orders=found.orders.records,
        at_stake=stake_view(found.orders),
        stores=sorted(each.store_id for each in all_stores() if not each.closed),
        store=store,
        kind=kind,
        kinds=[(each, _address(store=store, show=each)) for each in KINDS],
        file_href=address(f"{page.PATH}/gaps.csv", {"store": store} if store else {}),
        may_act=may_act,
    )


def gap_line(gap: SkuGap, number: int, *, may_act: bool) -> SkuGapLine:
    wanted = gap.wanted
    href = sku_href(wanted.store_id, gap_key(gap))
    said = {"name": wanted.name, "beside": wanted.of_sku if wanted.two_values else ""}
    query = urlencode({name: word for name, word in said.items() if word})
    value_href = f"{href}/value" + (f"?{query}" if query else "")
    return SkuGapLine(
        row_id=f"gap-{number}",
        store_id=wanted.store_id,
        sku=id_of(wanted.platform_sku) or wanted.platform_sku,
        name=wanted.name,
        variant_id=wanted.variant_id,
        sold_at=gap.sold_at,
        orders=len({each.order_key for each in wanted.parked}),
        at_stake=stake_view(gap.at_stake),
        since=wanted.since,
        valued_from=wanted.valued_from,
        has_two=bool(wanted.two_values),
        href=href,
        value_href=value_href if may_act else "",
    )


def gap_key(gap: SkuGap) -> str:
    """Under which a value of it would stand in the map: a SKU's, else an id's."""
    wanted = gap.wanted
    if wanted.platform_sku.startswith(ID):
        return wanted.platform_sku
    return sku_key(wanted.platform_sku) if wanted.of_sku else id_key(wanted.platform_sku)


def _going_on(view: SkusView, cursor: str) -> SkusView:
    return replace(view, goes_on=_address(store=view.store, show=view.kind, after=cursor))


def _address(**said: str) -> str:
    return address(page.PATH, {name: word for name, word in said.items() if word})
