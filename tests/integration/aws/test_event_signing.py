"""Events that prove themselves: signed where they are told, looked at where they are believed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore.exceptions import ClientError

from commissions import events
from commissions.aws import bus, cache, claim_check, event_keys, event_mac
from commissions.aws.event_keys import EventKeyUnavailable
from commissions.aws.event_signing import OFF, SIGN, NotAuthentic
from commissions.aws.telemetry import metrics
from commissions.domain.sales.attribution import SaleAttributed
from commissions.events import Event
from tests.support.samples import bus_sample
from tests.support.signing import (
    FIRST,
    SECOND,
    THIRD,
    in_minutes,
    signed_events,
    signed_sample,
    store_keys,
    unsigned,
)

pytestmark = pytest.mark.usefixtures("aws")

Published = Callable[[], list[dict[str, Any]]]
SALE = "sale.attributed"
SIGNED = pytest.mark.parametrize("record_type", events.SIGNED, ids=lambda each: each.__name__)
PLAIN = [each for each in events.DETAIL_TYPES if each not in events.SIGNED]


def received(event: dict[str, Any]) -> Event[Any]:
    return bus.receive(events.RECORD_TYPES[event["detail-type"]], event["detail"])


def told(record_type: type[Any], published: Published) -> dict[str, Any]:
    """What the bus carries of an event that was told."""
    name = events.DETAIL_TYPES[record_type]
    bus.publish([bus.decode_event(record_type, bus_sample(name)["detail"])], [record_type])
    [event] = published()
    return event


def key_of(event: dict[str, Any]) -> str:
    return event_mac.key_id_of(event["detail"]["mac"])


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    metrics.clear_metrics()


def counted() -> dict[str, Any]:
    return {name: metric["Value"] for name, metric in metrics.metric_set.items()}


@SIGNED
def test_what_was_told_is_believed(record_type: type[Any], published: Published) -> None:
    event = told(record_type, published)

    assert key_of(event) == "first"
    assert received(event) == bus.decode_event(record_type, event["detail"])


@SIGNED
def test_what_nobody_signed_is_not_believed(record_type: type[Any], published: Published) -> None:
    event = told(record_type, published)

    for given in ({}, {"mac": ""}, {"mac": None}, {"mac": 7}, {"mac": "first:" + "0" * 64}):
        with pytest.raises(NotAuthentic, match=event["detail-type"]):
            received(event | {"detail": unsigned(event)["detail"] | given})
    assert counted() == {"EventsRefused": [1.0] * 5}


@pytest.mark.parametrize("record_type", PLAIN, ids=lambda each: each.__name__)
def test_what_a_store_said_needs_no_mac(record_type: type[Any], published: Published) -> None:
    event = told(record_type, published)

    assert "mac" not in event["detail"]
    assert received(event).record.key


def test_a_mac_is_of_one_event_and_of_no_other(published: Published) -> None:
    mine = told(SaleAttributed, published)
    theirs = json.loads(json.dumps(bus_sample(SALE)["detail"]))
    theirs["record"]["order"]["platform_order_id"] = "5501000009999"
    other = bus.signed(SALE, theirs)

    assert received({"detail-type": SALE, "detail": other}).record.order.platform_order_id
    with pytest.raises(NotAuthentic, match="changed"):
        received(mine | {"detail": mine["detail"] | {"mac": other["mac"]}})


class TestTooLargeForTheBus:
    @pytest.fixture(autouse=True)
    def _everything_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bus, "DETAIL_BYTES_MAX", 100)

    def test_what_lies_under_its_claim_is_what_is_signed(self, published: Published) -> None:
        event = told(SaleAttributed, published)

        assert event["detail"].keys() == {"schema_version", "claim", "mac"}
        assert received(event) == bus.decode_event(SaleAttributed, event["detail"])

    def test_a_claim_on_something_else_is_not_believed_even_if_that_was_signed(
        self, published: Published
    ) -> None:
        event = told(SaleAttributed, published)
        other = json.loads(claim_check.load(event["detail"]["claim"]))
        other["record"]["order"]["platform_order_id"] = "5501000009999"
        claim = claim_check.store(json.dumps(bus.signed(SALE, other)))

        with pytest.raises(NotAuthentic, match="changed"):
            received(event | {"detail": event["detail"] | {"claim": claim}})

    def test_what_was_written_over_a_claim_is_not_believed(self, published: Published) -> None:
        event = told(SaleAttributed, published)
        claim = event["detail"]["claim"]
        text = claim_check.load(claim).replace('"cara"', '"eve"')
        boto3.client("s3").put_object(
            Bucket=claim_check.BUCKET, Key=claim, Body=text.encode(), ContentType="text/json"
        )

        with pytest.raises(NotAuthentic, match="changed"):
            received(event)


class TestModes:
    """How a stack of before moves: it signs first, and requires it when its queues are empty."""

    def test_while_it_only_signs_what_is_unsigned_is_believed_and_counted(self) -> None:
        with signed_events(SIGN):
            assert received(bus_sample(SALE)).record.key

        assert counted() == {"EventsUnsigned": [1.0]}

    def test_while_it_only_signs_a_wrong_one_is_refused_all_the_same(self) -> None:
        event = signed_sample(SALE)
        event["detail"]["trace"]["parts"] = 7

        with signed_events(SIGN), pytest.raises(NotAuthentic, match="changed"):
            received(event)

    def test_while_it_only_signs_it_signs(self, published: Published) -> None:
        with signed_events(SIGN):
            assert key_of(told(SaleAttributed, published)) == "first"

    def test_switched_off_it_needs_no_key_at_all(self, published: Published) -> None:
        boto3.client("secretsmanager").delete_secret(SecretId=event_keys.SECRET)
        with signed_events(OFF):
            event = told(SaleAttributed, published)

            assert "mac" not in event["detail"]
            assert received(event).record.key


class TestKeys:
    def test_the_one_before_is_believed_until_it_ends_and_signs_nothing(self) -> None:
        before = signed_sample(SALE)
        store_keys(SECOND, FIRST | {"until": in_minutes(60)})

        assert key_of(signed_sample(SALE)) == "second"
        assert received(before).record.key

    def test_one_that_has_ended_proves_nothing(self) -> None:
        before = signed_sample(SALE)
        store_keys(SECOND, FIRST | {"until": in_minutes(-1)})

        with pytest.raises(NotAuthentic, match="ended"):
            received(before)

    def test_one_that_nobody_knows_proves_nothing(self) -> None:
        store_keys(THIRD)
        forged = signed_sample(SALE)
        store_keys(FIRST)

        with pytest.raises(NotAuthentic, match="nobody knows"):
            received(forged)

    def test_one_whose_time_has_not_come_is_believed_and_signs_nothing_yet(self) -> None:
        """So everybody knows it before anybody signs with it."""
        store_keys(SECOND)
        from_then_on = signed_sample(SALE)
        store_keys(SECOND | {"from": in_minutes(5)}, FIRST | {"until": in_minutes(60)})

        assert key_of(signed_sample(SALE)) == "first"
        assert received(from_then_on).record.key

    def test_a_new_key_is_looked_for_when_an_event_bears_it(self, moves: "Clock") -> None:
        signed_sample(SALE)  # everybody has looked the keys up
        store_keys(SECOND, FIRST, known=False)
        event = sign_with(SECOND)
        moves.on(event_keys.REFRESH_SECONDS)

        assert received(event).record.key

    def test_forged_events_cannot_make_us_ask_for_the_keys_each_time(self) -> None:
        signed_sample(SALE)
        forged = sign_with(THIRD)
        with patch.object(event_keys, "_read") as read:
            for _ in range(50):
                with pytest.raises(NotAuthentic):
                    received(forged)

        assert read.call_count == 0

    def test_a_key_is_used_for_five_minutes_without_asking_again(self, moves: "Clock") -> None:
        before = signed_sample(SALE)
        store_keys(SECOND, known=False)
        moves.on(event_keys.MAX_AGE_SECONDS - 1)
        assert received(before).record.key

        moves.on(1)
        with pytest.raises(NotAuthentic, match="ended"):
            received(before)

    def test_without_its_key_nothing_is_signed_and_nothing_believed(
        self, published: Published
    ) -> None:
        event = signed_sample(SALE)
        cache.forget_all()
        boto3.client("secretsmanager").delete_secret(SecretId=event_keys.SECRET)

        with pytest.raises(EventKeyUnavailable):
            received(event)
        with pytest.raises(bus.Undelivered, match="keys of events"):
            told(SaleAttributed, published)
        assert published() == []

    @pytest.mark.parametrize(
        "document",
        [
            "no JSON",
            "[]",
            "{}",
            '{"id": "first"}',
            '{"id": "first", "key": "short"}',
            json.dumps(FIRST | {"id": 'x","record":"'}),
            json.dumps(FIRST | {"until": "tomorrow"}),
            json.dumps(FIRST | {"until": in_minutes(-1)}),
            json.dumps(FIRST | {"from": in_minutes(24 * 60)}),
            json.dumps(FIRST | {"former": [{"id": "second"}]}),
        ],
    )
    def test_keys_that_cannot_be_read_sign_nothing(self, document: str) -> None:
        boto3.client("secretsmanager").put_secret_value(
            SecretId=event_keys.SECRET, SecretString=document
        )

        with pytest.raises(EventKeyUnavailable) as refused:
            signed_sample(SALE)
        assert FIRST["key"] not in str(refused.value)

    def test_without_secrets_manager_a_key_is_not_used_longer_than_it_may_be(
        self, moves: "Clock"
    ) -> None:
        event = signed_sample(SALE)
        moves.on(event_keys.MAX_AGE_SECONDS)
        outage = patch.object(event_keys, "client", side_effect=_unavailable)
        with outage, pytest.raises(EventKeyUnavailable):
            received(event)

        assert received(event).record.key

    def test_no_key_is_shown_where_the_whole_is(self) -> None:
        shown = repr(event_keys.signing_key())

        assert "first" in shown
        assert FIRST["key"] not in shown


def test_what_may_not_be_said_is_not_said_and_nothing_beside_it(published: Published) -> None:
    sale = bus.decode_event(SaleAttributed, bus_sample(SALE)["detail"])
    placed = sale.with_record(sale.record.order)

    with pytest.raises(bus.NotItsOwn, match=r"sale\.attributed"):
        bus.publish([placed, sale], [type(placed.record)])

    assert published() == []


class Clock:
    """The clocks of this process, moved on by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._ahead = 0.0
        began = datetime.now(UTC).timestamp()
        monkeypatch.setattr(cache, "monotonic", lambda: self._ahead)
        monkeypatch.setattr(cache, "time", lambda: began + self._ahead)

    def on(self, seconds: float) -> None:
        self._ahead += seconds


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> Clock:
    cache.forget_all()
    return Clock(monkeypatch)


def sign_with(key: dict[str, str]) -> dict[str, Any]:
    """Signed by somebody who has that key, whatever is known here."""
    sample = bus_sample(SALE)
    mac = event_mac.mac_of(key["id"], key["key"].encode(), SALE, sample["detail"])
    return sample | {"detail": sample["detail"] | {"mac": mac}}


def _unavailable(_: str) -> Any:
    raise ClientError({"Error": {"Code": "InternalServiceError"}}, "GetSecretValue")
