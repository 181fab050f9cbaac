"""Whatever keeps a store's API from answering, the message names the shop's address, what was
tried, the likely cause and what mends it; and nothing secret."""

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import httpcore2
import pytest

from commissions.clients import (
    Client,
    StoreError,
    bigcommerce,
    egress,
    magento,
    shopify,
    woocommerce,
)
from commissions.clients.http import Http
from commissions.clients.likely_cause import StoreAddress
from commissions.domain.stores.store import Store
from tests.unit.clients.fake_server import FakeClock, a_reply, answering
from tests.unit.clients.network_fakes import FakeResolver, RecordingBackend
from tests.unit.clients.test_egress_tls import a_certificate
from tools.fake_store.platform_api import Response

pytestmark = pytest.mark.enable_socket

CANARY = "canary-4711-token"
LOCAL = ["127.0.0.1"]
CONSUMER = ("consumer_key", "consumer_secret")
SIGNED = (*CONSUMER, "access_token", "access_token_secret")


@dataclass(frozen=True)
class Platform:
    module: ModuleType
    parts: tuple[str, ...]
    domain: str = ""
    channel: str = ""

    def client(self, url: str, private: Sequence[str] = LOCAL) -> Client:
        store = Store(
            "tea",
            self.module.__name__.rpartition(".")[2],
            "",
            "USD",
            "",
            domain=self.domain,
            api_url=url,
            channel=self.channel,
        )
        made: Client = self.module.create_client(store, dict.fromkeys(self.parts, CANARY), private)
        return made


WOO = Platform(woocommerce, CONSUMER)
SIGNING = Platform(magento, SIGNED, channel="mageos")
BEARER = Platform(magento, ("token",), channel="adobe")
SHOPIFY = Platform(shopify, ("token",), "tea.myshopify.com")
BIG = Platform(bigcommerce, ("token",), "harbour1")


def json(status: int, text: str = "", **headers: str) -> Response:
    return a_reply(status, text.encode(), headers)


HTML = "<html>canary-4711-token</html>"
CANNOT = '{"code": "woocommerce_rest_cannot_view", "message": "canary-4711-token"}'
NO_RIGHT = '{"message": "The consumer isn\'t authorized to access %resources. canary-4711-token"}'
NO_ROUTE = '{"message": "Request does not match any route."}'
ACCESS = "commissions store access tea"
ANSWERS: dict[str, tuple[Platform, Response, list[str]]] = {
    "woo: the Authorization header is kept back": (
        WOO, json(401, CANNOT), ["SetEnvIf Authorization", "https alone", "wp-config.php"],
    ),
    "woo: the key is not known": (
        WOO,
        json(401, '{"code": "woocommerce_rest_authentication_error", "message": "is invalid."}'),
        ["does not know the key", ACCESS],
    ),
    "woo: a key that may only read": (
        WOO,
        json(
            401,
            '{"code": "woocommerce_rest_authentication_error", '
            '"message": "The API key provided does not have read permissions."}',
        ),
        ["Read/Write", "REST API"],
    ),
    "woo: a demoted user": (WOO, json(403, CANNOT), ["shop manager", "Users", ACCESS]),
    "woo: a plug-in": (WOO, json(401, '{"code": "rest_cannot_access"}'), ["plug-in"]),
    "woo: a test shop's password": (
        WOO, json(401, HTML, **{"WWW-Authenticate": "Basic"}), ["password", "/wp-json"],
    ),
    "woo: a firewall": (WOO, json(403, HTML), ["firewall", "User-Agent"]),
    "woo: plain permalinks": (
        WOO, json(404, HTML), ["Permalinks", "Plain", "`api_url` of tea"],
    ),
    "woo: switched off": (
        WOO, json(404, '{"code": "rest_no_route"}'), ["plug-in is switched on"],
    ),
    "woo: another address": (
        WOO,
        json(301, Location="https://www.cafe.example/wp-json/wc/v3/orders?k=canary-4711-token"),
        ["https://www.cafe.example/wp-json/wc/v3/orders", "`api_url` of tea in stores.yaml"],
    ),
    "woo: a page": (WOO, json(200, HTML), ["a page answers", "`api_url` of tea", "maintenance"]),
    "woo: it breaks by itself": (WOO, json(500, HTML), ["its own log"]),
    "magento: no resources": (SIGNING, json(401, NO_RIGHT), ["Integrations", "CGIPassAuth"]),
    "magento: a wrong signature": (
        SIGNING,
        json(401, '{"message": "The signature is invalid. Verify and try again."}'),
        ["mistyped", "base URL", ACCESS],
    ),
    "magento: a key that is gone": (
        SIGNING, json(401, '{"message": "x does not exist."}'), ["Activate it", ACCESS],
    ),
    "magento: a token that is no bearer": (
        BEARER, json(401, NO_RIGHT), ["enable_integration_as_bearer", ACCESS],
    ),
    "magento: no module": (
        SIGNING, json(404, NO_ROUTE), ["module of `channel` mageos", "magento.md"],
    ),
    "magento: no eventing": (BEARER, json(404, NO_ROUTE), ["module of `channel` adobe"]),
    "magento: no shop there": (SIGNING, json(404, HTML), ["`api_url` of tea"]),
    "magento: closed": (SIGNING, json(503, HTML), ["maintenance:disable"]),
    "magento: another address": (
        SIGNING, json(302, Location="/maintenance/"), ["/maintenance/", "`api_url` of tea"],
    ),
    "magento: a firewall": (SIGNING, json(403, HTML), ["firewall", ACCESS]),
    "shopify: the token is not taken": (SHOPIFY, json(401, HTML), ["uninstalled", ACCESS]),
    "shopify: frozen": (SHOPIFY, json(402, "{}"), ["bill"]),
    "shopify: no scope": (SHOPIFY, json(403, "{}"), ["scope", ACCESS]),
    "shopify: no scope, by GraphQL": (
        SHOPIFY,
        json(200, '{"errors": [{"extensions": {"code": "ACCESS_DENIED"}}]}'),
        ["scope", "shopify.md"],
    ),
    "shopify: no such shop": (SHOPIFY, json(404, HTML), ["`domain` of tea", "myshopify.com"]),
    "shopify: another address": (
        SHOPIFY, json(301, Location="https://other.example"), ["https://other.example"],
    ),
    "bigcommerce: the token is not taken": (BIG, json(401, "{}"), ["API account", ACCESS]),
    "bigcommerce: no scope": (BIG, json(403, "{}"), ["scope", ACCESS]),
    "bigcommerce: no such store": (BIG, json(404, "{}"), ["`domain` of tea", "store hash"]),
}  # fmt: skip


def told(call: Callable[[], object]) -> str:
    """What an error says, which holds no secret in whatever led to it."""
    with pytest.raises(StoreError) as raised:
        call()
    error: BaseException | None = raised.value
    while error:
        assert "canary" not in f"{error!r}{error}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return str(raised.value)


@pytest.mark.parametrize("case", ANSWERS)
def test_a_refusal_says_where_why_and_what_mends_it(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commissions.clients.http.Budget", lambda: FakeClock().budget(0))
    platform, answer, words = ANSWERS[case]
    with answering(answer) as played:
        said = told(lambda: platform.client(played.url).subscriptions())

    assert [word for word in words if word not in said] == []
    assert str(answer.status) in said
    assert f"({played.url}" in said


@pytest.mark.parametrize("answer", [json(404, HTML), json(404, NO_ROUTE)])
def test_a_wrong_address_of_magento_is_no_order_that_is_gone(answer: Response) -> None:
    with answering(answer) as played:
        assert "answered 404" in told(lambda: SIGNING.client(played.url).order("7"))


def test_an_order_that_magento_has_no_more_is_gone() -> None:
    gone = json(404, '{"message": "The entity that was requested doesn\'t exist."}')
    with answering(gone) as played:
        assert SIGNING.client(played.url).order("7") is None


@pytest.mark.parametrize("platform", [SIGNING, BEARER, BIG, WOO])
def test_a_list_that_is_not_there_is_no_empty_one(platform: Platform) -> None:
    with answering(json(404, NO_ROUTE)) as played:
        client = platform.client(played.url)
        assert "answered 404" in told(client.now)
        assert "answered 404" in told(client.subscriptions)
        assert "answered 404" in told(lambda: list(client.products()))


# Calls without an answer


def http_of(url: str, network: egress.Network | None = None) -> Http:
    address, budget = StoreAddress("tea"), FakeClock().budget(0)
    return Http(url, private=LOCAL, address=address, budget=budget, network=network)


def test_a_port_on_which_nobody_listens_is_refused() -> None:
    with answering(a_reply()) as gone:
        url = gone.url

    said = told(lambda: http_of(url).get("webhooks"))

    assert said.startswith(f"GET webhooks: no connection ({url}): refused, nothing listens there")
    assert "`api_url` of tea in stores.yaml" in said


def test_a_name_that_leads_nowhere_is_named() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(f"who is {host}?")

    network = egress.Network(resolve=unknown, backend=RecordingBackend())
    said = told(lambda: http_of("https://caffe.example", network=network).get("webhooks"))

    assert "(https://caffe.example): the name has no address" in said
    assert "`api_url` of tea in stores.yaml is spelt right" in said


def test_a_machine_that_does_not_answer_may_be_behind_a_firewall() -> None:
    network = egress.Network(FakeResolver(["8.8.8.8"]), TimingOut())
    said = told(lambda: http_of("https://cafe.example", network=network).get("webhooks"))

    assert "no connection (https://cafe.example): nobody there answers: a firewall" in said


def test_a_shop_of_a_private_network_is_told_of_the_parameter() -> None:
    network = egress.Network(FakeResolver(["10.0.0.7"]), RecordingBackend())
    inside = http_of("https://cafe.example", network=network)

    for said in (told(lambda: inside.get("webhooks")), told(lambda: http_of("http://10.0.0.7"))):
        assert "PrivateStores" in said
        assert "`api_url` of tea" in said


STAND_IN = "http://shop.test/tea"
"""In a network of one's own, by http at its usual port."""


@pytest.mark.parametrize("platform", [SHOPIFY, BIG])
def test_what_stands_in_for_a_platform_is_told_of_the_parameter_too(platform: Platform) -> None:
    said = told(lambda: platform.client(STAND_IN, ["other.test"]))

    assert "in your own network: see `api_url` of tea in stores.yaml" in said
    assert "PrivateStores names its host (docs/platforms/README.md)" in said


@pytest.mark.parametrize("named", ["shop.test", "shop.test:80"])
@pytest.mark.parametrize("platform", [SHOPIFY, BIG])
def test_what_stands_in_for_a_platform_is_asked_at_its_usual_port(
    platform: Platform, named: str
) -> None:
    assert platform.client(STAND_IN, [named])


@pytest.mark.parametrize(
    ("host", "trusted", "words"),
    [
        ("other.example", True, ["TLS says: Hostname mismatch", "renew it"]),
        ("cafe.example", False, ["TLS says: self-signed certificate", "`api_url` of tea"]),
    ],
)
def test_a_certificate_that_does_not_prove_the_host_is_explained(
    tmp_path: Path, host: str, trusted: bool, words: list[str]
) -> None:
    with a_tls_server(tmp_path, "cafe.example", trusted=trusted) as (url, trust):
        network = egress.Network(resolve=lambda host, port: ["127.0.0.1"], trust=trust)
        port = url.rpartition(":")[2]
        address = StoreAddress("tea")
        http = Http(
            f"https://{host}:{port}",
            private=[host],
            address=address,
            network=network,
            budget=FakeClock().budget(0),
        )
        said = told(lambda: http.get("webhooks"))

    assert "certificate does not prove the host" in said
    assert [word for word in words if word not in said] == []


def test_a_port_without_tls_is_told_apart() -> None:
    with answering(a_reply()) as plain:
        url = plain.url.replace("http://", "https://")
        said = told(lambda: http_of(url).get("webhooks"))

    assert "does not speak TLS: see the port in `api_url` of tea" in said


class TimingOut(RecordingBackend):
    def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore2.NetworkStream:
        raise httpcore2.ConnectTimeout("nobody")


@contextmanager
def a_tls_server(folder: Path, name: str, *, trusted: bool) -> Iterator[tuple[str, ssl.SSLContext]]:
    pem = folder / "shop.pem"
    pem.write_bytes(a_certificate(name))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    trust = ssl.create_default_context(cadata=pem.read_text() if trusted else None)
    with answering(a_reply(), tls=context) as played:
        yield played.url, trust


def test_words_of_no_store_are_about_any() -> None:
    anybody = StoreAddress()

    assert anybody.named == "`api_url` in stores.yaml"
    assert anybody.new_access == "`commissions store access STORE`"
