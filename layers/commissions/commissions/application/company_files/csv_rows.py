"""A CSV file's rows, read strictly: each cell says what is wrong with it, and reads as nothing."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from commissions.application.company_files.problems import Problem
from commissions.domain.catalogue.sku_values import NotAVolume, check_volume
from commissions.domain.currencies import UnknownCurrency, exponent
from commissions.domain.money import NotAnAmount, number

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
WORD = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
_PRINTED = re.compile(r"[^\x00-\x1f\x7f]{1,255}")
NOWHERE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row of a file; what is found wrong with it in reading is added to `problems`."""

    file: str
    line: int
    cells: dict[str, str]
    problems: list[Problem] = field(compare=False)

    def problem(self, column: str, reason: object) -> Problem:
        return Problem(self.file, self.line, column, str(reason))

    def refuse(self, column: str, reason: object) -> None:
        self.problems.append(self.problem(column, reason))

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def name(self, column: str, *, required: bool = True) -> str:
        return self._matching(column, _PRINTED, "printed text", required=required)

    def id(self, column: str, *, required: bool = True) -> str:
        what = "an id of up to 64 letters, digits, `.`, `_` and `-`"
        return self._matching(column, ID, what, required=required)

    def word(self, column: str, *, required: bool = True) -> str:
        what = "a word in small letters, such as `active`"
        return self._matching(column, WORD, what, required=required)

    def choice(self, column: str, *choices: str) -> str:
        """One of the choices; the first one for an empty cell."""
        text = self.text(column)
        if text and text not in choices:
            self.refuse(column, f"{text!r} is not one of {', '.join(choices)}")
        return text or choices[0]

    def moment(self, column: str) -> datetime:
        """A moment with its zone, or a day, which begins at midnight UTC."""
        return self._read(column, _moment, NOWHERE)

    def day(self, column: str) -> date:
        return self._read(column, _day, date.min)

    def volume(self, column: str) -> str:
        return self._read(column, check_volume, "0")

    def currency(self, column: str) -> str:
        return self._read(column, _currency, "")

    def positive(self, column: str) -> Decimal:
        return self._read(column, _positive, Decimal(0))

    def _read[T](self, column: str, read: Callable[[str], T], nothing: T) -> T:
        if not (text := self.text(column)):
            self.refuse(column, "has to be stated")
            return nothing
        try:
            return read(text)
        except (ValueError, NotAVolume, NotAnAmount, UnknownCurrency) as error:
            self.refuse(column, error)
            return nothing

    def _matching(self, column: str, pattern: re.Pattern[str], what: str, *, required: bool) -> str:
        text = self.text(column)
        if not text and required:
            self.refuse(column, "has to be stated")
        if text and not pattern.fullmatch(text):
            self.refuse(column, f"{text[:40]!r} is not {what}")
            return ""
        return text


def rows(path: Path, problems: list[Problem], *, required: str, optional: str = "") -> list[CsvRow]:
    """The file's rows, where its columns are the known ones; none otherwise."""
    return rows_in(path.name, path.read_bytes(), problems, required=required, optional=optional)


def rows_in(
    file: str, written: bytes, problems: list[Problem], *, required: str, optional: str = ""
) -> list[CsvRow]:
    """The same of what a file holds; `file`: what it is called."""
    try:
        text = written.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        problems.append(Problem(file, 0, "", "is not in UTF-8: save it as CSV UTF-8"))
        return []
    lines = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = [cell.strip() for cell in next(lines, [])]
        if wrong := list(_wrong_columns(header, required.split(), optional.split())):
            problems += [Problem(file, 1, column, reason) for column, reason in wrong]
            return []
        return list(_rows(file, header, ((lines.line_num, line) for line in lines), problems))
    except csv.Error as error:
        problems.append(Problem(file, lines.line_num, "", f"is no CSV: {error}"))
        return []


def _rows(
    file: str, header: list[str], lines: Iterator[tuple[int, list[str]]], problems: list[Problem]
) -> Iterator[CsvRow]:
    for line, cells in lines:
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            continue
        row = CsvRow(file, line, dict(zip(header, stripped, strict=False)), problems)
        if len(stripped) != len(header):
            row.refuse("", f"has {len(stripped)} cells under {len(header)} columns")
            continue
        yield row


def _wrong_columns(
    header: list[str], required: list[str], optional: list[str]
) -> Iterator[tuple[str, str]]:
    known = [*required, *optional]
    for column in required:
        if column not in header:
            yield column, "this column is missing"
    for column in dict.fromkeys(header):
        if column not in known:
            yield (
                column,
                f"is no column of this file; there are {', '.join(known)}. "
                "Names, e-mails, phones and addresses are not taken in",
            )
        elif header.count(column) > 1:
            yield column, "this column is there twice"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is no day such as 2026-11-01: {error}") from error


def _moment(text: str) -> datetime:
    if "T" not in text:
        return datetime.combine(_day(text), time(), UTC)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no timezone: write 2026-11-01, or 2026-11-01T09:00:00+01:00")
    return moment.astimezone(UTC)


def _currency(text: str) -> str:
    exponent(text)
    return text


def _positive(text: str) -> Decimal:
    if (value := number(text)) <= 0:
        raise ValueError(f"{text} is not more than 0")
    return value
