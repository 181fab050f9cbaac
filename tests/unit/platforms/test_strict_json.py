import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.money import NotAnAmount, minor_units
from commissions.platforms.strict_json import DEPTH_MAX, NotJson, loads

REFUSED = {
    "nothing at all": b"",
    "only blanks": b"   ",
    "a form": b"webhook_id=4",
    "a cut body": b'{"id": 1, "line_items": [',
    "an open text": b'{"id": "1',
    "two bodies": b'{"id": 1}{"id": 2}',
    "a comment": b'{"id": 1} // paid',
    "a comma too many": b'{"id": 1,}',
    "single quotes": b"{'id': 1}",
    "a byte order mark": b'\xef\xbb\xbf{"id": 1}',
    "UTF-16 with its mark": '{"id": 1}'.encode("utf-16"),
    "UTF-16 without": '{"id": 1}'.encode("utf-16-le"),
    "UTF-32": '{"id": 1}'.encode("utf-32-be"),
    "Latin-1": '{"name": "Zoë"}'.encode("latin-1"),
    "an overlong slash": b'{"a": "\xc0\xaf"}',
    "a surrogate in UTF-8": b'{"a": "\xed\xa0\x80"}',
    "a raw line break in a text": b'{"a": "1\n2"}',
    "a raw NUL": b'{"a": "\x00"}',
    "an unknown escape": rb'{"a": "\x41"}',
    "a key twice": b'{"amount": "1.00", "amount": "999.00"}',
    "a key twice, once escaped": rb'{"amount": "1.00", "\u0061mount": "999.00"}',
    "a key twice deep down": b'{"a": [{"b": {"c": 1, "c": 1}}]}',
    "NaN": b'{"amount": NaN}',
    "Infinity": b'{"amount": Infinity}',
    "minus Infinity": b'{"amount": -Infinity}',
    "a huge exponent": b'{"amount": 1e400}',
    "an exponent that would take for ever": b'{"amount": 1E999999999}',
    "a small exponent": b'{"amount": 1.0e-5}',
    "an exponent without a fraction": b'{"amount": 1E2}',
    "20 digits": b'{"id": 12345678901234567890}',
    "20 digits below zero": b'{"id": -12345678901234567890}',
    "5,000 digits": b'{"id": ' + b"9" * 5000 + b"}",
    "a fraction without end": b'{"amount": 0.' + b"1" * 100 + b"}",
    "a leading zero": b'{"id": 01}',
    "a plus": b'{"amount": +1}',
    "a bare point": b'{"amount": .5}',
    "underscores": b'{"id": 1_000}',
    "full-width digits": '{"id": \uff11\uff12}'.encode(),
    "hexadecimal": b'{"id": 0x10}',
    "half a character": rb'{"name": "\ud83d"}',
    "the other half": rb'{"name": "\uDE00"}',
    "halves the wrong way round": rb'{"name": "\ude00\ud83d"}',
    "half a character in a key": rb'{"\ud800": 1}',
    "a deep list": b"[" * 33 + b"]" * 33,
    "a deep object": b'{"a":' * 33 + b"1" + b"}" * 33,
    "100,000 lists": b"[" * 100_000,
    "lists that a text seems to close": b'["]",' * 40,
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_what_no_store_sends_is_refused(body: bytes) -> None:
    with pytest.raises(NotJson):
        loads(body)


ACCEPTED: dict[str, tuple[bytes, Any]] = {
    "a whole number": (b"7", 7),
    "an id beyond a double": (b'{"id": 820982911946154508}', {"id": 820982911946154508}),
    "19 digits": (b"9223372036854775807", 9223372036854775807),
    "a fraction as it was written": (b"[399.290]", [Decimal("399.290")]),
    "an emoji": ('{"a": "☕🫖"}'.encode(), {"a": "☕🫖"}),
    "an emoji in PHP's way": (rb'{"a": "\ud83e\uded6\/"}', {"a": "🫖/"}),
    "a backslash before ud": (rb'{"a": "C:\\ud83d"}', {"a": "C:\\ud83d"}),
    "brackets in a text": (b'{"a": "' + b"[" * 50 + b'"}', {"a": "[" * 50}),
    "an escaped quote": (rb'{"a": "\"[[", "b": "\\"}', {"a": '"[[', "b": "\\"}),
    "as deep as it may be": (b"[" * DEPTH_MAX + b"]" * DEPTH_MAX, None),
    "many lists side by side": (b"[" + b",".join([b"[]"] * 500) + b"]", [[]] * 500),
}


@pytest.mark.parametrize(("body", "value"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_stores_do_send_is_read(body: bytes, value: Any) -> None:
    read = loads(body)

    assert value is None or read == value


def test_a_refusal_does_not_repeat_the_body() -> None:
    with pytest.raises(NotJson) as refusal:
        loads(b'{"email": "nora@example.org", "amount": nora@example.org}')

    assert "nora" not in str(refusal.value)
    assert refusal.value.__cause__ is refusal.value.__context__ is None


def test_a_refused_encoding_does_not_carry_the_body_along() -> None:
    with pytest.raises(NotJson) as refusal:
        loads(b'{"email": "nora@example.org\xff"}')

    assert refusal.value.__context__ is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=20,
    )
)
def test_whatever_is_proper_json_is_read_as_python_reads_it(value: Any) -> None:
    try:
        body = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return

    assert loads(body) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_nothing_else(body: bytes) -> None:
    try:
        value = loads(body)
    except NotJson:
        return

    assert value == json.loads(body, parse_float=Decimal)


@pytest.mark.parametrize(
    ("written", "read"),
    [("4.0e-5", "0.000040"), ("1E2", "100"), ("-2.5e+1", "-25"), ("0.5", "0.5")],
)
def test_of_a_store_that_we_ask_small_exponents_are_taken_and_written_out(
    written: str, read: str
) -> None:
    found = loads(f'{{"rate": {written}}}'.encode(), exponents=True)["rate"]

    assert str(found) == read


@pytest.mark.parametrize(
    "written",
    [
        "1e400",
        "1E999999999",
        "1e-21",
        "12345678901234567890e1",
        "1.7976931348623157e+308",
        "12345678901234567890",
        "-12345678901234567890",
        "9" * 5000,
        "0." + "1" * 100,
    ],
)
def test_a_number_that_nobody_can_count_with_stays_a_text_and_hides_nothing_else(
    written: str,
) -> None:
    found = loads(f'{{"limit": {written}, "id": 7}}'.encode(), exponents=True)

    assert found == {"limit": written, "id": 7}
    with pytest.raises(NotAnAmount):
        minor_units(found["limit"], "USD")
