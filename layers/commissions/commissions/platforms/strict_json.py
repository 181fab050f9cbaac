"""JSON as strangers send it: what Python's reader lets pass or falls over is refused here."""

import json
import re
from contextlib import suppress
from decimal import Decimal
from typing import Any, NoReturn

DEPTH_MAX = 32
DIGITS_MAX = 19
FRACTION_CHARACTERS_MAX = 40
EXPONENT_MAX = 20

# All but brackets; an open string is taken to its end, so that the scan stays linear.
_NOT_BRACKETS = re.compile(r'[^\[\]{}"]++|"(?:[^"\\]++|\\.)*+"?', re.DOTALL)


class NotJson(ValueError):
    """A body that is no JSON, or more than a payload may hold; says why, never what it held."""


def loads(body: bytes, *, exponents: bool = False) -> Any:
    """Reads UTF-8 JSON; numbers with a fraction become Decimal, as they were written.

    `exponents`: small ones are taken too, and written out: PHP writes 0.00004 as 4.0e-5, and one
    such rate must not hide a whole page of orders. Nor may a number that nobody can count with, as
    plug-ins write PHP_FLOAT_MAX for "no limit": it stays a text, which is no amount and no id.
    Nobody who is not asked may send either.

    Raises NotJson.
    """
    text = _text(body)
    _check_depth(text)
    value = _parsed(text, _LENIENT if exponents else _STRICT)
    if "\\ud" in text or "\\uD" in text:
        _check_surrogates(value)
    return value


def _text(body: bytes) -> str:
    # Errors are raised outside: chained to Python's own they would carry the body into the log.
    with suppress(UnicodeDecodeError):
        return body.decode()
    raise NotJson("the body is not UTF-8")


def _check_depth(text: str) -> None:
    depth = 0
    for bracket in _NOT_BRACKETS.sub("", text):
        depth += 1 if bracket in "[{" else -1
        if depth > DEPTH_MAX:
            raise NotJson(f"the body is nested more than {DEPTH_MAX} deep")


def _parsed(text: str, decoder: json.JSONDecoder) -> Any:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        reason = f"the body is not JSON: {error.msg} at character {error.pos}"
    raise NotJson(reason)


def _check_surrogates(value: Any) -> None:
    with suppress(UnicodeEncodeError):
        json.dumps(value, ensure_ascii=False, default=str).encode()
        return
    raise NotJson("a text holds half a character (a lone surrogate)")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("an object names a key twice")
    return found


def _whole(digits: str) -> int:
    if len(digits.removeprefix("-")) > DIGITS_MAX:
        raise NotJson(f"a number has more than {DIGITS_MAX} digits")
    return int(digits)


def _fraction(digits: str) -> Decimal:
    if "e" in digits or "E" in digits:
        raise NotJson("a number is written with an exponent")
    if len(digits) > FRACTION_CHARACTERS_MAX:
        raise NotJson(f"a number has more than {FRACTION_CHARACTERS_MAX} characters")
    return Decimal(digits)


def _whole_or_text(digits: str) -> int | str:
    return digits if len(digits.removeprefix("-")) > DIGITS_MAX else int(digits)


def _written_out(digits: str) -> Decimal | str:
    mantissa, _, exponent = digits.lower().partition("e")
    if not exponent:
        return digits if len(digits) > FRACTION_CHARACTERS_MAX else Decimal(digits)
    if len(exponent) > 3 or abs(int(exponent)) > EXPONENT_MAX or len(mantissa) > DIGITS_MAX:
        return digits
    return Decimal(f"{Decimal(digits):f}")


def _constant(name: str) -> NoReturn:
    raise NotJson(f"{name} is not a number")


_STRICT, _LENIENT = (
    json.JSONDecoder(
        object_pairs_hook=_object,
        parse_int=whole,
        parse_float=fraction,
        parse_constant=_constant,
    )
    for whole, fraction in ((_whole, _fraction), (_whole_or_text, _written_out))
)
