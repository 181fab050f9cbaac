"""events/bus/ is the contract: what is on the bus today can still be read tomorrow."""

import json
from typing import Any

import pytest

from commissions import events
from commissions.aws import bus
from commissions.domain.orders.canonical import canonical
from commissions.domain.sales.attribution import SaleAttributed, match_of
from tests.support.samples import EVENTS, bus_sample

TYPES = pytest.mark.parametrize("name", events.RECORD_TYPES)


def parsed(value: Any) -> Any:
    """Numbers and times of a record as they are meant, however they are written."""
    return json.loads(canonical(value))


def test_every_type_has_one_sample_and_every_sample_a_type() -> None:
    assert {path.stem for path in (EVENTS / "bus").glob("*.json")} == set(events.RECORD_TYPES)


@TYPES
def test_a_record_survives_the_bus(name: str) -> None:
    sample = bus_sample(name)["detail"]
    event = bus.decode_event(events.RECORD_TYPES[name], sample)

    assert json.loads(events.encode(event.record)) == sample["record"]
    assert json.loads(events.encode(event.trace)) == sample["trace"]


@TYPES
def test_a_record_has_the_same_content_after_the_bus(name: str) -> None:
    record = bus.decode_event(events.RECORD_TYPES[name], bus_sample(name)["detail"]).record
    again = events.decode(events.RECORD_TYPES[name], events.encode(record))

    assert parsed(again) == parsed(record)
    assert again.key == record.key


@TYPES
def test_a_field_that_is_new_to_us_passes(name: str) -> None:
    detail = bus_sample(name)["detail"]

    known = bus.decode_event(events.RECORD_TYPES[name], detail)
    newer = detail | {"record": detail["record"] | {"channel": "popup"}}

    assert bus.decode_event(events.RECORD_TYPES[name], newer) == known


@TYPES
def test_a_record_that_lacks_a_field_is_refused(name: str) -> None:
    detail = bus_sample(name)["detail"]
    first = next(iter(detail["record"]))
    record = {key: value for key, value in detail["record"].items() if key != first}

    with pytest.raises(ValueError, match=first):
        bus.decode_event(events.RECORD_TYPES[name], detail | {"record": record})


@TYPES
def test_every_event_says_which_schema_it_is_of(name: str) -> None:
    assert bus_sample(name)["detail"]["schema_version"] == events.SCHEMA_VERSION


def test_a_sale_that_was_told_before_people_were_a_fact_of_their_own_is_still_read() -> None:
    [message] = json.loads((EVENTS / "lambda/Earn.json").read_text())["Records"]
    sale = bus.decode_event(SaleAttributed, json.loads(message["body"])["detail"]).record

    assert sale.lock is not None
    match = match_of(sale.lock)
    assert match is not None
    assert (match.seller, match.carrier, sale.matches) == ("cara", "discount_code", ())
