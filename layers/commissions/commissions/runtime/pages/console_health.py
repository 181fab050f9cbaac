"""/console/health: what is on record of all, made into pages."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby

from commissions.application.queries import reconciliations, station_ages
from commissions.application.queries.health import Health, QueueHealth, check
from commissions.application.queries.health_concerns import (
    API_VERSION,
    CUT_OFF,
    DEAD_LETTERS,
    FORGED,
    LEFT_ALONE,
    MISADDRESSED,
    NOT_POLLED,
    PARKED,
    PENDING,
    SILENT,
    WEBHOOKS,
    Concern,
    concerns,
)
from commissions.application.queries.ledger_lag import LedgerLag, ledger_lag
from commissions.application.queries.reconciliations import ReconciledDay
from commissions.application.queries.stack_parts import stack_parts
from commissions.application.queries.store_health import StoreHealth
from commissions.aws.cache import TtlCache
from commissions.domain.stores.heard_hours import (
    HeardHour,
    day_of_hours,
    within_ms,
)
from commissions.pages.addresses import part_of
from commissions.pages.console import health as page
from commissions.pages.console import reconciliation
from commissions.pages.console.health import (
    ConcernView,
    HealthView,
    ReconciliationLine,
    StationLine,
    StoreHealthView,
    StoreLine,
)
from commissions.pages.formats import Formats
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response, nothing_new

FRESH_SECONDS = 5
"""Who looks at the same time is answered by the same look."""
LOOKS_SECONDS = 10
LAG_SECONDS, RECONCILED_SECONDS = 60, 300
LAGS_MAX = 20
"""Of so many stores, those heard of last, the way to the ledger is looked at."""
ANSWERED = 0.99
_OF_A_STORE = {LEFT_ALONE, NOT_POLLED, SILENT, WEBHOOKS, API_VERSION, MISADDRESSED, FORGED}
_ADDRESSES = {
    PENDING: f"{page.PATH}#pipeline",
    CUT_OFF: "/console/actions",
}
_found: TtlCache[str, Health] = TtlCache()
_lags: TtlCache[tuple[str, str], LedgerLag | None] = TtlCache()
_reconciled: TtlCache[str, ReconciledDay | None] = TtlCache()


def show(request: Request) -> Response:
    view = current(request.now)
    return Response(body=page.render(view, frame_of(request, "console", "health")))


def look(request: Request) -> Response:
    """Nothing new before ten seconds have passed: that is how often it is looked at."""
    if _seconds_since(request) < LOOKS_SECONDS:
        return nothing_new()
    view = view_of(_health(request.now), request.now)
    return Response(body=page.render_look(view, frame_of(request, "console", "health")))


def current(now: datetime) -> HealthView:
    """As of a few seconds ago at most."""
    return view_of(_health(now), now)


def current_of(store_id: str, now: datetime) -> StoreHealthView | None:
    """None where there is no such store."""
    found = _health(now)
    store = next((each for each in found.stores if each.store_id == store_id), None)
    return store_view(found, store, now) if store else None


def show_store(request: Request) -> Response:
    """Raises NotHere."""
    view = current_of(request.path_params["store"], request.now)
    if view is None:
        raise NotHere
    frame = frame_of(request, "console", "health")
    formats = Formats(frame.text, frame.zone, frame.now)
    chart = page.hour_chart(view.hours, frame.text, formats)
    return Response(body=page.render_store(view, chart, frame))


def view_of(found: Health, now: datetime) -> HealthView:
    today = now.date().isoformat()
    last = _reconciled.get(
        today,
        lambda _: reconciliations.last_reconciled(now.date()),
        max_age_seconds=RECONCILED_SECONDS,
    )
    return HealthView(
        made_at=now,
        concerns=[concern_view(each) for each in concerns(found)],
        stores=store_lines(found, now),
        pending=found.pending.count,
        pending_oldest=_duration(found.pending.oldest_age),
        stations=station_lines(found.queues, station_ages.ages_of(found.queues, now)),
        reconciliation=_reconciliation(last) if last else None,
        ringing=found.alarms.ringing,
        quiet=found.alarms.quiet,
    )


def concern_view(concern: Concern) -> ConcernView:
    return ConcernView(
        kind=concern.kind,
        subject=concern.subject,
        count=concern.count,
        age=timedelta(seconds=concern.age),
        says=concern.says,
        href=_address(concern),
    )


def _address(concern: Concern) -> str:
    if concern.kind in _OF_A_STORE:
        return f"{page.PATH}/{part_of(concern.subject)}"
    if concern.kind == PARKED:
        return f"/console/parked?cause={concern.subject}"
    if concern.kind == DEAD_LETTERS:
        return f"/console/dead-letters/{part_of(concern.subject)}"
    return _ADDRESSES.get(concern.kind, "")


def store_lines(found: Health, now: datetime) -> list[StoreLine]:
    """The way to the ledger is looked at of those that were heard of last."""
    lately = sorted(
        (each for each in found.stores if each.last_heard_age is not None),
        key=lambda each: each.last_heard_age or 0,
    )
    seen = {each.store_id for each in lately[:LAGS_MAX]}
    return [
        store_line(found, each, now, _lag(each.store_id, now) if each.store_id in seen else None)
        for each in found.stores
    ]


def store_line(
    found: Health, store: StoreHealth, now: datetime, lag: LedgerLag | None
) -> StoreLine:
    hours = [each for _, each in day_of_hours(store.heard_hours, now, HeardHour())]
    refused = sum(count for _, count in day_of_hours(store.refused_hours, now, 0))
    ill = {each.subject for each in concerns(found) if each.kind in _OF_A_STORE}
    return StoreLine(
        store_id=store.store_id,
        platform=store.platform,
        is_well=store.store_id not in ill,
        heard_at=_moment(store.last_heard_age, now),
        answered_within_ms=within_ms(hours, ANSWERED),
        to_ledger=lag.within if lag else None,
        to_ledger_of=lag.orders if lag else 0,
        parked=found.waiting_by_store.get(store.store_id, 0),
        refused=refused,
        asked_at=_moment(store.polled_until_age, now),
        webhooks_wrong=None if store.webhooks_checked_age is None else store.webhooks_wrong,
        href=f"{page.PATH}/{part_of(store.store_id)}",
    )


def station_lines(
    queues: tuple[QueueHealth, ...], ages: Mapping[str, timedelta]
) -> list[StationLine]:
    """By station, its queue and its dead letters as one line."""
    by_name = sorted(queues, key=lambda each: each.name)
    return [
        _station(name, [*found], ages.get(name))
        for name, found in groupby(by_name, key=lambda each: each.name)
    ]


def _station(name: str, found: list[QueueHealth], oldest: timedelta | None) -> StationLine:
    live = [each for each in found if not each.is_of_dead_letters]
    dead = [each for each in found if each.is_of_dead_letters]
    return StationLine(
        name=name,
        waiting=sum(each.waiting for each in live),
        in_work=sum(each.in_flight for each in live),
        oldest=oldest,
        dead=sum(each.waiting + each.in_flight for each in dead),
    )


def store_view(found: Health, store: StoreHealth, now: datetime) -> StoreHealthView:
    refused = dict(day_of_hours(store.refused_hours, now, 0))
    version = store.api_version
    return StoreHealthView(
        line=store_line(found, store, now, _lag(store.store_id, now)),
        concerns=[
            concern_view(each)
            for each in concerns(found)
            if each.kind in _OF_A_STORE and each.subject == store.store_id
        ],
        hours=page.hour_lines(day_of_hours(store.heard_hours, now, HeardHour()), refused),
        silent_after=timedelta(seconds=store.silent_seconds_max) or None,
        failures=store.failures,
        left_alone_until=store.left_alone_until,
        webhooks_checked_at=_moment(store.webhooks_checked_age, now),
        api_version=version.answered or version.asked if version else "",
    )


def _health(now: datetime) -> Health:
    def looked(_: str) -> Health:
        return check(stack_parts(), now=now, of_secrets=False)

    return _found.get("", looked, max_age_seconds=FRESH_SECONDS)


def _lag(store_id: str, now: datetime) -> LedgerLag | None:
    key = (store_id, now.date().isoformat())
    return _lags.get(key, lambda _: ledger_lag(store_id, now.date()), max_age_seconds=LAG_SECONDS)


def _reconciliation(last: ReconciledDay) -> ReconciliationLine:
    return ReconciliationLine(
        day=last.day,
        verdict=last.verdict,
        findings=last.findings,
        deltas=[(amount, unit) for unit, amount in sorted(last.delta.items()) if amount],
        href=f"{reconciliation.PATH}/{last.day}",
    )


def _seconds_since(request: Request) -> float:
    """Since the page was made, as it says; long ago where it says nothing that can be read."""
    said = request.query.get("since", "")
    return request.now.timestamp() - int(said) if said.isdecimal() and len(said) < 12 else 1e9


def _moment(age: float | None, now: datetime) -> datetime | None:
    return None if age is None else now - timedelta(seconds=age)


def _duration(age: float | None) -> timedelta | None:
    return None if age is None else timedelta(seconds=age)
