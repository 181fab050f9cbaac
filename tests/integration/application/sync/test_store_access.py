import pytest

from commissions.application.sync import store_access
from commissions.application.sync.connection import StoreWithoutApi
from commissions.application.sync.request_fetch import request_fetch
from commissions.application.sync.store_access import WrongAccessParts
from commissions.aws import secrets
from commissions.tables import ledger, parked, stores
from tests.support.in_memory_store import ACCESS, InMemoryStore, an_in_memory_store
from tests.support.pipeline_driver import Published, a_company, open_store, run, value


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    monkeypatch.setitem(store_access.ACCESS_PARTS, "shop", (("token",), ("key", "secret")))
    a_company()
    value("TEA")
    return an_in_memory_store(monkeypatch)


def test_a_person_is_asked_for_the_usual_key(shop: InMemoryStore) -> None:
    assert store_access.wanted_parts("tea") == ("token",)


def test_access_that_is_set_lets_go_on_what_waited_for_it(
    shop: InMemoryStore, published: Published
) -> None:
    secrets.set_access(stores.get("tea"), {})
    shop.place("1")
    request_fetch("shop/tea/1", shop.clock, "a test")
    run(published)

    assert store_access.set_access("tea", ACCESS) == 1
    run(published)

    assert list(parked.all_entries()) == []
    assert ledger.read("shop/tea/1").journals


def test_a_wrong_key_leaves_the_one_before(shop: InMemoryStore) -> None:
    with pytest.raises(WrongAccessParts):
        store_access.set_access("tea", {"key": "without-its-secret"})

    assert secrets.access(stores.get("tea")) == ACCESS


def test_a_store_without_an_api_has_no_key(shop: InMemoryStore) -> None:
    open_store("api", platform="orders")

    with pytest.raises(StoreWithoutApi):
        store_access.wanted_parts("api")
