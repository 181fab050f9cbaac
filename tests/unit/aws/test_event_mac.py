"""What a MAC is of: all that is believed of an event, and not how it is written."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from commissions import events
from commissions.aws.event_mac import canonical_text, is_mac_of, key_id_of, mac_of
from tests.support.samples import bus_sample

KEY = b"a key of the tests, of enough bytes for a MAC"
SIGNED = pytest.mark.parametrize("name", [events.DETAIL_TYPES[each] for each in events.SIGNED])
Content = dict[str, Any]


def content_of(name: str) -> Content:
    detail: Content = bus_sample(name)["detail"]
    return detail


def mac(name: str, content: Content) -> str:
    return mac_of("first", KEY, name, content)


def changed(value: Any) -> Iterator[tuple[str, Any]]:
    """What a value becomes by one change anywhere in it, and where that is."""
    match value:
        case dict():
            yield "one more", value | {"and_more": 1}
            for key, inner in value.items():
                yield f"{key} gone", {each: value[each] for each in value if each != key}
                for where, other in changed(inner):
                    yield f"{key}.{where}", value | {key: other}
        case list():
            yield "one more", [*value, 1]
            for place, inner in enumerate(value):
                yield f"{place} gone", [*value[:place], *value[place + 1 :]]
                for where, other in changed(inner):
                    yield f"{place}.{where}", [*value[:place], other, *value[place + 1 :]]
        case str():
            yield "another text", f"{value}0"
            yield "no text", None
        case _:
            yield "as a text", str(value)
            yield "another", 1 if value != 1 else 2


@SIGNED
def test_an_event_is_authentic_as_it_was_signed(name: str) -> None:
    assert is_mac_of(mac(name, content_of(name)), KEY, name, content_of(name))


@SIGNED
def test_whatever_is_changed_of_it_it_is_not_authentic_any_more(name: str) -> None:
    content, proof = content_of(name), mac(name, content_of(name))
    believed = [
        where
        for part in ("schema_version", "record", "trace")
        for where, other in changed(content[part])
        if is_mac_of(proof, KEY, name, content | {part: other})
    ]

    assert believed == []
    assert len(list(changed(content["record"]))) > 5


@SIGNED
def test_it_does_not_matter_how_the_bus_writes_it(name: str) -> None:
    content = content_of(name)
    backwards = dict(reversed(content.items()))
    written = json.loads(json.dumps(backwards, indent=3, ensure_ascii=True))

    assert canonical_text("first", name, written) == canonical_text("first", name, content)


@SIGNED
def test_what_is_signed_as_one_thing_is_not_believed_as_another(name: str) -> None:
    others = {events.DETAIL_TYPES[each] for each in events.SIGNED} - {name}
    proof = mac(name, content_of(name))

    assert not any(is_mac_of(proof, KEY, other, content_of(name)) for other in others)


def test_another_orders_mac_proves_nothing() -> None:
    mine, theirs = content_of("sale.attributed"), content_of("sale.attributed")
    theirs["record"]["order"]["platform_order_id"] += "9"

    assert not is_mac_of(mac("sale.attributed", theirs), KEY, "sale.attributed", mine)


def test_with_another_key_or_under_another_keys_name_it_is_another_mac() -> None:
    content = content_of("sale.attributed")
    proof = mac("sale.attributed", content)
    renamed = proof.replace("first", "second")

    assert not is_mac_of(proof, KEY[::-1], "sale.attributed", content)
    assert not is_mac_of(renamed, KEY, "sale.attributed", content)
    assert (key_id_of(proof), key_id_of(renamed)) == ("first", "second")


@pytest.mark.parametrize("proof", ["", ":", "first", "first:", "first:\ud800", "first:ÿ", "::"])
def test_what_is_no_mac_proves_nothing(proof: str) -> None:
    assert not is_mac_of(proof, KEY, "sale.attributed", content_of("sale.attributed"))


def test_fields_cannot_run_into_each_other() -> None:
    one = {"schema_version": 1, "record": {"a": "b"}, "trace": {}}
    other = {"schema_version": 1, "record": {}, "trace": {"a": "b"}}

    assert canonical_text("k", "t", one) != canonical_text("k", "t", other)


def test_the_text_is_pinned_as_events_of_the_release_before_lie_in_queues() -> None:
    content = {"trace": {"b": "é", "a": [1, None]}, "record": {"x": "1.50"}, "schema_version": 1}

    assert canonical_text("first", "order.mapped", content) == (
        '["event-mac/1","first","order.mapped",1,{"x":"1.50"},{"a":[1,null],"b":"\\u00e9"}]'
    )
    assert mac_of("first", b"k" * 32, "order.mapped", content) == (
        "first:f12d67bede7c31eaf2c09ca7aa105d258557faec091a91ee42479ec92f7a908c"
    )


def test_a_number_that_json_does_not_know_is_never_signed() -> None:
    with pytest.raises(ValueError, match="JSON"):
        mac("order.mapped", {"schema_version": 1, "record": {"x": float("nan")}, "trace": {}})
