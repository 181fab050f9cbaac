"""Bodies as JSON: money as an amount and its currency, moments in UTC, and no number that is not
whole."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from commissions.domain.money import Money, shown
from commissions.domain.orders.canonical import stamp


def encoded(body: Any) -> str:
    return json.dumps(plain(body), ensure_ascii=False, separators=(",", ":"))


def tag_of(body: str) -> str:
    """The same as long as the answer says the same (RFC 9110 8.8.3); weak, as it is packed or
    not."""
    return f'W/"{hashlib.sha256(body.encode()).hexdigest()[:20]}"'


def points(hundredths: int) -> str:
    """Volume as a decimal text: `20.67`."""
    sign, whole = "-" * (hundredths < 0), abs(hundredths)
    return f"{sign}{whole // 100}.{whole % 100:02}"


def decimal_of(value: Fraction) -> str:
    """A share or a rate as a decimal text of at most twelve places."""
    return f"{round(value, 12):.12f}".rstrip("0").rstrip(".") or "0"


def amount_of(minor: int, currency: str) -> str:
    """`12.50`"""
    return shown(minor, currency).partition(" ")[0]


def plain(value: Any) -> Any:
    """As JSON has it. Raises TypeError of what no body is to have, a float among it."""
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Money):
        return {"amount": amount_of(value.minor, value.currency), "currency": value.currency}
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return _single(value)


def _single(value: Any) -> str | int | None:
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is none of the values that a body has")
