"""Reading a document field by field, so that everything wrong with it is told at once."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Self

from commissions.domain.currencies import UnknownCurrency, exponent
from commissions.domain.money import NotAnAmount, minor_units

NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
_SHARE = re.compile(r"0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?", re.ASCII)
_DECIMAL = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?", re.ASCII)
NOTHING = Decimal(0)


class _NoValue:
    """What a field reads as that is not there, or has been refused already."""


ABSENT = _NoValue()


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a document. What is wrong there is added to `problems` and reads as nothing.

    A field that is absent reads as nothing too, without a word: `only` says which have to be there.
    """

    value: Any
    path: str
    problems: list[str]

    @property
    def missing(self) -> bool:
        return self.value is ABSENT

    def refuse(self, why: str) -> None:
        self.problems.append(f"{self.path}: {why}" if self.path else why)

    def __contains__(self, name: str) -> bool:
        return isinstance(self.value, dict) and name in self.value

    def __getitem__(self, name: str) -> "Node":
        value = self.value.get(name, ABSENT) if isinstance(self.value, dict) else ABSENT
        return Node(value, f"{self.path}.{name}" if self.path else name, self.problems)

    def has(self, required: str) -> bool:
        """Whether fields are there; refuses those that are not."""
        if not self._is(dict, "has to be a map of fields"):
            return False
        missing = [name for name in required.split() if name not in self]
        for name in missing:
            self[name].refuse("has to be stated")
        return not missing

    def only(self, required: str, optional: str = "") -> Self:
        """Refuses fields that are missing or that nobody knows."""
        self.has(required)
        if not isinstance(self.value, dict):
            return self
        known = [*required.split(), *optional.split()]
        for name in self.value:
            if name not in known:
                self[name].refuse(f"is no field here; there are {', '.join(known)}")
        return self

    def fields(self) -> dict[str, "Node"]:
        """The fields of a map whose names are the plan's own."""
        if not self._is(dict, "has to be a map"):
            return {}
        return {name: self[name] for name in self.value}

    def each(self) -> list["Node"]:
        if not self._is(list, "has to be a list"):
            return []
        return [
            Node(value, f"{self.path}[{i}]", self.problems) for i, value in enumerate(self.value)
        ]

    def name(self, pattern: str = NAME, what: str = "a name") -> str:
        if self._is(str, f"has to be {what} in quotes") and re.fullmatch(pattern, self.value):
            return str(self.value)
        if isinstance(self.value, str):
            self.refuse(f"{self.value[:40]!r} is not {what}")
        return ""

    def choice(self, *words: str) -> str:
        if isinstance(self.value, str) and self.value in words:
            return self.value
        if self.value is not ABSENT:
            self.refuse(f"{self.value!r} is not one of {', '.join(words)}")
        return ""

    def whole(self, least: int = 0, most: int = 10**6) -> int:
        wrong = f"has to be a whole number from {least} to {most}"
        if not self._is(int, wrong):
            return least
        if isinstance(self.value, bool) or not least <= self.value <= most:
            self.refuse(wrong)
        return int(self.value)

    def moment(self) -> datetime | None:
        """A moment with its zone, or a day, which begins at midnight UTC."""
        wrong = 'has to be a day or a moment in quotes, such as "2026-11-01"'
        if not self._is(str, wrong):
            return None
        try:
            found = datetime.fromisoformat(self.value)
        except ValueError:
            self.refuse(wrong)
            return None
        if found.tzinfo is None and "T" in self.value:
            self.refuse(f"{self.value} has no timezone: write 2026-11-01T09:00:00+01:00")
        return found.replace(tzinfo=found.tzinfo or UTC)

    def flag(self) -> bool:
        return self._is(bool, "has to be true or false") and bool(self.value)

    def share(self) -> Decimal:
        return self._decimal(_SHARE, 'has to be a share from "0" to "1", in quotes')

    def limit(self) -> Decimal | None:
        """A share that something has to keep to, 0 among them; None where none is stated well."""
        is_share = isinstance(self.value, str) and _SHARE.fullmatch(self.value)
        return self.share() if is_share else None

    def decimal(self) -> Decimal:
        return self._decimal(_DECIMAL, 'has to be a decimal number in quotes, such as "100.00"')

    def positive(self, read: Decimal) -> Decimal:
        """Refuses a number that was read well, and is 0."""
        if not read and isinstance(self.value, str) and not self.value.strip("0."):
            self.refuse("has to be more than 0")
        return read

    def currency(self) -> str:
        code = self.name(r"[A-Z]{3,4}", "a currency code that we know")
        try:
            return code if not code or exponent(code) >= 0 else ""
        except UnknownCurrency as error:
            self.refuse(str(error))
            return ""

    def amount(self, currency: str) -> None:
        """Checks an amount of money."""
        if self.decimal() and currency:
            try:
                minor_units(self.value, currency)
            except NotAnAmount as error:
                self.refuse(str(error))

    def _decimal(self, pattern: re.Pattern[str], wrong: str) -> Decimal:
        if not self._is(str, wrong):
            return NOTHING
        if not pattern.fullmatch(self.value):
            self.refuse(wrong)
            return NOTHING
        return Decimal(self.value)

    def _is(self, kind: type, wrong: str) -> bool:
        if isinstance(self.value, kind):
            return True
        if self.value is not ABSENT:
            self.refuse(wrong)
        return False


def root(document: object) -> Node:
    """The whole document, with what JSON would not keep as it was written refused."""
    problems: list[str] = []
    return Node(_plain(Node(document, "", problems)), "", problems)


def _plain(node: Node) -> Any:
    value = node.value
    if isinstance(value, dict):
        return {str(key): _plain(_named(node, key)) for key in value}
    if isinstance(value, list):
        return [_plain(each) for each in node.each()]
    if value is None or isinstance(value, str | int):
        return value
    node.refuse(f"{value} has to be in quotes")
    return ABSENT


def _named(node: Node, key: object) -> Node:
    field = Node(node.value[key], node[str(key)].path, node.problems)
    if not isinstance(key, str):
        field.refuse(f"the name {key} has to be in quotes")
    return field
