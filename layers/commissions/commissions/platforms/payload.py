"""A payload read field by field; what is not as promised is named by its path."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from commissions.domain.currencies import EXPONENTS
from commissions.domain.money import NotAnAmount, minor_units
from commissions.platforms import InvalidPayload

_PLACE = re.compile(r"[0-9]{1,9}", re.ASCII)
_IDENTITY = re.compile(r"[1-9][0-9]{0,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a payload and where it stands; raises InvalidPayload where it is not as read."""

    value: Any
    path: str = ""

    def __getitem__(self, name: str) -> "Field":
        """A field that the payload must have, be it null."""
        if not isinstance(self.value, dict):
            raise self.wrong("is not an object")
        if name not in self.value:
            raise InvalidPayload(f"{self._to(name)} is missing")
        return Field(self.value[name], self._to(name))

    def get(self, name: str) -> "Field":
        """A field that may be missing, which reads as null."""
        if self.value is None:
            return Field(None, self._to(name))
        if not isinstance(self.value, dict):
            raise self.wrong("is not an object")
        return Field(self.value.get(name), self._to(name))

    def extra_field(self, name: str) -> "Field":
        """A field of what decides no money: whatever is no object has none."""
        found = self.value.get(name) if isinstance(self.value, dict) else None
        return Field(found, self._to(name))

    def extras(self) -> "Iterator[Field]":
        """The objects of a list that decides no money: whatever else stands there, or in it, is
        none."""
        values = _listed(self.value)
        for number, value in enumerate(values if isinstance(values, list) else ()):
            if isinstance(value, dict):
                yield Field(value, f"{self.path}[{number}]")

    @property
    def given(self) -> bool:
        return self.value is not None

    @property
    def stated(self) -> bool:
        """Whether there is more than nothing."""
        return not self.is_empty

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing: null, an empty text, or what PHP and plug-ins write for either,
        an empty list or object."""
        return self.value in (None, "", [], {})

    @property
    def is_id(self) -> bool:
        """Whether it names something: none is null, 0 or empty, whichever its sender writes."""
        return not self.is_empty and self.value not in (0, "0")

    def each(self) -> "Iterator[Field]":
        """The fields of a list; none where there is nothing, whatever PHP writes for that."""
        if self.is_empty:
            return
        if not isinstance(values := _listed(self.value), list):
            raise self.wrong("is not a list")
        for number, value in enumerate(values):
            yield Field(value, f"{self.path}[{number}]")

    def rows(self) -> "Iterator[Field]":
        """The fields of a list that has to be there, be it empty."""
        if self.is_empty and self.value != []:
            raise self.wrong("is not a list")
        return self.each()

    def text(self) -> str:
        """A text in the one composed form (NFC), without blanks around; nothing is empty, whatever
        PHP writes for that."""
        if self.is_empty:
            return ""
        if not isinstance(self.value, str):
            raise self.wrong("is not a text")
        return unicodedata.normalize("NFC", self.value).strip()

    def text_or_number(self) -> str:
        """A text; a whole number as it is written, as some senders tell a SKU that is one."""
        return str(self.value) if type(self.value) is int else self.text()

    def identity(self) -> str:
        """An id: a whole number, which some senders write as a text."""
        value = str(self.value) if type(self.value) in (int, str) else ""
        if not _IDENTITY.fullmatch(value):
            raise self.wrong("is not an id")
        return value

    def integer(self) -> int:
        if type(self.value) is not int or self.value < 0:
            raise self.wrong("is not a whole number of 0 or more")
        number: int = self.value
        return number

    def boolean(self) -> bool:
        """Whether it is true; null is no."""
        if self.value is None:
            return False
        if not isinstance(self.value, bool):
            raise self.wrong("is neither true nor false")
        return self.value

    def moment(self) -> datetime:
        """A time with its zone, in UTC."""
        if (moment := moment_of(self.value)) is None:
            raise self.wrong("is not a time with its zone")
        return moment

    def currency(self) -> str:
        if not isinstance(self.value, str) or self.value not in EXPONENTS:
            raise self.wrong("is not a currency that we know")
        return self.value

    def amount(self, currency: str) -> int:
        """An amount in minor units of the currency."""
        try:
            return minor_units(self.value, currency)
        except NotAnAmount:
            raise self.wrong(f"is not an amount of {currency}") from None

    def wrong(self, what: str) -> InvalidPayload:
        return InvalidPayload(f"{self.path or 'the body'} {what}")

    def _to(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def _listed(value: Any) -> Any:
    """A list, which PHP writes as an object with its places where there are gaps in it; anything
    else is left as it is."""
    if isinstance(value, dict) and value and all(map(_PLACE.fullmatch, value)):
        return [*value.values()]
    return value


def moment_of(value: Any) -> datetime | None:
    """An ISO 8601 time in UTC; None for what is none, or has no zone."""
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None
