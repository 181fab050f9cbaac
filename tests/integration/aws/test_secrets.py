import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from commissions.aws import cache, secrets
from commissions.aws.secret_documents import SecretsDeleted
from commissions.domain.stores.store import Store

pytestmark = pytest.mark.usefixtures("aws")

FIRST, SECOND, THIRD = ("first-webhook-secret", "second-webhook-secret", "third-webhook-secret")
TEA = Store("tea-us", "shopify", "retail_channel", "USD", "demo")
B2B = Store("b2b", "orders", "retail_channel", "USD", "demo")
TOKEN = {"token": "a-token-of-the-tests"}


def stored(**document: object) -> None:
    boto3.client("secretsmanager").create_secret(
        Name="commissions-test/stores/shopify/tea-us/webhook",
        SecretString=json.dumps({"webhook": [], "api_keys": [], "customer_key": ""} | document),
    )


def names() -> list[str]:
    """Of the stores' secrets."""
    listed = boto3.client("secretsmanager").list_secrets()["SecretList"]
    return sorted(each["Name"] for each in listed if "/stores/" in each["Name"])


def in_hours(hours: int) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def test_a_store_without_secrets_can_prove_nothing_and_opens_nothing() -> None:
    assert secrets.secrets(TEA) == secrets.StoreSecrets((), (), b"")
    assert secrets.access(TEA) == {}


def test_what_proves_messages_and_what_opens_the_store_are_two_secrets_of_its_platform() -> None:
    secrets.set_secret(TEA, FIRST)
    secrets.set_access(TEA, TOKEN)

    assert names() == [
        "commissions-test/stores/shopify/tea-us/access",
        "commissions-test/stores/shopify/tea-us/webhook",
    ]
    [webhook] = [
        boto3.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]
        for name in names()
        if name.endswith("webhook")
    ]
    assert TOKEN["token"] not in webhook


def test_stores_of_one_id_on_two_platforms_share_nothing() -> None:
    secrets.set_secret(TEA, FIRST)
    secrets.set_access(TEA, TOKEN)

    other = replace(TEA, platform="woocommerce")
    assert secrets.secrets(other).webhook == ()
    assert secrets.access(other) == {}


def test_a_new_secret_and_the_one_before_are_both_live_for_a_while() -> None:
    secrets.set_secret(TEA, FIRST)
    secrets.set_secret(TEA, SECOND, keep_previous_hours=2)

    assert secrets.secrets(TEA).webhook == (SECOND, FIRST)


def test_of_three_secrets_the_oldest_is_dead() -> None:
    for secret in (FIRST, SECOND, THIRD):
        secrets.set_secret(TEA, secret)

    assert secrets.secrets(TEA).webhook == (THIRD, SECOND)


def test_an_app_and_the_shop_itself_have_secrets_side_by_side_each_with_its_succession() -> None:
    secrets.set_secret(TEA, FIRST)
    secrets.set_secret(TEA, THIRD, of="shop")
    secrets.set_secret(TEA, SECOND)

    assert secrets.secrets(TEA).webhook == (SECOND, FIRST, THIRD)

    secrets.set_secret(TEA, FIRST, of="shop", keep_previous_hours=0)
    assert secrets.secrets(TEA).webhook == (SECOND, FIRST, FIRST)


def test_a_secret_that_leaked_can_be_replaced_at_once() -> None:
    secrets.set_secret(TEA, FIRST)
    secrets.set_secret(TEA, SECOND, keep_previous_hours=0)

    assert secrets.secrets(TEA).webhook == (SECOND,)


def test_the_one_before_can_be_ended_later_by_setting_the_same_one_again() -> None:
    secrets.set_secret(TEA, FIRST)
    secrets.set_secret(TEA, SECOND)
    since = secrets.secrets(TEA).newest_since
    secrets.set_secret(TEA, SECOND, keep_previous_hours=0)

    assert secrets.secrets(TEA).webhook == (SECOND,)
    assert secrets.secrets(TEA).newest_since == since


def test_the_same_secret_again_stays_alone() -> None:
    secrets.set_secret(TEA, FIRST)
    secrets.set_secret(TEA, FIRST)

    assert secrets.secrets(TEA).webhook == (FIRST,)


def test_a_secret_is_live_until_its_time() -> None:
    stored(
        webhook=[
            {"value": FIRST, "until": in_hours(-1)},
            {"value": SECOND, "until": in_hours(1)},
            {"value": THIRD, "until": None},
        ]
    )

    assert secrets.secrets(TEA).webhook == (SECOND, THIRD)


def test_a_short_secret_opens_nothing() -> None:
    stored(webhook=[{"value": "", "until": None}, {"value": "15-bytes-secret", "until": None}])

    assert secrets.secrets(TEA).webhook == ()
    with pytest.raises(secrets.TooShort):
        secrets.set_secret(TEA, "15-bytes-secret")


def test_of_an_api_key_only_the_digest_is_kept() -> None:
    secrets.set_api_key(B2B, "the-api-key-of-b2b")

    digest = hashlib.sha256(b"the-api-key-of-b2b").hexdigest()
    assert secrets.secrets(B2B).api_key_digests == (digest,)


def test_a_stores_customer_key_is_made_once_and_stays() -> None:
    secrets.set_secret(TEA, FIRST)
    key = secrets.secrets(TEA).customer_key

    secrets.set_secret(TEA, SECOND)
    secrets.set_customer_key(TEA, b"0" * 32)

    assert len(key) == 32
    assert secrets.secrets(TEA).customer_key == key


def test_a_store_that_is_only_asked_has_a_customer_key_that_stays() -> None:
    """Magento's `adobe`, and shops that send nothing, are never given a webhook secret."""
    secrets.set_access(TEA, {"token": FIRST})
    key = secrets.secrets(TEA).customer_key

    secrets.set_access(TEA, {"token": SECOND})
    secrets.set_secret(TEA, FIRST)

    assert len(key) == 32
    assert secrets.secrets(TEA).customer_key == key


def test_a_secret_has_a_name_to_say_aloud_which_differs_by_store() -> None:
    secrets.set_secret(TEA, FIRST)
    secrets.set_secret(B2B, FIRST)
    here, there = secrets.secrets(TEA), secrets.secrets(B2B)

    assert here.version(FIRST) == here.version(FIRST)
    assert len({here.version(FIRST), here.version(SECOND), there.version(FIRST)}) == 3
    assert len(here.version(FIRST)) == 8


def test_parts_of_the_access_are_changed_one_by_one() -> None:
    secrets.set_access(TEA, {"client_id": "an-id", "client_secret": "a-secret"})

    made = secrets.change_access(TEA, lambda known: known | TOKEN)

    assert (
        made == secrets.access(TEA) == {"client_id": "an-id", "client_secret": "a-secret"} | TOKEN
    )


def test_of_two_who_change_the_access_at_once_none_is_lost() -> None:
    secrets.set_access(TEA, {"client_secret": "the-former-secret"})
    began: list[int] = []

    def refreshed_token(known: dict[str, str]) -> dict[str, str]:
        began.append(1)
        if len(began) == 1:  # a person sets the client's secret while a function is at it
            secrets.change_access(TEA, lambda known: known | {"client_secret": "the-next-secret"})
        return known | TOKEN

    secrets.change_access(TEA, refreshed_token)

    assert secrets.access(TEA) == {"client_secret": "the-next-secret"} | TOKEN
    assert len(began) == 2


def test_of_two_who_are_the_first_to_set_a_secret_none_is_lost() -> None:
    def given(known: dict[str, str]) -> dict[str, str]:
        if not known:
            secrets.set_access(TEA, {"client_id": "an-id"})
        return known | TOKEN

    secrets.change_access(TEA, given)

    assert secrets.access(TEA) == {"client_id": "an-id"} | TOKEN


def test_to_delete_a_stores_secrets_deletes_both_and_no_new_ones_can_be_set() -> None:
    secrets.set_secret(TEA, FIRST)
    secrets.set_access(TEA, TOKEN)
    secrets.set_secret(B2B, FIRST)

    assert secrets.delete(TEA) == 2
    assert secrets.delete(TEA) == 0
    assert secrets.secrets(TEA) == secrets.StoreSecrets()
    assert secrets.access(TEA) == {}
    assert secrets.secrets(B2B).webhook == (FIRST,)
    with pytest.raises(SecretsDeleted, match="restore-secret"):
        secrets.set_secret(TEA, SECOND)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moment = [1000.0]
    monkeypatch.setattr(cache, "monotonic", lambda: moment[0])
    monkeypatch.setattr(cache, "time", lambda: 0.0)
    return moment


def test_a_secret_is_read_again_when_a_proof_failed_but_not_for_every_forgery(
    clock: list[float],
) -> None:
    assert secrets.secrets(TEA).webhook == ()
    stored(webhook=[{"value": FIRST, "until": None}])

    clock[0] += 29
    assert secrets.refreshed(TEA).webhook == ()
    clock[0] += 1
    assert secrets.secrets(TEA).webhook == ()
    assert secrets.refreshed(TEA).webhook == (FIRST,)
    assert secrets.secrets(TEA).webhook == (FIRST,)


def replaced_elsewhere() -> None:
    """Another process ends the first secret: nothing that this one remembers is forgotten."""
    client = boto3.client("secretsmanager")
    name = "commissions-test/stores/shopify/tea-us/webhook"
    document = json.loads(client.get_secret_value(SecretId=name)["SecretString"])
    document["webhook"] = [{"value": SECOND, "until": None}]
    client.put_secret_value(SecretId=name, SecretString=json.dumps(document))


def test_a_secret_that_was_ended_is_good_for_nothing_within_what_commands_promise(
    clock: list[float],
) -> None:
    """Also where messages signed with it come all the time, none of which ever fails."""
    secrets.set_secret(TEA, FIRST)
    assert secrets.secrets(TEA).webhook == (FIRST,)
    clock[0] += 1
    replaced_elsewhere()

    refused_after = next(
        second for second in range(1, 400) if _is_refused(clock, 1001.0 + second, FIRST)
    )

    assert refused_after <= secrets.MAX_AGE_SECONDS < secrets.COUNTS_WITHIN_SECONDS


def _is_refused(clock: list[float], moment: float, secret: str) -> bool:
    clock[0] = moment
    return secret not in secrets.secrets(TEA).webhook


def test_a_function_that_was_frozen_knows_how_long(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its clock that only rises stood still meanwhile."""
    secrets.set_secret(TEA, FIRST)
    assert secrets.secrets(TEA).webhook == (FIRST,)
    replaced_elsewhere()

    monkeypatch.setattr(cache, "time", lambda: float(secrets.MAX_AGE_SECONDS))

    assert secrets.secrets(TEA).webhook == (SECOND,)
