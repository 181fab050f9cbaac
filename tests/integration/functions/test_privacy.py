"""privacy.asked -> erased, or listed for whoever has to answer."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from commissions import events
from commissions.application.ingest import quarantine
from commissions.aws import cache, secrets
from commissions.aws.clients import client
from commissions.domain.people.privacy import (
    CUSTOMER_ERASURE,
    DATA_REQUEST,
    STORE_ERASURE,
    PrivacyAsked,
)
from commissions.platforms import NO_TIME, customer_hash
from commissions.tables import members, privacy, stores
from commissions.tables.privacy import PrivacyRequest
from functions.care.privacy import handler
from tests.support.dynamodb_calls import just_before
from tests.support.lambdas import a_context, sqs_event
from tests.support.orders import NOON
from tests.support.pipeline_driver import a_company, shopify, shopify_at
from tests.support.samples import bus_sample

NORA = "7700000000001"
BUCKET = "commissions-test-quarantine"


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()


def hashed(customer_id: str) -> str:
    return customer_hash("tea", customer_id, secrets.secrets(stores.get("tea")).customer_key)


def asked(kind: str, **fields: Any) -> PrivacyAsked:
    return PrivacyAsked(platform="shopify", store_id="tea", kind=kind, asked_at=NOON, **fields)


def of_nora(kind: str = CUSTOMER_ERASURE, **fields: Any) -> PrivacyAsked:
    return asked(kind, customer=hashed(NORA), **fields)


def give(request: PrivacyAsked) -> list[dict[str, str]]:
    """The messages that go back to their queue."""
    message = bus_sample("privacy.asked")
    message["detail"]["record"] = json.loads(events.encode(request))
    failed: list[dict[str, str]] = handler(sqs_event(message), a_context())["batchItemFailures"]
    return failed


def standing() -> PrivacyRequest:
    [request] = privacy.all_requests()
    return request


def keep(name: str, body: str | bytes, store_id: str = "tea") -> None:
    data = body if isinstance(body, bytes) else body.encode()
    boto3.client("s3").put_object(Bucket=BUCKET, Key=f"shopify/{store_id}/{name}", Body=data)


def kept() -> list[str]:
    listed = boto3.client("s3").list_objects_v2(Bucket=BUCKET)
    return [each["Key"].removeprefix("shopify/") for each in listed.get("Contents", [])]


def test_a_data_request_waits_for_a_person_for_thirty_days() -> None:
    members.link_customer("tea", hashed(NORA), "ann", "participant")
    give(of_nora(DATA_REQUEST, orders=("1001",)))

    assert standing().done_at is None
    assert f"{standing().due:%Y-%m-%d}" == "2026-12-20"
    assert members.of_customer("tea", hashed(NORA)) == ("ann", "participant")


def test_a_request_of_which_the_store_told_no_time_is_due_from_when_it_came() -> None:
    give(replace(of_nora(DATA_REQUEST), asked_at=NO_TIME))

    assert f"{standing().due:%Y-%m-%d}" == "2026-12-20"


def test_an_erased_customer_is_linked_to_nobody_and_that_is_noted() -> None:
    members.link_customer("tea", hashed(NORA), "ann", "participant")
    members.link_customer("tea", hashed("2"), "bob", "participant")

    assert give(of_nora()) == []

    assert members.of_customer("tea", hashed(NORA)) == ("", "")
    assert members.of_customer("tea", hashed("2")) == ("bob", "participant")
    assert standing().did == {
        "links_removed": 1,
        "attributions_deleted": 0,
        "places_removed": 0,
        "bodies_deleted": 0,
    }
    assert standing().done_at is not None


@pytest.mark.parametrize(
    "body",
    [
        '{"customer": {"id": 7700000000001, "email": "nora@example.org"}}',
        '{"customer": {"admin_graphql_api_id": "gid://shopify/Customer/7700000000001"}',
        "customer_id=7700000000001&total=",
        '{"id": 1001, "billing_address": {"name": "Nora"}}',
        '{"name": "Nora"}'.encode("utf-16"),
    ],
)
def test_what_may_hold_an_erased_customer_in_quarantine_is_gone(body: str | bytes) -> None:
    keep("hers", body)
    keep("of-others", '{"id": 1002, "customer": {"id": 7700000000002}}')
    keep("hers", body, store_id="cups")

    give(of_nora(orders=("1001",)))

    assert kept() == ["cups/hers", "tea/of-others"]
    assert standing().did["bodies_deleted"] == 1


def test_a_guest_is_erased_by_the_orders_that_are_named() -> None:
    keep("hers", '{"id": 1001}')

    give(asked(CUSTOMER_ERASURE, orders=("1001",)))

    assert (kept(), standing().did["links_removed"]) == ([], 0)


def test_two_guests_who_ask_in_the_same_second_are_two() -> None:
    for order in ("1001", "1002"):
        keep(order, f'{{"id": {order}}}')
        give(asked(CUSTOMER_ERASURE, orders=(order,)))

    assert (kept(), len(list(privacy.all_requests()))) == ([], 2)


def test_what_shopify_passes_on_erases_the_customer_whose_orders_it_sent(
    published: Callable[[], list[dict[str, Any]]],
) -> None:
    members.link_customer("tea", hashed(NORA), "ann", "participant")
    body = {
        "shop_id": 4242,
        "shop_domain": "tea.myshopify.com",
        "customer": {"id": int(NORA), "email": "nora@example.org"},
        "orders_to_redact": [1001],
    }
    shopify(json.dumps(body).encode(), "customers/redact")

    handler(sqs_event(*published()), a_context())

    assert members.of_customer("tea", hashed(NORA)) == ("", "")
    assert standing().asked.orders == ("1001",)


FORGET_HER = {
    "shop_id": 4242,
    "shop_domain": "tea.myshopify.com",
    "customer": {"id": int(NORA)},
}


def redact(published: Callable[[], list[dict[str, Any]]], at: datetime, **headers: str) -> str:
    """What Shopify passes on, told and acted on; whose customer she is then."""
    topic = {"X-Shopify-Topic": "customers/redact"}
    shopify_at(at, json.dumps(FORGET_HER).encode(), topic | headers)
    if told := published():
        handler(sqs_event(*told), a_context())
    member, _ = members.of_customer("tea", hashed(NORA))
    return member


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"X-Shopify-Event-Id": "e-1"}, {"X-Shopify-Event-Id": "e-2"}),
        ({}, {}),
        (
            {"X-Shopify-Triggered-At": "2026-11-20T12:00:00Z"},
            {"X-Shopify-Triggered-At": "2026-11-27T12:00:00Z"},
        ),
    ],
)
def test_who_came_back_and_asks_again_a_week_later_is_forgotten_again(
    published: Callable[[], list[dict[str, Any]]], first: dict[str, str], second: dict[str, str]
) -> None:
    """The body is the same to the last byte; by the event, or by the day, it is another request."""
    for day, headers in ((NOON, first), (NOON + timedelta(days=7), second)):
        members.link_customer("tea", hashed(NORA), "ann", "participant")
        assert redact(published, day, **headers) == ""
        # Told again by Shopify, which did not hear the answer, it is the same request.
        members.link_customer("tea", hashed(NORA), "ann", "participant")
        assert redact(published, day + timedelta(minutes=4), **headers) == "ann"

    assert len(list(privacy.all_requests())) == 2


def test_what_is_asked_again_is_done_once() -> None:
    give(of_nora())
    first = standing()
    members.link_customer("tea", hashed(NORA), "ann", "participant")
    give(of_nora())

    assert standing() == first
    assert members.of_customer("tea", hashed(NORA)) == ("ann", "participant")


def test_an_erasure_that_stopped_halfway_is_finished_when_it_comes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    members.link_customer("tea", hashed(NORA), "ann", "participant")
    keep("hers", f'{{"id": {NORA}}}')

    with monkeypatch.context() as outage:
        outage.setattr(quarantine, "QUARANTINE", "commissions-test-nowhere")
        assert give(of_nora()) == [{"itemIdentifier": "message-0"}]
    assert (standing().done_at, kept()) == (None, ["tea/hers"])
    give(of_nora())

    assert standing().did == {
        "links_removed": 1,
        "attributions_deleted": 0,
        "places_removed": 0,
        "bodies_deleted": 1,
    }
    assert (standing().done_at is None, kept()) == (False, [])


def test_an_erased_store_is_closed_and_has_no_secrets_left() -> None:
    keep("one", "{")
    keep("two", "{", store_id="cups")
    cache.forget_all()

    give(asked(STORE_ERASURE))

    assert stores.get("tea").closed
    assert secrets.secrets(stores.get("tea")) == secrets.StoreSecrets()
    assert kept() == ["cups/two"]
    assert standing().did == {
        "stores_closed": 1,
        "attributions_deleted": 0,
        "bodies_deleted": 1,
        "secrets_deleted": 1,
    }


def test_a_store_that_somebody_changes_meanwhile_keeps_that_and_is_closed() -> None:
    def changes() -> None:
        stores.put(replace(stores.get("tea"), silent_hours=7))

    with just_before("PutItem", changes):
        assert stores.close("tea") is True

    assert (stores.get("tea").silent_hours, stores.get("tea").closed) == (7, True)


def test_a_store_is_erased_twice_without_harm() -> None:
    give(asked(STORE_ERASURE))
    give(replace(asked(STORE_ERASURE), request_id="again"))

    again = {request.asked.request_id: request.did for request in privacy.all_requests()}["again"]
    assert again == {
        "stores_closed": 0,
        "attributions_deleted": 0,
        "bodies_deleted": 0,
        "secrets_deleted": 0,
    }


def test_a_store_nobody_knows_is_erased_all_the_same() -> None:
    assert give(replace(asked(STORE_ERASURE), store_id="nowhere")) == []

    assert standing().done_at is not None


def test_a_customer_of_an_erased_store_is_looked_for_by_the_orders_alone() -> None:
    give(asked(STORE_ERASURE))
    keep("late", '{"id": 1001}')

    assert give(of_nora(orders=("1001",))) == []
    assert kept() == []


def test_bodies_that_could_not_be_deleted_are_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep("hers", f'{{"id": {NORA}}}')
    refused = {"Errors": [{"Key": "tea/hers", "Code": "AccessDenied"}]}
    monkeypatch.setattr(client("s3"), "delete_objects", lambda **_: refused)

    assert give(of_nora()) == [{"itemIdentifier": "message-0"}]
    assert standing().done_at is None


def test_secrets_that_aws_would_not_delete_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "DeleteSecret")

    monkeypatch.setattr(client("secretsmanager"), "delete_secret", denied)

    assert give(asked(STORE_ERASURE)) == [{"itemIdentifier": "message-0"}]


def test_what_is_logged_names_nobody(caplog: pytest.LogCaptureFixture) -> None:
    keep("hers", f'{{"id": {NORA}}}')
    give(of_nora(orders=("1001",)))

    logged = [str(vars(record)) for record in caplog.records]
    assert ["'erased'" in each for each in logged] == [True]
    assert not any(NORA in each or "'1001'" in each for each in logged)
