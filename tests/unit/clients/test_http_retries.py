import gzip
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from commissions.clients import AccessDenied, InvalidResponse, StoreError, Unavailable
from commissions.clients.call_errors import (
    REFUSAL_BYTES,
    NotProcessed,
    StoreRefused,
    Unauthorized,
)
from commissions.clients.http import Http
from commissions.clients.reply import Pace, Reply
from tests.unit.clients.fake_server import FakeClock, FakeServer, a_reply, answering
from tools.fake_store.platform_api import Response

pytestmark = pytest.mark.enable_socket


@contextmanager
def asking(
    *answers: Response | None, watch: FakeClock | None = None, pace: Pace | None = None
) -> Iterator[tuple[Http, FakeServer]]:
    budget = (watch or FakeClock()).budget()
    with answering(*answers) as played:
        http = Http(played.url, private=["127.0.0.1"], budget=budget, pace=pace)
        try:
            yield http, played
        finally:
            http.close()


@pytest.mark.parametrize("trouble", [a_reply(500), a_reply(503), a_reply(429), a_reply(408), None])
def test_a_question_is_asked_again_after_a_trouble_that_passes(trouble: Response | None) -> None:
    with asking(trouble, trouble, a_reply(body=b'{"id": 7}')) as (http, played):
        assert http.get("/orders/7").payload == {"id": 7}

    assert len(played.asked) == 3


def test_waits_double_until_patience_ends() -> None:
    watch = FakeClock()

    with asking(a_reply(503), watch=watch) as (http, played), pytest.raises(Unavailable):
        http.get("/orders")

    assert watch.waits == [0.5, 1, 2, 4]
    assert len(played.asked) == 5


def test_a_store_that_says_when_to_come_again_is_obeyed() -> None:
    watch = FakeClock()
    answers = (
        a_reply(429, headers={"Retry-After": "2.0"}),
        a_reply(503, headers={"X-Retry-After": "3"}),
    )

    with asking(*answers, a_reply(), watch=watch) as (http, _):
        http.get("/orders")

    assert watch.waits == [2 + 0.5, 3 + 1]


def test_a_wait_beyond_our_patience_is_left_to_whoever_asked() -> None:
    watch = FakeClock()
    answer = a_reply(429, headers={"Retry-After": "60"})

    with (
        asking(answer, watch=watch) as (http, played),
        pytest.raises(Unavailable, match="GET /orders answered 429") as raised,
    ):
        http.get("/orders")

    assert raised.value.retry_after == 60
    assert (watch.waits, len(played.asked)) == ([], 1)


@pytest.mark.parametrize("trouble", [a_reply(500), a_reply(503), None])
def test_what_may_have_happened_is_not_done_again(trouble: Response | None) -> None:
    with asking(trouble, a_reply()) as (http, played), pytest.raises(Unavailable):
        http.post("/webhooks", {"topic": "orders"})

    assert len(played.asked) == 1


def test_what_the_store_did_not_take_is_sent_again() -> None:
    with asking(a_reply(429), a_reply(201)) as (http, played):
        assert http.post("/webhooks", {"topic": "orders"}).status == 201

    assert [request.json() for request in played.asked] == [{"topic": "orders"}] * 2


def test_a_query_that_is_posted_is_asked_again() -> None:
    with asking(None, a_reply(502), a_reply()) as (http, played):
        http.post("/graphql", {"query": "{shop}"}, safe=True)

    assert len(played.asked) == 3


def test_a_store_that_is_not_there_is_tried_while_patience_lasts() -> None:
    with answering(a_reply()) as gone:
        url = gone.url
    watch = FakeClock()
    http = Http(url, private=["127.0.0.1"], budget=watch.budget())

    with pytest.raises(NotProcessed, match="POST /webhooks: no connection"):
        http.post("/webhooks", {})

    assert watch.waits == [0.5, 1, 2, 4]


def test_a_low_budget_puts_off_the_next_call_not_this_one() -> None:
    watch = FakeClock()

    def pace(reply: Reply) -> float:
        return 3 if reply.headers["x-left"] == "0" else 0

    answers = a_reply(headers={"X-Left": "0"}), a_reply(headers={"X-Left": "9"})
    with asking(*answers, watch=watch, pace=pace) as (http, _):
        http.get("/orders")
        assert watch.waits == []
        http.get("/orders")
        assert watch.waits == [3]
        http.get("/orders")

    assert watch.waits == [3]


def test_a_budget_that_comes_back_too_late_is_told_without_a_call() -> None:
    with asking(a_reply(), pace=lambda reply: 25) as (http, played):
        http.get("/orders")
        with pytest.raises(Unavailable, match="limit is used up") as raised:
            http.get("/orders")

    assert raised.value.retry_after == 25
    assert len(played.asked) == 1


def test_a_platform_that_names_its_limit_in_its_own_way_is_obeyed_too() -> None:
    watch = FakeClock()

    def pace(reply: Reply) -> float:
        return int(reply.headers.get("x-rate-limit-time-reset-ms", "0")) / 1000

    answer = a_reply(429, headers={"X-Rate-Limit-Time-Reset-Ms": "4000"})
    with asking(answer, a_reply(), watch=watch, pace=pace) as (http, _):
        http.get("/orders")

    assert watch.waits == [4.5]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, Unauthorized),
        (403, AccessDenied),
        (400, StoreRefused),
        (422, StoreRefused),
        (410, StoreRefused),
    ],
)
def test_a_refusal_is_final_and_named(status: int, error: type[StoreError]) -> None:
    with (
        asking(a_reply(status)) as (http, played),
        pytest.raises(error, match=f"answered {status}"),
    ):
        http.get("/orders")

    assert len(played.asked) == 1


def test_no_access_at_all_is_told_from_a_lack_of_permission() -> None:
    with asking(a_reply(403)) as (http, _), pytest.raises(AccessDenied) as raised:
        http.get("/orders")

    assert not isinstance(raised.value, Unauthorized)


@pytest.mark.parametrize(
    ("body", "headers", "kept"),
    [
        (b'{"error": "why"}', {}, b'{"error": "why"}'),
        (b"x" * 9_000, {}, b"x" * REFUSAL_BYTES),
        (gzip.compress(b"why", mtime=0), {"Content-Encoding": "gzip"}, b"why"),
        (b"not packed", {"Content-Encoding": "gzip"}, b""),
        (b"why", {"Content-Encoding": "br"}, b""),
    ],
)
def test_the_beginning_of_what_is_said_to_a_refusal_is_kept_apart_from_the_message(
    body: bytes, headers: dict[str, str], kept: bytes
) -> None:
    with (
        asking(a_reply(422, body, headers)) as (http, _),
        pytest.raises(StoreRefused) as refused,
    ):
        http.get("/orders")

    assert refused.value.body == kept
    assert str(refused.value).startswith("GET /orders answered 422 (http://127.0.0.1:")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_led_elsewhere(status: int) -> None:
    with (
        answering(a_reply()) as trap,
        asking(a_reply(status, headers={"Location": trap.url})) as asked,
    ):
        with pytest.raises(InvalidResponse, match=f"answered {status}, which is elsewhere"):
            asked[0].get("/orders")

        assert trap.asked == []
