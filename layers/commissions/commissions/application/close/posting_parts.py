"""What is to be posted of a run as files of many members: a part is posted as a whole or again."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from commissions import events
from commissions.domain.ledger.journal import JournalLine

MEMBERS_PER_PART = 250


@dataclass(frozen=True, slots=True)
class DueBook:
    """What should stand in a member's book of the period."""

    member: str
    lines: tuple[JournalLine, ...]

    @property
    def amount(self) -> int:
        """Minor units of the plan's base currency."""
        return sum(each.amount for each in self.lines)


def parts_of(books: Iterable[DueBook]) -> Iterator[str]:
    """The text of each part's file, a line a member."""
    lines: list[str] = []
    for each in books:
        told = {"member": each.member, "lines": [asdict(line) for line in each.lines]}
        lines.append(json.dumps(told, separators=(",", ":"), sort_keys=True))
        if len(lines) == MEMBERS_PER_PART:
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)


def books_in(part: str) -> Iterator[DueBook]:
    for text in part.splitlines():
        told = json.loads(text)
        read = events.adapter(JournalLine).validate_python
        yield DueBook(told["member"], tuple(read(each) for each in told["lines"]))


def digests_of(parts: Iterable[tuple[str, str]]) -> str:
    """Of parts by name, as a text that is kept beside them."""
    return json.dumps({name: text_digest(text) for name, text in parts}, indent=1, sort_keys=True)


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
