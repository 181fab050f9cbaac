import httpx2
import pytest

from commissions.clients import NotAllowed, Unavailable, egress
from tests.unit.clients.hostile_addresses import HOSTILE, HOSTS, INNER_ADDRESSES, PUBLIC_ADDRESSES
from tests.unit.clients.network_fakes import FakeResolver, RecordingBackend, a_store

SHOP = "https://shop.example.com"


def test_the_corpus_is_large_and_no_case_of_it_stands_twice() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 100


@pytest.mark.parametrize("url", HOSTILE)
def test_no_hostile_address_is_asked_or_even_looked_up(url: str) -> None:
    names, wall = FakeResolver(), RecordingBackend()

    with pytest.raises(NotAllowed):
        a_store(url, names, wall).get("/orders")

    assert (names.asked, wall.knocked) == ([], [])


@pytest.mark.parametrize("host", HOSTS)
def test_nor_does_the_transport_by_itself_carry_a_request_there(host: str) -> None:
    names, wall = FakeResolver(), RecordingBackend()
    transport = egress.EgressTransport(network=egress.Network(resolve=names, backend=wall))

    with pytest.raises((NotAllowed, httpx2.InvalidURL)):
        transport.handle_request(httpx2.Request("GET", f"https://{host}/orders"))

    assert (names.asked, wall.knocked) == ([], [])


@pytest.mark.parametrize("address", INNER_ADDRESSES)
def test_a_name_that_leads_into_a_private_network_is_not_followed(address: str) -> None:
    wall = RecordingBackend()

    for found in ([address], ["8.8.8.8", address], [address, "8.8.8.8"]):
        with pytest.raises(NotAllowed, match="leads into a private network"):
            a_store(SHOP, FakeResolver(found), wall).get("/orders")

    assert wall.knocked == []


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_a_name_of_the_public_internet_is_followed_to_its_address(address: str) -> None:
    wall = RecordingBackend()

    with pytest.raises(Unavailable, match="no connection"):
        a_store(SHOP, FakeResolver([address]), wall).get("/orders")

    assert wall.knocked == [(address, 443)]


def test_what_is_no_address_at_all_is_not_public() -> None:
    assert not egress.is_public("shop.example.com")


def test_a_name_that_changes_its_address_after_the_check_gains_nothing() -> None:
    names, wall = FakeResolver(["8.8.8.8"], ["127.0.0.1"], ["8.8.4.4"]), RecordingBackend()
    store = a_store(SHOP, names, wall)

    with pytest.raises(Unavailable):
        store.get("/orders")
    with pytest.raises(NotAllowed):
        store.get("/orders")
    with pytest.raises(Unavailable):
        store.get("/orders")

    assert wall.knocked == [("8.8.8.8", 443), ("8.8.4.4", 443)]


def test_the_addresses_of_a_name_are_tried_one_after_another_but_not_many() -> None:
    found = [f"8.8.8.{number}" for number in range(1, 20)]
    wall = RecordingBackend()

    with pytest.raises(Unavailable):
        a_store(SHOP, FakeResolver(found), wall).get("/orders")

    assert [address for address, _ in wall.knocked] == found[: egress.ADDRESSES_MAX]


def test_a_name_without_an_address_is_no_connection() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError(f"who is {host}?")

    for resolve in (unknown, FakeResolver([])):
        with pytest.raises(Unavailable, match="no connection"):
            a_store(SHOP, resolve, RecordingBackend()).get("/orders")


@pytest.mark.parametrize("port", [443, 8443])
def test_the_ports_of_tls_are_asked(port: int) -> None:
    wall = RecordingBackend()

    with pytest.raises(Unavailable):
        a_store(f"{SHOP}:{port}", FakeResolver(["8.8.8.8"]), wall).get("/orders")

    assert wall.knocked == [("8.8.8.8", port)]


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_not_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:3128")
    wall = RecordingBackend()

    with pytest.raises(Unavailable):
        a_store(SHOP, FakeResolver(["8.8.8.8"]), wall).get("/orders")

    assert wall.knocked == [("8.8.8.8", 443)]


@pytest.mark.parametrize(
    ("url", "entry", "host"),
    [
        ("http://127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("http://127.0.0.1:8080/tea", "127.0.0.1", "127.0.0.1"),
        ("http://10.1.2.3:8080", "10.1.2.3:8080", "10.1.2.3"),
        ("http://[::1]:8080", "[::1]:8080", "::1"),
        ("http://[::1]", "::1", "::1"),
        ("http://localhost:9", "localhost", "localhost"),
        ("https://Shop.Internal:6379", "shop.INTERNAL", "shop.internal"),
        ("https://shop.internal", " shop.internal:443 ", "shop.internal"),
    ],
)
def test_what_the_company_named_itself_is_asked(url: str, entry: str, host: str) -> None:
    names, wall = FakeResolver(["127.0.0.1"]), RecordingBackend()

    with pytest.raises(Unavailable):
        a_store(url, names, wall, private=["", entry]).get("/orders")

    assert names.asked == [host]
    assert [address for address, _ in wall.knocked] == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        ("http://10.1.2.3", "10.1.2.3:8080"),
        ("http://10.1.2.3:8081", "10.1.2.3:8080"),
        ("http://10.1.2.4", "10.1.2.3"),
        ("http://127.0.0.1", ""),
        ("https://evil.shop.internal", "shop.internal"),
        ("https://shop.internal.", "shop.internal"),
        ("http://127.1", "127.0.0.1"),
        ("https://me@127.0.0.1", "127.0.0.1"),
        ("ftp://127.0.0.1", "127.0.0.1"),
    ],
)
def test_but_nothing_else_on_its_account(url: str, entry: str) -> None:
    names, wall = FakeResolver(), RecordingBackend()

    with pytest.raises(NotAllowed):
        a_store(url, names, wall, private=[entry]).get("/orders")

    assert (names.asked, wall.knocked) == ([], [])


def test_a_strangers_name_for_a_private_host_is_not_followed() -> None:
    wall = RecordingBackend()

    with pytest.raises(NotAllowed):
        a_store(SHOP, FakeResolver(["127.0.0.1"]), wall, private=["127.0.0.1"]).get("/orders")

    assert wall.knocked == []
