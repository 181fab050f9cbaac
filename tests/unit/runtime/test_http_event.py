import base64
from typing import Any

import pytest

from commissions.runtime import http_event
from commissions.runtime.http_event import FIELDS_MAX, FORM_BYTES_MAX, UnreadableRequest
from commissions.runtime.multipart import PARTS_MAX
from tests.support.pages import HOST, NOW, page_event

MULTIPART = "multipart/form-data; boundary=b"


def posted(body: str | bytes, content_type: str = http_event.FORM) -> dict[str, Any]:
    event = page_event("/app", form={}, headers={"content-type": content_type})
    raw = body.encode() if isinstance(body, str) else body
    return event | {"body": base64.b64encode(raw).decode(), "isBase64Encoded": True}


def in_parts(*parts: tuple[str, bytes]) -> bytes:
    heads = [f'--b\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n' for name, _ in parts]
    told = [head.encode() + body for head, (_, body) in zip(heads, parts, strict=True)]
    return b"\r\n".join([*told, b"--b--\r\n"])


def test_a_request_is_read_as_it_came() -> None:
    event = page_event("/app/orders", query="store=tea-us&q=caf%C3%A9&empty=&store=tea-eu")

    asked = http_event.read(event)

    assert (asked.method, asked.path, asked.host) == ("GET", "/app/orders", HOST)
    assert asked.query == {"store": "tea-eu", "q": "café", "empty": ""}
    assert (asked.now, asked.request_id) == (NOW, "request-1")
    assert asked.origin == f"https://{HOST}"


def test_a_form_may_say_a_field_more_than_once() -> None:
    asked = http_event.read(
        page_event("/app", form=[("key", "a"), ("key", "b"), ("why", "so it is")])
    )

    assert asked.form == {"key": ["a", "b"], "why": ["so it is"]}


def test_a_form_that_came_as_plain_text_is_read_too() -> None:
    event = page_event("/app", form={}) | {"body": "a=1", "isBase64Encoded": False}

    assert http_event.read(event).form == {"a": ["1"]}


@pytest.mark.parametrize("listed", [True, False])
def test_cookies_are_read_where_they_are_listed_and_where_only_the_header_has_them(
    listed: bool,
) -> None:
    event = page_event("/app", cookies=("theme=dark", "__Host-session=abc"))
    if not listed:
        del event["cookies"]

    assert http_event.read(event).cookies == {"theme": "dark", "__Host-session": "abc"}


def test_a_cookie_that_comes_twice_counts_for_nothing() -> None:
    event = page_event("/app", cookies=("__Host-session=mine", "__Host-session=planted"))

    assert http_event.read(event).cookies == {}


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (posted("a" * (FORM_BYTES_MAX + 1)), 413),
        (posted("a" * (4 * FORM_BYTES_MAX)), 413),
        (posted("&".join(["a=1"] * (FIELDS_MAX + 1))), 413),
        (posted(b"a=\xff"), 400),
        (posted("a=%FF"), 400),
        (posted("{}", "application/json"), 415),
        (posted("a=1", "text/plain"), 415),
        (posted("a=1", ""), 415),
        (posted(in_parts(("a", b"\xff")), MULTIPART), 400),
        (posted(in_parts(*[("a", b"1")] * (PARTS_MAX + 1)), MULTIPART), 413),
        (posted("a=1") | {"body": "not base64!"}, 400),
        (posted("a=1") | {"body": "größe"}, 400),
    ],
)
def test_a_form_that_no_page_of_ours_sends_is_refused(event: dict[str, Any], status: int) -> None:
    with pytest.raises(UnreadableRequest) as refused:
        _ = http_event.read(event).form

    assert refused.value.status == status


def test_a_form_may_bring_a_file() -> None:
    body = in_parts(("text", b""), ("file", "\ufeffplan: \u20ac\r\n".encode()), ("text", b"b"))

    found = http_event.read(posted(body, MULTIPART)).form

    assert found == {"text": ["", "b"], "file": ["plan: \u20ac\r\n"]}


@pytest.mark.parametrize("body", [b"", b"--b", b"nothing of the kind", in_parts(("", b"1"))])
def test_what_is_no_form_in_parts_says_nothing(body: bytes) -> None:
    assert http_event.read(posted(body or b" ", MULTIPART)).form == {}


@pytest.mark.parametrize("query", ["a=%FF", "&".join(["a=1"] * (FIELDS_MAX + 1))])
def test_a_query_that_cannot_be_read_is_refused(query: str) -> None:
    with pytest.raises(UnreadableRequest):
        _ = http_event.read(page_event("/app", query=query)).query


@pytest.mark.parametrize(
    ("offered", "takes"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.8", True),
        ("GZIP", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("br", False),
        ("xgzip", False),
        ("", False),
    ],
)
def test_an_answer_is_packed_only_for_whom_can_unpack_it(offered: str, takes: bool) -> None:
    event = page_event("/app", headers={"accept-encoding": offered})

    assert http_event.read(event).takes_gzip is takes
