"""WooCommerce's lists, read such that nothing is left out while they change.

They are cut into pages by number alone. So each page starts a little before where the last one
ended, and has to hold something already seen; if it does not, so much has left the list meanwhile
that something unseen may have moved up, and the list is read from further up again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from commissions.clients.http import Http
from commissions.clients.reply import Reply
from commissions.clients.woocommerce.api import Row, rows_of

PER_PAGE = 50
OVERLAP = 5


@dataclass(frozen=True, slots=True)
class ListPosition:
    """Where a list is read on: after which id, and where in the list that was."""

    part: int = 0
    """Of lists that are read in several parts: which."""
    offset: int = 0
    last: int = 0
    counted: int = 0
    """How many there were in the parts before."""

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls(*(int(each) for each in text.split("."))) if text else cls()

    def __str__(self) -> str:
        return f"{self.part}.{self.offset}.{self.last}.{self.counted}"

    def next_part(self, total: int) -> "ListPosition":
        return ListPosition(part=self.part + 1, counted=self.counted + total)


@dataclass(frozen=True, slots=True)
class RowsPage:
    """A page of a list: what was not seen before, and where to read on, if there is more."""

    rows: tuple[Row, ...]
    next: ListPosition | None
    total: int
    reply: Reply


def page(http: Http, path: str, params: Mapping[str, Any], position: ListPosition) -> RowsPage:
    """The next rows of a list in the order of their ids."""
    wanted, is_known = position, False
    while True:
        ordered = {**params, "orderby": "id", "order": "asc"}
        reply = http.get(path, {**ordered, "per_page": PER_PAGE, "offset": position.offset})
        rows = rows_of(reply, path)
        if is_known or not position.offset or (rows and rows[0]["id"] <= position.last):
            found = _page(rows, position, reply)
            if found.next != wanted:
                return found
            # All further up is known: what is missing in between, the shop itself cannot load.
            position, is_known = wanted, True
        else:
            position = replace(position, offset=max(0, position.offset - PER_PAGE))


def all_rows(http: Http, path: str, params: Mapping[str, Any]) -> Iterator[Row]:
    """All rows of a list."""
    position: ListPosition | None = ListPosition()
    while position is not None:
        found = page(http, path, params, position)
        yield from found.rows
        position = found.next


def _page(rows: Sequence[Row], position: ListPosition, reply: Reply) -> RowsPage:
    total = reply.headers.get("x-wp-total", "")
    count = int(total) if total.isascii() and total.isdigit() else len(rows)
    # What the shop itself cannot load is counted, and left out: such a page need not be the last.
    more = len(rows) == PER_PAGE or position.offset + PER_PAGE < count
    onward = replace(
        position, offset=position.offset + PER_PAGE - OVERLAP, last=_last(rows, position)
    )
    fresh = tuple(row for row in rows if row["id"] > position.last)
    return RowsPage(fresh, onward if more else None, count, reply)


def _last(rows: Sequence[Row], position: ListPosition) -> int:
    ids: list[int] = [row["id"] for row in rows]
    return max([position.last, *ids])
