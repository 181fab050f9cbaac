"""/api/v1/console: what operators look after, for them and for machines that watch."""

from collections.abc import Sequence

from commissions.application.queries import (
    action_outcome,
    actions_on_record,
    order_story,
    parked_orders,
    parked_records,
)
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.parked_filter import AGES, ParkedFilter
from commissions.domain.people.accounts import AUDITOR, OPERATOR, STAFF
from commissions.domain.people.machines import CONSOLE_READ
from commissions.runtime.api import action_bodies, console_bodies, parked_bodies, record
from commissions.runtime.api.action_bodies import ActionList, ActionResultBody
from commissions.runtime.api.console_bodies import HealthBody, StoreDayBody
from commissions.runtime.api.handler import api_family
from commissions.runtime.api.messages import BASE, ApiRequest, ApiRoute
from commissions.runtime.api.parameters import CURSOR, LIMIT, QueryParameter
from commissions.runtime.api.parked_bodies import ParkedBody, ParkedOrderBody, ParkedRecordList
from commissions.runtime.api.problems import not_found
from commissions.runtime.pages import console_health, console_parked
from commissions.tables.actions import UnknownAction
from commissions.tables.parked import ParkedEntry

CONSOLE = f"{BASE}/console"
OPERATORS = frozenset({OPERATOR, AUDITOR})
REASON = QueryParameter(name="reason", says="Parked for that reason alone")
STORE = QueryParameter(name="store", says="Of that store alone, by its id")
WAITS = QueryParameter(name="waits", says="Waiting for that alone: `sku/tea-us/TEA-9`")
AGE = QueryParameter(name="age", says="Waiting for so long at least", words=tuple(AGES))
ORDER = QueryParameter(name="order", says="Of that order alone, by its key")
OF_PARKED = (REASON, STORE, WAITS, AGE, ORDER)


def health(request: ApiRequest) -> HealthBody:
    return console_bodies.health(console_health.current(request.now))


def store_health(request: ApiRequest) -> StoreDayBody:
    found = console_health.current_of(request.path_params["store"], request.now)
    if found is None:
        raise not_found()
    return console_bodies.store_day(found)


def parked(request: ApiRequest) -> ParkedBody:
    return parked_bodies.parked(parked_orders.parked_orders(_filter(request), request.now))


def records(request: ApiRequest) -> ParkedRecordList:
    """The longest waiting first; what went on meanwhile is left out, and nothing comes twice."""
    every = parked_orders.fitting_entries(
        parked_records.parked_records(), _filter(request), request.now
    )
    position = request.position
    left = [each for each in every if _place(each) > position]
    shown = left[: request.limit]
    goes_on = _place(shown[-1]) if len(left) > len(shown) else ""
    return parked_bodies.records(shown, request.next(goes_on))


def parked_order(request: ApiRequest) -> ParkedOrderBody:
    story = order_story.read(request.path_params["key"])
    if not (story.rows or story.parked):
        raise not_found()
    return parked_bodies.order(console_parked.order_view(story, may_act=False))


def actions(request: ApiRequest) -> ActionList:
    found = actions_on_record.actions_on_record(request.now)
    if after := request.position:
        ids = [each.action_id for each in found]
        found = found[ids.index(after) + 1 :] if after in ids else []
    shown = found[: request.limit]
    goes_on = shown[-1].action_id if len(found) > len(shown) else ""
    return action_bodies.actions(shown, request.now, request.next(goes_on))


def action(request: ApiRequest) -> ActionResultBody:
    try:
        found = actions_on_record.action(request.path_params["id"])
    except UnknownAction:
        raise not_found() from None
    return action_bodies.result(found, action_outcome.outcomes(found), request.now)


def _filter(request: ApiRequest) -> ParkedFilter:
    query = request.query
    return ParkedFilter(
        reason=query[REASON.name],
        store_id=query[STORE.name],
        waits_for=query[WAITS.name],
        age=query[AGE.name],
        order_key=query[ORDER.name],
    )


def _place(entry: ParkedEntry) -> str:
    return f"{stamp(entry.since)} {entry.record_key}"


ROUTES: Sequence[ApiRoute] = (
    *record.ROUTES,
    ApiRoute(
        pattern=f"{CONSOLE}/health",
        summary="Whether anything is stuck, lost or late",
        answer=health,
        body=HealthBody,
        roles=OPERATORS,
        scope=CONSOLE_READ,
    ),
    ApiRoute(
        pattern=f"{CONSOLE}/health/{{store}}",
        summary="A store, and its last 24 hours",
        answer=store_health,
        body=StoreDayBody,
        roles=OPERATORS,
        scope=CONSOLE_READ,
    ),
    ApiRoute(
        pattern=f"{CONSOLE}/parked",
        summary="What is parked, by what it waits for",
        answer=parked,
        body=ParkedBody,
        roles=OPERATORS,
        scope=CONSOLE_READ,
        parameters=OF_PARKED,
    ),
    ApiRoute(
        pattern=f"{CONSOLE}/parked/records",
        summary="What is parked, record by record",
        answer=records,
        body=ParkedRecordList,
        roles=OPERATORS,
        scope=CONSOLE_READ,
        parameters=(*OF_PARKED, CURSOR, LIMIT),
    ),
    ApiRoute(
        pattern=f"{CONSOLE}/parked/orders/{{key}}",
        summary="An order that waits, with what the store told of it",
        answer=parked_order,
        body=ParkedOrderBody,
        roles=OPERATORS,
        scope=CONSOLE_READ,
    ),
    ApiRoute(
        pattern=f"{CONSOLE}/actions",
        summary="What waits for a second person",
        answer=actions,
        body=ActionList,
        roles=STAFF,
        scope=CONSOLE_READ,
        parameters=(CURSOR, LIMIT),
    ),
    ApiRoute(
        pattern=f"{CONSOLE}/actions/{{id}}",
        summary="An action on record, and what became of it",
        answer=action,
        body=ActionResultBody,
        roles=STAFF,
        scope=CONSOLE_READ,
    ),
)

handler = api_family(ROUTES)
