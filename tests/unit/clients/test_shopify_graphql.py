"""How the shop is asked: within its limits, and told what it did not like."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from commissions.clients import AccessDenied, InvalidResponse, StoreError, Unavailable, Window
from commissions.clients.shopify import create_client as open_client
from commissions.clients.shopify import queries
from commissions.clients.shopify.graphql import GraphApi, MutationRefused
from tests.unit.clients.fake_server import FakeClock, FakeServer, a_reply, answering
from tests.unit.clients.shopify_shops import (
    NOON,
    TOKEN,
    client_http,
    ids_of,
    private_of,
    talking,
)
from tools.fake_store.faults import Fault
from tools.fake_store.platform_api import Response

pytestmark = pytest.mark.enable_socket
SHOP = {"shop": {"id": "gid://shopify/Shop/1"}}


@contextmanager
def asking(
    *answers: Response, watch: FakeClock | None = None
) -> Iterator[tuple[GraphApi, FakeServer]]:
    watch = watch or FakeClock()
    with answering(*answers) as played:
        http = client_http(played.url, watch)
        yield GraphApi(http, watch.budget()), played
        http.close()


def told(
    data: Any = None,
    *,
    errors: Any = None,
    cost: tuple[Any, Any, Any] | None = None,
    status: int = 200,
) -> Response:
    """An answer; the cost as (requested, available, restored a second)."""
    body = {"data": data} if data is not None else {}
    if errors is not None:
        body["errors"] = errors
    if cost is not None:
        requested, available, restored = cost
        throttle = {
            "maximumAvailable": 1000,
            "currentlyAvailable": available,
            "restoreRate": restored,
        }
        body["extensions"] = {"cost": {"requestedQueryCost": requested, "throttleStatus": throttle}}
    return a_reply(status, json.dumps(body).encode())


def error(code: str, message: str = "no") -> list[dict[str, Any]]:
    return [{"message": message, "extensions": {"code": code}}]


def test_an_operation_is_named_and_signed() -> None:
    with asking(told(SHOP)) as (graph, played):
        assert graph.execute(queries.NOW, first=3).data == SHOP

    [request] = played.asked
    assert (request.method, request.path) == ("POST", "/admin/api/2026-10/graphql.json")
    assert request.headers["x-shopify-access-token"] == TOKEN
    asked = request.json()
    assert (asked["operationName"], asked["variables"]) == ("Now", {"first": 3})
    assert asked["query"] == queries.NOW.text


@pytest.mark.parametrize(
    "errors", [error("THROTTLED"), [{"message": "Throttled"}], error("X", "Throttled")]
)
def test_a_throttled_call_waits_for_the_points_it_needs(errors: Any) -> None:
    watch = FakeClock()
    throttled = told(errors=errors, cost=(850, 350, 100))

    with asking(throttled, told(SHOP), watch=watch) as (graph, played):
        assert graph.execute(queries.NOW).data == SHOP

    assert watch.waits == [5 + 0.5]
    assert len(played.asked) == 2


def test_a_throttled_call_that_says_no_more_waits_a_little() -> None:
    watch = FakeClock()

    with asking(told(errors=error("THROTTLED")), told(SHOP), watch=watch) as (graph, _):
        graph.execute(queries.NOW)

    assert watch.waits == [1 + 0.5]


def test_a_change_that_was_throttled_was_not_made_and_is_asked_again() -> None:
    made = told({"webhookSubscriptionCreate": {"userErrors": list[str]()}})

    with asking(told(errors=error("THROTTLED")), made) as (graph, played):
        graph.mutate(queries.SUBSCRIBE)

    assert len(played.asked) == 2


def test_throttled_beyond_our_patience_is_left_to_whoever_asked() -> None:
    throttled = told(errors=error("THROTTLED"), cost=(1000, 0, 50))

    with asking(throttled) as (graph, played), pytest.raises(Unavailable) as unavailable:
        graph.execute(queries.NOW)

    assert unavailable.value.retry_after == 20
    assert len(played.asked) == 1


def test_the_next_call_waits_until_it_can_be_paid() -> None:
    watch = FakeClock()

    with asking(told(SHOP, cost=(800, 300, 100)), told(SHOP), watch=watch) as (graph, _):
        graph.execute(queries.NOW)
        assert watch.waits == []
        graph.execute(queries.NOW)

    assert watch.waits == [5]


@pytest.mark.parametrize(
    "cost",
    [(10, 990, 100), ("much", 0, 50), (10, 0, 0), (10, None, 50)],
    ids=["enough", "no number", "no rate", "unsaid"],
)
def test_where_there_is_no_need_or_no_telling_nobody_waits(cost: tuple[Any, Any, Any]) -> None:
    watch = FakeClock()

    with asking(told(SHOP, cost=cost), watch=watch) as (graph, _):
        graph.execute(queries.NOW)
        graph.execute(queries.NOW)

    assert watch.waits == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (told(SHOP, errors=error("ACCESS_DENIED")), AccessDenied),
        (told(errors="[API] Invalid API key", status=401), AccessDenied),
        (told(errors=error("INTERNAL_SERVER_ERROR")), Unavailable),
        (told(errors=error("MAX_COST_EXCEEDED")), InvalidResponse),
        (told(errors=error("undefinedField")), InvalidResponse),
        (told(errors=[{"message": "no"}]), InvalidResponse),
        (told(errors=["no"]), InvalidResponse),
        (told(errors="Not Found", status=404), InvalidResponse),
        (told(status=404), InvalidResponse),
        (told(status=402), InvalidResponse),
        (told(), InvalidResponse),
        (told([]), InvalidResponse),
        (a_reply(body=b"[]"), InvalidResponse),
        (a_reply(body=b"<html>"), InvalidResponse),
    ],
)
def test_what_went_wrong_has_a_name(answer: Response, kind: type[StoreError]) -> None:
    with asking(answer) as (graph, _), pytest.raises(kind) as raised:
        graph.execute(queries.NOW)

    assert TOKEN not in str(raised.value)


def test_a_change_that_the_shop_refuses_says_why() -> None:
    refused = {"metafieldsSet": {"userErrors": [{"field": None, "message": "Owner is gone"}]}}

    with asking(told(refused)) as (graph, _), pytest.raises(MutationRefused, match="Owner is gone"):
        graph.mutate(queries.PUBLISH)


def test_a_change_that_may_have_been_made_is_not_asked_twice() -> None:
    with asking(a_reply(503)) as (graph, played), pytest.raises(Unavailable):
        graph.mutate(queries.SUBSCRIBE)

    assert len(played.asked) == 1


def test_a_change_that_answers_nothing_is_no_change() -> None:
    with asking(told({"metafieldsSet": None})) as (graph, _), pytest.raises(InvalidResponse):
        graph.mutate(queries.PUBLISH)


def test_a_shop_with_few_points_is_read_without_asking_too_much() -> None:
    with talking(points=(1000, 5000)) as talk:
        made = talk.bought(20)
        url = talk.shop.base_url
        patient = open_client(talk.store, {"token": TOKEN}, private_of(url))
        pages = list(patient.orders(Window(since=NOON)))

    assert ids_of(pages) == made
    assert talk.api.calls == 5


def test_a_shop_that_limits_us_in_either_way_is_read_to_its_end() -> None:
    with talking() as talk:
        made = talk.bought(11)
        talk.shop.faults.add(Fault("limited", calls=2, seconds=2))
        pages = list(talk.client.orders(Window(since=NOON)))

    assert ids_of(pages) == made
    assert len(talk.watch.waits) == 2
