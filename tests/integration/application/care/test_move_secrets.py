"""The secrets of before, one for each store, become two."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from commissions.application.care import move_secrets
from commissions.application.care.move_secrets import CustomerKeysDiffer
from commissions.application.queries import former_secrets, stores
from commissions.aws import secret_documents, secrets
from commissions.aws.cache import forget_all
from commissions.aws.clients import client
from commissions.domain.stores.store import Store
from tests.support.pipeline_driver import shopify

pytestmark = pytest.mark.usefixtures("aws")

FORMER = "commissions/test/stores/tea-us"
NOW = "commissions-test/stores/shopify/tea-us/"
SECRET = "the-webhook-secret-of-before"
TEA = Store("tea-us", "shopify", "retail_channel", "USD", "demo", domain="tea.myshopify.com")
DOCUMENT: dict[str, Any] = {
    "webhook": [{"value": SECRET, "until": None}],
    "api_keys": [],
    "customer_key": "ab" * 32,
    "access": {"token": "a-token-of-before"},
}
EXPECTED = secrets.StoreSecrets((SECRET,), (), bytes.fromhex("ab" * 32))


@pytest.fixture(autouse=True)
def _former(aws: None) -> None:
    from commissions.tables.stores import put

    put(TEA)
    stored(FORMER, DOCUMENT)


def stored(name: str, document: dict[str, Any]) -> None:
    boto3.client("secretsmanager").create_secret(Name=name, SecretString=json.dumps(document))


def names() -> list[str]:
    """Of the stores' secrets."""
    listed = boto3.client("secretsmanager").list_secrets()["SecretList"]
    return sorted(each["Name"] for each in listed if "/stores/" in each["Name"])


def whole() -> bool:
    """Whether the store is as it was, to a function that remembers nothing."""
    forget_all()
    return secrets.secrets(TEA) == EXPECTED and secrets.access(TEA) == DOCUMENT["access"]


def test_a_store_that_is_not_moved_works_and_is_named() -> None:
    assert whole()
    assert shopify_is_taken()
    assert former_secrets.health([TEA]).unmoved == ("tea-us",)
    assert stores.profile("tea-us").former_secret == FORMER


def shopify_is_taken() -> bool:
    forget_all()
    shop = {"X-Shopify-Shop-Domain": TEA.domain}
    return shopify("orders_paid", store_id="tea-us", secret=SECRET, **shop).status == 200


def test_a_moved_store_has_two_secrets_and_the_same_in_them() -> None:
    assert move_secrets.move(TEA) == [f"{NOW}webhook", f"{NOW}access", FORMER]

    assert names() == [f"{NOW}access", f"{NOW}webhook"]
    assert whole()
    assert shopify_is_taken()
    assert former_secrets.of_all() == []
    assert former_secrets.health([TEA]).is_well


def test_to_move_twice_is_to_move_once() -> None:
    move_secrets.move(TEA)

    assert move_secrets.move(TEA) == []
    assert whole()


def test_a_store_without_access_gets_no_empty_one() -> None:
    client("secretsmanager").put_secret_value(
        SecretId=FORMER, SecretString=json.dumps(DOCUMENT | {"access": {}})
    )
    move_secrets.move(TEA)

    assert names() == [f"{NOW}webhook"]


def calls(monkeypatch: pytest.MonkeyPatch, before: Callable[[str], None]) -> None:
    """Tells of each call of Secrets Manager before it is made."""
    real: Any = client("secretsmanager")

    class Told:
        def __getattr__(self, name: str) -> Any:
            before(name)
            return getattr(real, name)

    monkeypatch.setattr(secret_documents, "client", lambda service: Told())


def test_stopped_at_any_call_the_store_works_and_the_rest_is_moved_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stops = 0
    for at in _calls_of_a_move(monkeypatch):
        left = [at]

        def stop(name: str, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise ClientError({"Error": {"Code": "InternalServiceError"}}, name)

        with monkeypatch.context() as stopped:
            calls(stopped, stop)
            with pytest.raises(ClientError):
                move_secrets.move(TEA)
        assert whole()
        move_secrets.move(TEA)
        assert whole()
        assert names() == [f"{NOW}access", f"{NOW}webhook"]
        _as_before()
        stops += 1
    assert stops > 8


def _calls_of_a_move(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    made: list[str] = []
    with monkeypatch.context() as told:
        calls(told, made.append)
        move_secrets.move(TEA)
    _as_before()
    yield from range(len(made))


def _as_before() -> None:
    for name in names():
        client("secretsmanager").delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    client("secretsmanager").delete_secret(SecretId=FORMER, ForceDeleteWithoutRecovery=True)
    stored(FORMER, DOCUMENT)
    forget_all()


def test_who_reads_while_it_is_moved_finds_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look under the new name and that under the old one the whole move may happen."""
    looks: list[str] = []

    def meanwhile(name: str) -> None:
        looks.append(name)
        if len(looks) == 2:
            with monkeypatch.context() as others:
                others.setattr(secret_documents, "client", client)
                move_secrets.move(TEA)

    calls(monkeypatch, meanwhile)

    assert secrets.secrets(TEA) == EXPECTED
    assert names() == [f"{NOW}access", f"{NOW}webhook"]


def test_a_secret_that_is_set_before_the_move_counts_and_is_not_put_back() -> None:
    secrets.set_secret(TEA, "the-secret-that-comes-next", keep_previous_hours=0)
    move_secrets.move(TEA)
    forget_all()

    assert secrets.secrets(TEA).webhook == ("the-secret-that-comes-next",)
    assert secrets.secrets(TEA).customer_key == EXPECTED.customer_key


def test_two_keys_of_a_stores_customers_are_for_a_person() -> None:
    """As after somebody closed the names of before too early, and set a secret."""
    stored(f"{NOW}webhook", DOCUMENT | {"customer_key": "cd" * 32})

    with pytest.raises(CustomerKeysDiffer, match="two keys"):
        move_secrets.move(TEA)
    assert FORMER in names()


def test_an_erased_store_is_erased_under_all_names() -> None:
    secrets.set_access(TEA, {"token": "a-token-of-now"})

    assert secrets.delete(TEA) == 2
    assert secrets.secrets(TEA) == secrets.StoreSecrets()
    assert secrets.access(TEA) == {}


def test_where_the_stack_does_not_look_for_them_nothing_of_before_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(secret_documents, "FORMER_PREFIX", "")

    assert secrets.secrets(TEA) == secrets.StoreSecrets()
    assert secrets.access(TEA) == {}
    assert former_secrets.of_all() == []
