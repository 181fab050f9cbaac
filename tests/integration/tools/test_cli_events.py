"""`commissions events`, as people type it."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from commissions import events
from commissions.application.care import rotate_event_key
from commissions.aws import bus, cache, event_keys
from commissions.aws.event_signing import NotAuthentic
from tests.support.command import commissions, told
from tests.support.samples import EVENTS, bus_sample
from tests.support.signing import FIRST, in_minutes, signed_sample, store_keys
from tools import stack

pytestmark = pytest.mark.usefixtures("reachable")
EARN = EVENTS / "lambda/Earn.json"
SALE = EVENTS / "bus/sale.attributed.json"


def signed(file: Path) -> Any:
    result = commissions("events", "sign", str(file))
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def is_believed(event: dict[str, Any]) -> bool:
    try:
        bus.receive(events.RECORD_TYPES[event["detail-type"]], event["detail"])
    except NotAuthentic:
        return False
    return True


def stored() -> dict[str, Any]:
    answer = boto3.client("secretsmanager").get_secret_value(
        SecretId=event_keys.SECRET, VersionStage="AWSCURRENT"
    )
    document: dict[str, Any] = json.loads(answer["SecretString"])
    return document


class TestSign:
    def test_an_event_is_believed_as_it_is_printed_and_not_as_it_lies_there(self) -> None:
        as_it_lies = json.loads(SALE.read_text())

        assert not is_believed(as_it_lies)
        assert is_believed(signed(SALE))
        assert signed(SALE) == as_it_lies | {"detail": signed(SALE)["detail"]}

    def test_of_what_a_queue_hands_a_function_each_event_is_signed(self) -> None:
        [record] = signed(EARN)["Records"]
        [as_it_lies] = json.loads(EARN.read_text())["Records"]

        assert is_believed(json.loads(record["body"]))
        assert record.keys() == as_it_lies.keys()

    def test_what_was_signed_with_a_key_that_has_ended_is_signed_anew(self, tmp_path: Path) -> None:
        old = tmp_path / "old.json"
        old.write_text(json.dumps(signed_sample("sale.attributed")))
        store_keys({"id": "second", "key": "s" * 64})

        assert is_believed(signed(old))

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("not JSON", "is no JSON"),
            ("[]", "is a JSON object"),
            ('{"detail": {}}', "`detail-type` is None"),
            ('{"detail-type": "order.paid", "detail": {}}', "`detail-type` is 'order.paid'"),
            ('{"detail-type": "order.mapped", "detail": {}}', "`detail` needs `schema_version`"),
            ('{"Records": [{"body": "nothing"}]}', "Records[0]: `body` is no JSON text"),
            ('{"Records": []}', "has no records"),
        ],
    )
    def test_what_cannot_be_signed_is_named(self, tmp_path: Path, text: str, says: str) -> None:
        file = tmp_path / "event.json"
        file.write_text(text)
        result = commissions("events", "sign", str(file))

        assert (result.exit_code, says in result.stderr) == (2, True), result.stderr

    def test_what_a_store_said_needs_no_signature(self) -> None:
        result = commissions("events", "sign", str(EVENTS / "bus/order.placed.json"))

        assert result.exit_code == 2
        assert "order.placed needs no signature" in result.stderr

    def test_whoever_signs_an_event_stands_in_the_log(self) -> None:
        signed(EARN)
        begun, done = told("log")["entries"][-2:]

        assert (begun["what"], begun["target"]) == ("events sign", "Earn.json")
        assert done["outcome"] == "done"

    def test_a_stack_that_signs_nothing_says_so(self) -> None:
        document = json.loads(stack.STATE.read_text())
        document["stack"]["parameters"].pop("SignedEvents")
        stack.STATE.write_text(json.dumps(document))
        result = commissions("events", "sign", str(EARN))

        assert result.exit_code == 1
        assert "signs no events" in result.stderr


class TestKeys:
    def test_they_are_shown_by_name_and_never_themselves(self) -> None:
        shown = commissions("events", "keys")

        assert "SignedEvents is require" in shown.stdout
        assert FIRST["key"] not in shown.stdout
        assert told("events", "keys") == {
            "mode": "require",
            "keys": [{"id": "first", "signs": True, "signs_from": None, "believed_until": None}],
        }

    def test_without_apply_nothing_is_changed(self) -> None:
        before = stored()
        answer = told("events", "rotate")

        assert (answer["applied"], answer["key"]) == (False, "")
        assert stored() == before
        assert "--apply does it" in commissions("events", "rotate").stdout

    def test_a_new_key_signs_only_when_everybody_has_had_the_time_to_look_it_up(self) -> None:
        before = signed_sample("sale.attributed")
        answer = told("events", "rotate", "--apply")
        newest, former = answer["keys"]

        assert (newest["id"], newest["signs"]) == (answer["key"], False)
        assert (former["id"], former["signs"]) == ("first", True)
        assert is_believed(before)
        assert is_believed(signed_sample("sale.attributed"))
        waits = rotate_event_key.KNOWN_WITHIN.total_seconds()
        assert waits > event_keys.MAX_AGE_SECONDS

    def test_after_that_it_signs_and_the_one_before_is_believed_for_thirty_days(self) -> None:
        before = signed_sample("sale.attributed")
        told("events", "rotate", "--apply")
        document = stored()
        [former] = document["former"]
        store_keys({"id": document["id"], "key": document["key"]}, former)

        assert is_believed(before)
        assert signed_sample("sale.attributed")["detail"]["mac"].startswith(document["id"])
        assert in_minutes(30 * 24 * 60 - 1) < former["until"] < in_minutes(30 * 24 * 60 + 1)

    def test_one_that_leaked_proves_nothing_any_more(self) -> None:
        before = signed_sample("sale.attributed")
        answer = told("events", "rotate", "--keep-days", "0", "--apply")

        assert [(each["id"], each["signs"]) for each in answer["keys"]] == [(answer["key"], True)]
        assert not is_believed(before)
        assert is_believed(signed_sample("sale.attributed"))

    def test_of_three_in_a_row_all_are_believed_and_each_ends_when_it_was_to_end(self) -> None:
        first = signed_sample("sale.attributed")
        told("events", "rotate", "--keep-days", "1", "--apply")
        told("events", "rotate", "--apply")
        ends = {each["id"]: each["until"] for each in stored()["former"]}

        assert len(told("events", "keys")["keys"]) == 3
        assert is_believed(first)
        assert ends["first"] < in_minutes(24 * 60 + 1)

    def test_one_that_has_ended_is_not_kept(self) -> None:
        store_keys(FIRST, {"id": "older", "key": "o" * 64, "until": in_minutes(-1)})
        told("events", "rotate", "--apply")

        assert [each["id"] for each in stored()["former"]] == ["first"]

    def test_keys_that_cannot_be_read_are_not_overwritten(self) -> None:
        boto3.client("secretsmanager").put_secret_value(
            SecretId=event_keys.SECRET, SecretString="not a document"
        )
        cache.forget_all()
        result = commissions("events", "rotate", "--keep-days", "0", "--apply")

        assert result.exit_code == 1
        assert "cannot be read" in result.stderr


def test_a_sample_of_every_kind_that_bears_a_mac_can_be_signed() -> None:
    for record_type in events.SIGNED:
        name = events.DETAIL_TYPES[record_type]

        assert is_believed(signed(EVENTS / f"bus/{name}.json"))
        assert not is_believed(bus_sample(name))
