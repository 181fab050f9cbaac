import gc
import gzip
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from socket import create_server
from warnings import catch_warnings

import httpx2
import pytest

from commissions.clients import (
    AccessDenied,
    InvalidResponse,
    NotAllowed,
    StoreError,
    Unavailable,
    bounded_body,
)
from commissions.clients import http as clients_http
from commissions.clients.http import Http
from tests.unit.clients.fake_server import FakeClock, FakeServer, a_reply, answering
from tools.fake_store.platform_api import Response

pytestmark = pytest.mark.enable_socket

CANARY = "canary-4711"


@contextmanager
def asking(*answers: Response | None) -> Iterator[tuple[Http, FakeServer]]:
    with answering(*answers) as played:
        http = Http(
            f"{played.url}/store/",
            headers={"X-Token": CANARY},
            private=["127.0.0.1"],
            budget=FakeClock().budget(0),
        )
        try:
            yield http, played
        finally:
            http.close()


def test_an_answer_is_read_with_its_amounts_as_they_were_written() -> None:
    with asking(a_reply(body=b'{"total": 10.10}', headers={"X-Total": "3"})) as (http, _):
        reply = http.get("orders/7")

    assert reply.payload == {"total": Decimal("10.10")}
    assert str(reply.payload["total"]) == "10.10"
    assert (reply.status, reply.headers["x-total"]) == (200, "3")


def test_a_question_goes_below_the_base_address_with_its_parameters() -> None:
    with asking(a_reply()) as (http, played):
        http.get("/orders", {"since": "2026-11-20 00:00:00", "ids": ["1", "2"], "a[b]": "c&d"})
        http.get("/orders", [("x", "1"), ("x", "2")])
        http.put("/orders/7", {"note": "é"}, safe=True)
        http.delete("/hooks/7", {"force": "true"})

    first, second, third, fourth = played.asked
    assert first.path == "/store/orders"
    assert first.query == {"since": ["2026-11-20 00:00:00"], "ids": ["1", "2"], "a[b]": ["c&d"]}
    assert second.query == {"x": ["1", "2"]}
    assert (third.method, third.json()) == ("PUT", {"note": "é"})
    assert (fourth.method, fourth.query) == ("DELETE", {"force": ["true"]})
    assert {request.headers["x-token"] for request in played.asked} == {CANARY}


def test_an_answer_has_the_time_of_the_store_or_else_ours() -> None:
    answers = (
        a_reply(headers={"Date": "Fri, 20 Nov 2026 12:00:00 GMT"}),
        a_reply(headers={"Date": "yesterday"}),
        a_reply(),
    )
    with asking(*answers) as (http, _):
        told, garbled, untold = (http.get("/orders").read_at for _ in range(3))

    assert told == datetime(2026, 11, 20, 12, tzinfo=UTC)
    for ours in (garbled, untold):
        assert abs(datetime.now(UTC) - ours) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("answer", "payload"),
    [
        (a_reply(404, b'{"code": "gone"}'), {"code": "gone"}),
        (a_reply(404, b"<html>"), None),
        (a_reply(204, b""), None),
        (a_reply(200, b" \n"), None),
    ],
)
def test_what_is_not_there_is_an_answer_too(answer: Response, payload: object) -> None:
    with asking(answer) as (http, _):
        reply = http.get("/orders/7")

    assert (reply.status, reply.payload) == (answer.status, payload)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Just a moment...</html>",
        b'{"total": "1.00", "total": "999.00"}',
        b'{"total": NaN}',
        b"[" * 40 + b"]" * 40,
        b"\xff\xfe{}",
    ],
)
def test_an_answer_that_is_no_strict_json_is_bad(body: bytes) -> None:
    with (
        asking(a_reply(body=body)) as (http, _),
        pytest.raises(InvalidResponse, match="answered 200, but"),
    ):
        http.get("/orders")


def test_an_answer_may_come_packed() -> None:
    packed = gzip.compress(b'{"id": 7}')

    with asking(a_reply(body=packed, headers={"Content-Encoding": "gzip"})) as (http, played):
        assert http.get("/orders").payload == {"id": 7}

    assert played.asked[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("body", "encoding", "why"),
    [
        (b'"' + b"x" * bounded_body.BYTES_MAX + b'"', "", "more than 8388608 bytes"),
        (gzip.compress(b" " * 50 * 2**20, 9), "gzip", "more than 8388608 bytes"),
        (b"no gzip", "gzip", "packed, and broken"),
        (zlib.compress(b"{}"), "br", "packed in a way that was not asked for"),
    ],
    ids=["too long", "a bomb", "broken", "another packing"],
)
def test_an_answer_that_is_too_much_or_broken_is_bad(body: bytes, encoding: str, why: str) -> None:
    answer = a_reply(body=body, headers={"Content-Encoding": encoding} if encoding else {})

    with asking(answer) as (http, _), pytest.raises(InvalidResponse, match=why):
        http.get("/orders")


def test_an_answer_that_drips_in_is_given_up() -> None:
    moments = iter([0.0, 30.0, 61.0])
    response = httpx2.Response(200, stream=_Drip())

    with pytest.raises(bounded_body.BodyTooSlow):
        bounded_body.read_body(response, lambda: next(moments))


class _Drip(httpx2.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield b" "


def test_a_store_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients_http, "TIMEOUT", httpx2.Timeout(0.2))
    with create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        http = Http(f"http://127.0.0.1:{port}", private=["127.0.0.1"], budget=FakeClock().budget(0))
        with pytest.raises(Unavailable, match="GET /orders: no answer in time"):
            http.get("/orders")
        http.close()


@pytest.mark.parametrize(
    "path",
    [
        "/../admin", "/orders/..", "/orders/%2e%2e/x", "//evil.example/x", "/orders/7?x=1",
        "/orders/7#x", "/orders/\\x", "/orders/7\n", "/orders/%0d%0aX", "/orders//7", "/./orders",
    ],
)  # fmt: skip
def test_an_id_from_a_stranger_leads_to_no_other_path(path: str) -> None:
    with asking(a_reply()) as (http, played), pytest.raises(NotAllowed, match="leads elsewhere"):
        http.get(path)

    assert played.asked == []


def test_a_name_with_a_space_or_a_slash_goes_as_it_was_quoted() -> None:
    with asking(a_reply()) as (http, played):
        http.get("/products/TEA%2050%2Fg%3F")
        http.get("")

    assert [request.url.removeprefix(played.url) for request in played.asked] == [
        "/store/products/TEA%2050%2Fg%3F",
        "/store",
    ]


def test_a_whole_address_as_a_path_stays_with_the_store() -> None:
    with asking(a_reply()) as (http, played), pytest.raises(NotAllowed, match="leads elsewhere"):
        http.get("https://evil.example/orders")

    assert played.asked == []


def test_cookies_are_not_kept() -> None:
    with asking(a_reply(headers={"Set-Cookie": "session=1"})) as (http, played):
        http.get("/orders")
        http.get("/orders")

    assert "cookie" not in played.asked[1].headers


def test_a_client_that_is_forgotten_leaves_no_connection_open() -> None:
    with answering(a_reply()) as played:
        http = Http(played.url, private=["127.0.0.1"])
        http.get("/orders")
        with catch_warnings(record=True, action="always") as warned:
            del http
            gc.collect()

    assert [str(warning.message) for warning in warned] == []


def test_nothing_secret_is_in_an_error_or_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    body = b'{"message": "canary-4711"}'
    answers = [a_reply(status, body) for status in (302, 400, 401, 429, 500)]
    answers.append(a_reply(200, body + b"!"))
    errors: list[StoreError] = []

    for answer in [*answers, None]:
        with asking(answer) as (http, _), pytest.raises(StoreError) as raised:
            http.get("/orders", {"consumer_secret": CANARY})
        errors.append(raised.value)

    assert [
        CANARY in f"{error!r} {error.__cause__!r} {error.__context__!r}" for error in errors
    ] == [False] * 7
    assert all("GET /orders" in str(error) for error in errors)
    assert CANARY not in caplog.text


def test_a_credential_that_no_header_can_hold_is_named_without_it() -> None:
    with answering(a_reply()) as played:
        http = Http(played.url, headers={"X-Token": f"{CANARY}\n"}, private=["127.0.0.1"])
        with pytest.raises(AccessDenied, match="cannot be sent") as raised:
            http.get("/orders")

    assert CANARY not in repr((raised.value, raised.value.__context__))
