from collections.abc import Callable
from functools import partial

import httpx2
import pytest

from commissions.aws import cache
from commissions.runtime.adobe import (
    BYTES_MAX,
    FETCHES_MAX,
    PATH_HEADERS,
    Keys,
    KeyUnavailable,
    NoSuchKey,
    fetch_with,
)

ONE = "/prod/keys/pub-key-8ec8d794-e0ab-42df-9017-e3dada8e84f7.pem"
TWO = "/prod/keys/pub-key-0d0a4dd2-6b1c-4a65-8b0f-3f6f8f2a3f10.pem"
PEM = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"
Answers = Callable[[httpx2.Request], httpx2.Response]


class Shelf:
    """Keys by path, and how often each was asked for."""

    def __init__(self, **keys: str) -> None:
        self.keys, self.asked = {ONE: "one", TWO: "two"} | keys, list[str]()

    def __call__(self, path: str) -> str:
        self.asked.append(path)
        if path not in self.keys:
            raise NoSuchKey(path)
        return self.keys[path]


def named(*paths: str) -> dict[str, str]:
    return dict(zip(PATH_HEADERS, paths, strict=False))


def test_the_keys_that_the_headers_name_are_fetched_once() -> None:
    shelf = Shelf()
    keys = Keys(shelf)

    assert [keys(named(ONE, TWO)) for _ in range(3)] == [("one", "two")] * 3
    assert shelf.asked == [ONE, TWO]


def test_a_process_that_starts_anew_asks_anew() -> None:
    shelf = Shelf()
    keys = Keys(shelf)
    keys(named(ONE))
    cache.forget_all()
    keys(named(ONE))

    assert shelf.asked == [ONE, ONE]


def test_who_names_no_key_makes_us_ask_for_none() -> None:
    shelf = Shelf()

    assert Keys(shelf)({"x-magento-signature": "00"}) == ()
    assert shelf.asked == []


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "https://evil.example/prod/keys/x.pem", f"https://evil.example{ONE}",
        f"//evil.example{ONE}", f"@evil.example{ONE}", f".evil.example{ONE}", f":80@evil{ONE}",
        ONE.replace("/prod/", "/stage/"), f"/prod/keys/../..{ONE}", ONE.replace("keys/", "keys//"),
        ONE + "?x=1", ONE + "#x", ONE + "/..", ONE + "\n", "\n" + ONE, " " + ONE, ONE + "\x00",
        ONE.replace("8e", "8E"), ONE.replace("8e", "%38e"), ONE.replace("8e", "\uff18e"),
        ONE.replace(".pem", "_pem"), ONE.replace(".pem", ".pem.evil"), ONE.replace(".pem", "0.pem"),
        ONE.replace("-e0ab", "/e0ab"), ONE.upper(), ONE[1:], "/prod/keys/pub-key-.pem",
        "/prod/keys/pub-key-" + "/" * 36 + ".pem", "/prod/keys/pub-key-" + "g" * 36 + ".pem",
        f"{ONE},{TWO}", f"\\{ONE}", "file:///etc/passwd", "http://169.254.169.254/latest",
    ],
)  # fmt: skip
def test_nothing_but_the_path_of_a_key_is_ever_asked_for(path: str) -> None:
    shelf = Shelf(**{path: "evil"})

    assert Keys(shelf)(named(path, path)) == ()
    assert shelf.asked == []


def test_a_key_that_adobe_does_not_have_proves_nothing_and_is_asked_for_once_a_minute() -> None:
    shelf = Shelf()
    del shelf.keys[ONE]
    keys = Keys(shelf)

    assert [keys(named(ONE, TWO)) for _ in range(100)] == [("two",)] * 100
    assert shelf.asked == [ONE, TWO]

    cache.forget_all()
    shelf.keys[ONE] = "one, at last"
    assert keys(named(ONE, TWO)) == ("one, at last", "two")


def test_strangers_who_name_ever_new_keys_are_asked_for_no_more_than_a_few_a_minute() -> None:
    shelf = Shelf()
    keys = Keys(shelf)
    keys(named(TWO))

    invented = [ONE.replace("8ec8d794", f"{number:08x}") for number in range(100)]
    for path in invented[: FETCHES_MAX - 1]:
        assert keys(named(path)) == ()
    for path in invented[FETCHES_MAX:]:
        with pytest.raises(KeyUnavailable, match="within a minute"):
            keys(named(path))

    assert len(shelf.asked) == FETCHES_MAX
    assert keys(named(TWO)) == ("two",), "a key that is known is nothing to ask for"


def test_a_key_that_cannot_be_had_now_fails_the_call_and_is_asked_for_again() -> None:
    calls: list[str] = []

    def broken(path: str) -> str:
        calls.append(path)
        raise KeyUnavailable(path)

    keys = Keys(broken)

    for _ in range(2):
        with pytest.raises(KeyUnavailable):
            keys(named(ONE))
    assert len(calls) == 2


def fetched(answer: Answers) -> str:
    client = partial(httpx2.Client, transport=httpx2.MockTransport(answer))
    return fetch_with(client, ONE)


def test_a_key_is_fetched_from_adobes_own_host() -> None:
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(f"{request.method} {request.url}")
        return httpx2.Response(200, text=f"\n{PEM}")

    assert fetched(answer) == PEM.strip()
    assert asked == [f"GET https://static.adobeioevents.com{ONE}"]


@pytest.mark.parametrize(
    "response",
    [
        httpx2.Response(500), httpx2.Response(403), httpx2.Response(429), httpx2.Response(204),
        httpx2.Response(302, headers={"Location": "https://evil.example"}),
        httpx2.Response(200), httpx2.Response(200, text="<html>"),
        httpx2.Response(200, content=b"\xff"),
        httpx2.Response(200, text=PEM + "x" * BYTES_MAX),
        httpx2.Response(200, text=PEM.replace("PUBLIC", "PRIVATE")),
    ],
)  # fmt: skip
def test_what_is_no_key_is_our_failure_and_never_the_senders(response: httpx2.Response) -> None:
    with pytest.raises(KeyUnavailable):
        fetched(lambda request: response)


@pytest.mark.parametrize(
    "error", [httpx2.ConnectError, httpx2.ReadTimeout, httpx2.RemoteProtocolError]
)
def test_a_broken_connection_is_our_failure(error: type[httpx2.TransportError]) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        raise error("no")

    with pytest.raises(KeyUnavailable, match=error.__name__):
        fetched(answer)


def test_a_key_that_is_not_there_is_no_failure() -> None:
    with pytest.raises(NoSuchKey):
        fetched(lambda request: httpx2.Response(404))
