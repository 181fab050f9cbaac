import base64
import gzip
from typing import Any

import pytest

from commissions.runtime.http_answer import HTML, SIGN_IN_URL, lambda_answer

PLAIN: dict[str, Any] = {
    "content_type": HTML,
    "headers": {},
    "cookies": (),
    "takes_gzip": True,
    "is_tls": True,
    "is_head": False,
}
LONG = "<p>Ünfug</p>" * 500


def test_a_page_is_packed_and_comes_whole() -> None:
    answer = lambda_answer(200, LONG, **PLAIN)

    assert answer["headers"]["content-encoding"] == "gzip"
    assert answer["isBase64Encoded"] is True
    assert gzip.decompress(base64.b64decode(answer["body"])).decode() == LONG
    assert len(answer["body"]) < len(LONG) / 10


def test_the_same_page_is_packed_to_the_same_bytes() -> None:
    assert lambda_answer(200, LONG, **PLAIN) == lambda_answer(200, LONG, **PLAIN)


@pytest.mark.parametrize(
    ("body", "given"),
    [
        (LONG, {"takes_gzip": False}),
        ("<p>short</p>", {}),
        (b"wOF2" * 1000, {"content_type": "font/woff2"}),
    ],
)
def test_what_gains_nothing_by_it_is_not_packed(body: str | bytes, given: dict[str, Any]) -> None:
    answer = lambda_answer(200, body, **PLAIN | given)

    assert "content-encoding" not in answer["headers"]
    whole = base64.b64decode(answer["body"]) if answer["isBase64Encoded"] else answer["body"]
    assert whole == body


def test_what_was_packed_before_is_not_packed_again() -> None:
    packed = gzip.compress(LONG.encode())
    given = PLAIN | {"headers": {"content-encoding": "gzip"}}

    answer = lambda_answer(200, packed, **given)

    assert base64.b64decode(answer["body"]) == packed


def test_a_head_has_the_headers_and_nothing_else() -> None:
    page, head = (lambda_answer(200, LONG, **PLAIN | {"is_head": each}) for each in (False, True))

    assert head["headers"] == page["headers"]
    assert head["body"] == ""


def test_nothing_new_has_no_body_and_no_type_of_one() -> None:
    answer = lambda_answer(204, "", **PLAIN)

    assert (answer["body"], answer["headers"].get("content-type")) == ("", None)


def test_every_answer_says_what_a_browser_has_to_enforce() -> None:
    headers = lambda_answer(500, "", **PLAIN)["headers"]
    policy = dict(
        each.strip().partition(" ")[::2] for each in headers["content-security-policy"].split(";")
    )

    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": f"'self' {SIGN_IN_URL}",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert headers["strict-transport-security"] == "max-age=63072000"


def test_only_over_tls_a_browser_is_told_to_stay_with_it() -> None:
    assert (
        "strict-transport-security"
        not in lambda_answer(200, "", **PLAIN | {"is_tls": False})["headers"]
    )


def test_a_page_may_say_itself_how_long_it_is_kept() -> None:
    answer = lambda_answer(200, "x", **PLAIN | {"headers": {"Cache-Control": "public"}})

    assert answer["headers"]["cache-control"] == "public"


def test_each_cookie_is_set_on_its_own() -> None:
    answer = lambda_answer(200, "x", **PLAIN | {"cookies": ("a=1; Path=/", "b=2; Path=/")})

    assert answer["cookies"] == ["a=1; Path=/", "b=2; Path=/"]
