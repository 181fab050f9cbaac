"""WooCommerce's lists, read such that nothing is left out while they change.

They are cut into pages by number alone. So each page starts a little before where the last one
ended, and has to hold something already seen; if it does not, so much has left the list meanwhile
that something unseen may have moved up, and the list is read from further up again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from commissions.clients import InvalidResponse
from commissions.clients.http import Http, Reply

PER_PAGE = 50
OVERLAP = 5

Row = dict[str, Any]


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


def page(http: Http, path: str, params: Mapping[str, Any], place: ListPosition) -> RowsPage:
    """The next rows of a list in the order of their ids."""
    wanted, sure = place, False
    while True:
        asked = {**params, "orderby": "id", "order": "asc"}
        reply = http.get(path, {**asked, "per_page": PER_PAGE, "offset": place.offset})
        rows = rows_of(reply, path)
        if sure or not place.offset or (rows and rows[0]["id"] <= place.last):
            found = _page(rows, place, reply)
            if found.next != wanted:
                return found
            # All further up is known: what is missing in between, the shop itself cannot load.
            place, sure = wanted, True
        else:
            place = replace(place, offset=max(0, place.offset - PER_PAGE))


def every(http: Http, path: str, params: Mapping[str, Any]) -> Iterator[Row]:
    """All rows of a list."""
    place: ListPosition | None = ListPosition()
    while place is not None:
        found = page(http, path, params, place)
        yield from found.rows
        place = found.next


def object_of(reply: Reply, path: str) -> Row | None:
    """What was asked for; None where the shop has no such thing. Raises InvalidResponse."""
    if reply.status == 404:
        _check_is_of_the_shop(reply, path)
        return None
    if not isinstance(reply.payload, dict):
        raise InvalidResponse(f"GET {path} answered no object")
    return reply.payload


def rows_of(reply: Reply, path: str) -> list[Row]:
    """Raises InvalidResponse."""
    rows = reply.payload
    if reply.status == 404:
        _check_is_of_the_shop(reply, path)
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidResponse(f"GET {path} answered no list")
    if not all(type(row.get("id")) is int for row in rows):
        raise InvalidResponse(f"GET {path} answered something without an id")
    return rows


def _page(rows: Sequence[Row], place: ListPosition, reply: Reply) -> RowsPage:
    total = reply.headers.get("x-wp-total", "")
    count = int(total) if total.isascii() and total.isdigit() else len(rows)
    # What the shop itself cannot load is counted, and left out: such a page need not be the last.
    more = len(rows) == PER_PAGE or place.offset + PER_PAGE < count
    onward = replace(place, offset=place.offset + PER_PAGE - OVERLAP, last=_last(rows, place))
    fresh = tuple(row for row in rows if row["id"] > place.last)
    return RowsPage(fresh, onward if more else None, count, reply)


def _last(rows: Sequence[Row], place: ListPosition) -> int:
    ids: list[int] = [row["id"] for row in rows]
    return max([place.last, *ids])


def _check_is_of_the_shop(reply: Reply, path: str) -> None:
    """A wrong address answers 404 to everything: that says nothing about one order."""
    code = reply.payload.get("code") if isinstance(reply.payload, dict) else None
    if not str(code).startswith("woocommerce_rest_"):
        raise InvalidResponse(f"GET {path} is no address of this shop's API")
