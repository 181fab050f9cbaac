"""A secret that was ended is refused at the edge within what commands promise, also where messages
signed with it come all the time, and another process ended it."""

import json
from collections.abc import Callable

import boto3
import pytest

from commissions.aws import cache, secrets
from commissions.domain.stores.store import Store
from commissions.tables import stores
from functions.ingest import orders
from tests.support.lambdas import a_context, http_event
from tests.support.pipeline_driver import API_KEY, WEBHOOK_SECRET, open_store, shopify

pytestmark = pytest.mark.usefixtures("aws")
BODY = b"{}"


def ended_elsewhere(store: Store) -> None:
    """Nothing that this process remembers is forgotten."""
    name = f"commissions-test/stores/{store.platform}/{store.store_id}/webhook"
    client = boto3.client("secretsmanager")
    document = json.loads(client.get_secret_value(SecretId=name)["SecretString"])
    client.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    ended = document | {"webhook": [], "api_keys": []}
    client.create_secret(Name=name, SecretString=json.dumps(ended))


def webhook() -> int:
    return shopify(BODY, secret=WEBHOOK_SECRET).status


def order_api() -> int:
    event = http_event(BODY, {"x-api-key": f"tea.{API_KEY}"})
    status: int = orders.handler(event, a_context())["statusCode"]
    return status


@pytest.mark.parametrize(("platform", "send"), [("shopify", webhook), ("orders", order_api)])
def test_what_is_signed_with_it_is_refused_within_a_minute(
    platform: str, send: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(cache, "monotonic", lambda: clock[0])
    open_store(platform=platform)
    assert send() != 401
    ended_elsewhere(stores.get("tea"))

    for second in range(1, secrets.COUNTS_WITHIN_SECONDS + 1):
        clock[0] = 1000.0 + second
        if send() == 401:
            break

    assert 1 < second <= secrets.MAX_AGE_SECONDS
    clock[0] += 1
    assert send() == 401
