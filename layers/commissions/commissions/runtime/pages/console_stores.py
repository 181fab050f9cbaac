"""/console/stores: what is on record of the stores, made into pages."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from commissions.application.queries import store_list
from commissions.application.queries.store_list import ListedStore
from commissions.application.queries.stores import StoreRecord, on_record
from commissions.domain.orders.canonical import digest_of
from commissions.domain.people.accounts import OPERATOR
from commissions.domain.stores.polling import WEBHOOKS
from commissions.domain.stores.store import Store, UnknownStore, has_api
from commissions.domain.stores.subscriptions import signing_of
from commissions.pages.addresses import part_of
from commissions.pages.console import stores as page
from commissions.pages.console.health import PATH as HEALTH
from commissions.pages.console.stores import (
    ASK,
    CHECK,
    CONNECT,
    AskedLine,
    RefusedLine,
    StoreEntry,
    StoresView,
    StoreView,
    WebhooksView,
)
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response, nothing_new
from commissions.runtime.pages.console_health import concern_view
from commissions.runtime.pages.list_parts import NOT_THIS_CURSOR, list_part

WELL, NEEDS_YOU, CLOSED = "well", "needs-you", "closed"


def show(request: Request) -> Response:
    """Raises BadForm of a cursor that is not for it."""
    frame = frame_of(request, "console", "stores")
    found = store_list.listed_stores(request.now)
    says = str(frame.text(NOT_THIS_CURSOR))
    part = list_part(request, {"list": "stores"}, found, lambda each: each.store.store_id, says)
    view = StoresView(
        made_at=request.now,
        stores=[entry(each, request.now) for each in part.items],
        every=len(found),
        needing=sum(bool(each.concerns) for each in found),
        goes_on=f"{page.PATH}?after={part.goes_on}" if part.goes_on else "",
    )
    return Response(body=page.render_list(view, frame))


def show_store(request: Request) -> Response:
    """Raises NotHere."""
    view = store_view(request)
    return Response(body=page.render_one(view, frame_of(request, "console", "stores")))


def look(request: Request) -> Response:
    """Nothing new while the same is noted of it. Raises NotHere."""
    view = store_view(request)
    if request.query.get("version") == view.version:
        return nothing_new()
    return Response(body=page.render_look(view, frame_of(request, "console", "stores")))


def store_view(request: Request) -> StoreView:
    """Raises NotHere."""
    record = record_of(request)
    listed, store = store_list.listed_store(record, request.now), record.store
    noted, notes, version = record.noted, record.noted.notes, listed.health.api_version
    return StoreView(
        entry=entry(listed, request.now),
        version=_version(record),
        concerns=[concern_view(each) for each in listed.concerns],
        has_api=has_api(store),
        api_url=store.api_url,
        api_version=(version.answered or version.asked) if version else "",
        carriers=store.carriers,
        paid=(*store.policies.paid, *store.paid_when),
        policies=_policies(store),
        receiving_url=request.origin + record.receiving_path,
        own_since=noted.connection.since,
        secrets_changed=record.secrets_changed,
        proven_by=notes.heard.proven_by if notes.heard else "",
        failures=notes.circuit.failures,
        left_alone_until=notes.circuit.open_until if not notes.circuit.closed else None,
        asked=_asked(record),
        webhooks=_webhooks(record),
        refused=_refused(record),
        parked=store_list.parked_of(store.store_id),
        choices=choices(record) if OPERATOR in request.who.roles else (),
        health_href=f"{HEALTH}/{part_of(store.store_id)}",
    )


def record_of(request: Request) -> StoreRecord:
    """Raises NotHere."""
    try:
        return on_record(request.path_params["store"])
    except UnknownStore:
        raise NotHere from None


def choices(record: StoreRecord) -> tuple[str, ...]:
    """What can be done about a store by asking it."""
    if not has_api(record.store):
        return ()
    return (CHECK, ASK, CONNECT) if record.noted.connection.url else (CONNECT, ASK)


def entry(listed: ListedStore, now: datetime) -> StoreEntry:
    store, health = listed.store, listed.health
    return StoreEntry(
        store_id=store.store_id,
        platform=store.platform,
        domain=store.domain,
        mode=store.mode,
        plan=store.plan,
        currency=store.currency,
        owner=store.owner,
        state=CLOSED if store.closed else NEEDS_YOU if listed.concerns else WELL,
        heard_at=_moment(health.last_heard_age, now),
        asked_at=_moment(health.polled_until_age, now),
        href=f"{page.PATH}/{part_of(store.store_id)}",
    )


def _moment(age: float | None, now: datetime) -> datetime | None:
    return None if age is None else now - timedelta(seconds=age)


def _policies(store: Store) -> dict[str, str]:
    """As stores.yaml has them; what counts as paid is told by itself."""
    told = {name: word for name, word in asdict(store.policies).items() if name != "paid"}
    return {name: str(word) for name, word in told.items()}


def _asked(record: StoreRecord) -> list[AskedLine]:
    crawls = record.noted.crawls.items()
    lines = [
        AskedLine(
            what=mode,
            known_until=crawl.read_until,
            began=crawl.crawl.began if crawl.crawl else None,
            noted_at=crawl.noted_at,
        )
        for mode, crawl in crawls
    ]
    return [*lines, AskedLine(what=WEBHOOKS, known_until=record.noted.check.at)]


def _webhooks(record: StoreRecord) -> WebhooksView:
    check = record.noted.check
    return WebhooksView(
        signing=signing_of(record.store),
        url=record.noted.connection.url,
        checked_at=check.at,
        wrong=check.wrong,
        topics=check.topics,
        failed_at=check.failed_at,
        why=check.why,
    )


def _refused(record: StoreRecord) -> Sequence[RefusedLine]:
    found = record.noted.notes.refused.by_reason
    return [
        RefusedLine(reason=reason, count=each.count, last_at=each.last_at, named=each.named)
        for reason, each in found.items()
    ]


def _version(record: StoreRecord) -> str:
    """Of all that is noted, but for when it last spoke: that is read by who opens the page."""
    noted = record.noted
    crawls = {mode: str(each.read_until or "") for mode, each in noted.crawls.items()}
    began = {mode: str(each.crawl.began) for mode, each in noted.crawls.items() if each.crawl}
    told = [str(each) for each in (noted.connection, noted.check, noted.notes.circuit)]
    return digest_of({"crawls": crawls, "began": began, "told": told})[:16]
