import hashlib
import json
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from commissions.aws import cache, secrets

pytestmark = pytest.mark.usefixtures("aws")

FIRST, SECOND, THIRD = ("first-webhook-secret", "second-webhook-secret", "third-webhook-secret")


def stored(**document: object) -> None:
    boto3.client("secretsmanager").create_secret(
        Name="commissions/test/stores/tea-us",
        SecretString=json.dumps({"webhook": [], "api_keys": [], "customer_key": ""} | document),
    )


def in_hours(hours: int) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def test_a_store_without_secrets_can_prove_nothing() -> None:
    assert secrets.secrets("tea-us") == secrets.StoreSecrets((), (), b"")


def test_a_new_secret_and_the_one_before_are_both_live_for_a_while() -> None:
    secrets.set_secret("tea-us", FIRST)
    secrets.set_secret("tea-us", SECOND, keep_previous_hours=2)

    assert secrets.secrets("tea-us").webhook == (SECOND, FIRST)


def test_of_three_secrets_the_oldest_is_dead() -> None:
    for secret in (FIRST, SECOND, THIRD):
        secrets.set_secret("tea-us", secret)

    assert secrets.secrets("tea-us").webhook == (THIRD, SECOND)


def test_an_app_and_the_shop_itself_have_secrets_side_by_side_each_with_its_succession() -> None:
    secrets.set_secret("tea-us", FIRST)
    secrets.set_secret("tea-us", THIRD, of="shop")
    secrets.set_secret("tea-us", SECOND)

    assert secrets.secrets("tea-us").webhook == (SECOND, FIRST, THIRD)

    secrets.set_secret("tea-us", FIRST, of="shop", keep_previous_hours=0)
    assert secrets.secrets("tea-us").webhook == (SECOND, FIRST, FIRST)


def test_a_secret_that_leaked_can_be_replaced_at_once() -> None:
    secrets.set_secret("tea-us", FIRST)
    secrets.set_secret("tea-us", SECOND, keep_previous_hours=0)

    assert secrets.secrets("tea-us").webhook == (SECOND,)


def test_the_same_secret_again_stays_alone() -> None:
    secrets.set_secret("tea-us", FIRST)
    secrets.set_secret("tea-us", FIRST)

    assert secrets.secrets("tea-us").webhook == (FIRST,)


def test_a_secret_is_live_until_its_time() -> None:
    stored(
        webhook=[
            {"value": FIRST, "until": in_hours(-1)},
            {"value": SECOND, "until": in_hours(1)},
            {"value": THIRD, "until": None},
        ]
    )

    assert secrets.secrets("tea-us").webhook == (SECOND, THIRD)


def test_a_short_secret_opens_nothing() -> None:
    stored(webhook=[{"value": "", "until": None}, {"value": "15-bytes-secret", "until": None}])

    assert secrets.secrets("tea-us").webhook == ()
    with pytest.raises(secrets.TooShort):
        secrets.set_secret("tea-us", "15-bytes-secret")


def test_of_an_api_key_only_the_digest_is_kept() -> None:
    secrets.set_api_key("b2b", "the-api-key-of-b2b")

    digest = hashlib.sha256(b"the-api-key-of-b2b").hexdigest()
    assert secrets.secrets("b2b").api_key_digests == (digest,)


def test_a_stores_customer_key_is_made_once_and_stays() -> None:
    secrets.set_secret("tea-us", FIRST)
    key = secrets.secrets("tea-us").customer_key

    secrets.set_secret("tea-us", SECOND)
    secrets.set_customer_key("tea-us", b"0" * 32)

    assert len(key) == 32
    assert secrets.secrets("tea-us").customer_key == key


def test_a_secret_is_read_again_when_a_proof_failed_but_not_for_every_forgery(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = 1000.0
    monkeypatch.setattr(cache, "monotonic", lambda: clock)
    assert secrets.secrets("tea-us").webhook == ()
    stored(webhook=[{"value": FIRST, "until": None}])

    clock += 29
    assert secrets.refreshed("tea-us").webhook == ()
    clock += 1
    assert secrets.secrets("tea-us").webhook == ()
    assert secrets.refreshed("tea-us").webhook == (FIRST,)
    assert secrets.secrets("tea-us").webhook == (FIRST,)
