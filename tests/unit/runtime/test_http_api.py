from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from commissions.domain.people.accounts import AUDITOR, MEMBER, OPERATOR
from commissions.runtime.http_api import (
    BadForm,
    Conflict,
    NotHere,
    OpenRoute,
    PageHandler,
    PageRoute,
    Request,
    Response,
    family,
    nothing_new,
    prove_again,
    see_other,
)
from commissions.runtime.http_event import ReceivedRequest
from commissions.runtime.http_messages import Turned
from tests.support.pages import HOST, NOW, OpenGate, ask, page_event, somebody

OPERATORS = frozenset({OPERATOR})


def hello(request: Request) -> Response:
    return Response(body=f"Hello {request.who.name}, {request.path_params.get('key', '')}")


def echo(request: Request) -> Response:
    return Response(body=f"{sorted(request.form.items())} {request.fragment} {request.session}")


def raising(error: Exception) -> Any:
    def answer(request: Request) -> Response:
        raise error

    return answer


def approve(request: Request) -> Response:
    prove_again(request, "/console/actions/a~2Fb")
    return Response(body="approved")


def greet(request: ReceivedRequest) -> Response:
    return Response(body=f"Hello stranger, {request.query.get('to', '')}")


ROUTES = (
    PageRoute("GET", "/console", OPERATORS, hello),
    PageRoute("GET", "/console/orders/{key}", OPERATORS, hello),
    PageRoute("POST", "/console/release", OPERATORS, echo),
    PageRoute("POST", "/console/approve", OPERATORS, approve),
    PageRoute("GET", "/console/nothing", OPERATORS, lambda request: nothing_new()),
    PageRoute("GET", "/console/moved", OPERATORS, lambda request: see_other("/console")),
    PageRoute("GET", "/console/gone", OPERATORS, raising(NotHere())),
    PageRoute("POST", "/console/late", OPERATORS, raising(Conflict("somebody was quicker"))),
    PageRoute("POST", "/console/bad", OPERATORS, raising(BadForm("from", "1 May, say <b>"))),
    PageRoute("GET", "/console/broken", OPERATORS, raising(RuntimeError("secret of the shop"))),
)
OPEN = (OpenRoute("GET", "/auth/login", greet),)


def pages(*roles: str, wait: int = 0) -> PageHandler:
    gate = OpenGate(somebody(*(roles or (OPERATOR,)), name="Mara"), wait)
    return family("/console", ROUTES, gate=gate, open_routes=OPEN)


def test_a_page_is_answered_to_whom_it_is_for() -> None:
    answer = ask(pages(), page_event("/console/orders/shopify~2Ftea-us~2F1001"))

    assert (answer.status, answer.text) == (200, "Hello Mara, shopify/tea-us/1001")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_form_reaches_the_page_with_all_its_fields() -> None:
    event = page_event("/console/release", form=[("key", "a"), ("key", "b")])

    answer = ask(pages(), event | {"headers": event["headers"] | {"hx-request": "true"}})

    assert answer.text == "[('key', ['a', 'b'])] True session-1"


@pytest.mark.parametrize(
    "path", ["/console", "/console/orders/1", "/console/unknown", "/elsewhere"]
)
def test_for_whom_a_page_is_not_there_is_nothing_there(path: str) -> None:
    unknown = ask(pages(MEMBER), page_event("/console/unknown"))

    answer = ask(pages(MEMBER), page_event(path))

    assert (answer.status, answer.headers, answer.body) == (404, unknown.headers, unknown.body)


def test_an_auditor_reads_and_changes_nothing() -> None:
    handler = pages(AUDITOR)

    assert ask(handler, page_event("/console")).status == 200
    assert ask(handler, page_event("/console/release", form={"key": "a"})).status == 404


@pytest.mark.parametrize(
    ("path", "query", "to"),
    [
        ("/console", "", "%2Fconsole"),
        ("/console/orders/1", "q=a%20b&p=2", "%2Fconsole%2Forders%2F1%3Fq%3Da%2520b%26p%3D2"),
        ("/console/unknown", "", "%2Fconsole%2Funknown"),
        (
            "/console/grün\r\nset-cookie: a=1",
            "",
            "%2Fconsole%2Fgr%25C3%25BCn%250D%250Aset-cookie%253A%2520a%253D1",
        ),
    ],
)
def test_who_is_not_signed_in_is_sent_there_and_comes_back(path: str, query: str, to: str) -> None:
    answer = ask(pages(), page_event(path, query=query, cookies=()))

    assert (answer.status, answer.headers["location"]) == (303, f"/auth/login?to={to}")


def test_a_form_of_who_is_no_longer_signed_in_is_not_sent_again() -> None:
    event = page_event("/console/release", form={"key": "a"}, cookies=("__Host-session=ended",))

    answer = ask(pages(), event)

    assert (answer.status, answer.headers["location"]) == (303, "/auth/login?to=%2Fconsole")


@pytest.mark.parametrize(
    ("current", "to"),
    [
        (f"https://{HOST}/console/parked?store=tea-us", "%2Fconsole%2Fparked%3Fstore%3Dtea-us"),
        ("https://elsewhere.example/console", "%2Fconsole"),
        ("javascript:alert(1)", "%2Fconsole"),
        ("https://[broken", "%2Fconsole"),
        ("", "%2Fconsole"),
    ],
)
def test_a_part_of_a_page_of_who_is_no_longer_signed_in_moves_the_whole_page(
    current: str, to: str
) -> None:
    headers = {"hx-request": "true", "hx-current-url": current}

    answer = ask(pages(), page_event("/console/nothing", headers=headers, cookies=()))

    assert (answer.status, answer.headers["hx-redirect"]) == (401, f"/auth/login?to={to}")


def test_what_is_open_asks_nobody_who_they_are() -> None:
    answer = ask(pages(), page_event("/auth/login", query="to=%2Fapp", cookies=()))

    assert (answer.status, answer.text) == (200, "Hello stranger, /app")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
    ],
)
def test_a_form_of_another_site_changes_nothing(headers: dict[str, str], status: int) -> None:
    event = page_event("/console/release", form={"key": "a"}, headers=headers)

    assert ask(pages(), event).status == status


def test_of_a_form_that_nobody_knows_where_it_comes_from_nothing_is_taken() -> None:
    event = page_event("/console/release", form={"key": "a"})
    del event["headers"]["sec-fetch-site"]
    from_us = event | {"headers": event["headers"] | {"origin": f"https://{HOST}"}}

    assert ask(pages(), event).status == 403
    assert ask(pages(), from_us).status == 200


@pytest.mark.parametrize(
    ("path", "method", "allow"),
    [
        ("/console", "POST", "GET, HEAD"),
        ("/console/release", "GET", "POST"),
        ("/console/release", "HEAD", "POST"),
        ("/console", "DELETE", "GET, HEAD"),
        ("/auth/login", "POST", "GET, HEAD"),
    ],
)
def test_what_cannot_be_done_with_a_page_is_said(path: str, method: str, allow: str) -> None:
    event = page_event(path, method=method, headers={"sec-fetch-site": "same-origin"})

    answer = ask(pages(), event)

    assert (answer.status, answer.headers["allow"]) == (405, allow)


def test_a_head_is_answered_as_a_get_without_its_body() -> None:
    answer = ask(pages(), page_event("/console", method="HEAD"))

    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (page_event("/console/gone"), 404),
        (page_event("/console/late", form={}), 409),
        (page_event("/console/bad", form={}), 422),
        (page_event("/console/release", form={"key": "a" * 70_000}), 413),
        (
            page_event("/console/release", form={}) | {"body": "a=%FF", "isBase64Encoded": False},
            400,
        ),
        (page_event("/console", query="a=%FF"), 400),
    ],
)
def test_what_cannot_be_answered_gets_a_page_that_says_so(
    event: dict[str, Any], status: int
) -> None:
    answer = ask(pages(), event)

    assert answer.status == status
    assert "<h1>" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_a_status_that_no_page_has_words_for_gets_a_page_too() -> None:
    routes = (PageRoute("GET", "/console", OPERATORS, raising(Turned(418))),)

    answer = ask(
        family("/console", routes, gate=OpenGate(somebody(OPERATOR))), page_event("/console")
    )

    assert answer.status == 418
    assert "Something went wrong on our side" in answer.text


def test_a_form_is_told_which_field_is_wrong_and_what_is_said_stays_text() -> None:
    answer = ask(pages(), page_event("/console/bad", form={}))

    assert 'data-field="from"' in answer.text
    assert "1 May, say &lt;b&gt;" in answer.text


def test_what_broke_is_for_the_log_and_for_nobody_else(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    answer = ask(pages(), page_event("/console/broken"))
    logged = capsys.readouterr().out

    assert answer.status == 500
    assert "secret of the shop" not in answer.text
    assert "request-1" in answer.text
    assert "secret of the shop" in caplog.text
    assert '"PagesFailed":[1.0]' in logged


def test_who_asks_too_often_is_told_when_to_come_again() -> None:
    answer = ask(pages(wait=7), page_event("/console"))

    assert (answer.status, answer.headers["retry-after"]) == (429, "7")


@pytest.mark.parametrize(
    "event",
    [
        page_event("/console"),
        page_event("/console", cookies=()),
        page_event("/console/unknown"),
        page_event("/console/broken"),
        page_event("/console/nothing"),
        page_event("/console/moved"),
        page_event("/auth/login", cookies=()),
        page_event("/console/release", form={}, headers={"sec-fetch-site": "cross-site"}),
        page_event("/console/assets/unknown.css"),
    ],
)
def test_every_answer_has_the_headers_that_browsers_enforce(event: dict[str, Any]) -> None:
    headers = ask(pages(), event).headers

    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_no_log_says_who_asked_or_for_what(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    event = page_event("/console/orders/1", query="q=anna%40example.org")

    ask(pages(), event)
    ask(pages(), page_event("/console/broken", query="q=anna%40example.org"))

    logged = capsys.readouterr().out + caplog.text
    assert not any(word in logged for word in ("Mara", "anna", "of-somebody", "session-1"))


def test_two_families_cannot_answer_for_one_address() -> None:
    with pytest.raises(ValueError, match="GET /console"):
        family("/console", (*ROUTES, replace(ROUTES[0])), gate=OpenGate(somebody()))


@pytest.mark.parametrize(
    ("minutes", "headers", "status", "header"),
    [
        (10, {}, 200, ""),
        (11, {}, 303, "location"),
        (11, {"hx-request": "true"}, 401, "hx-redirect"),
    ],
)
def test_what_takes_two_people_is_done_by_who_proved_of_late_who_they_are(
    minutes: int, headers: dict[str, str], status: int, header: str
) -> None:
    who = somebody(OPERATOR, reauthenticated_at=NOW - timedelta(minutes=minutes))
    handler = family("/console", ROUTES, gate=OpenGate(who))

    answer = ask(handler, page_event("/console/approve", form={}, headers=headers))

    assert answer.status == status
    if header:
        assert answer.headers[header] == "/auth/again?to=%2Fconsole%2Factions%2Fa~2Fb"
