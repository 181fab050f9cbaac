"""Search criteria as Magento reads them: groups that must all hold, each of filters one of which
must, one sort order, and pages of which the last is repeated for ever."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from tools.fake_store.magento.fields import select
from tools.fake_store.toolkit import Request, Response, json_response

Row = dict[str, Any]
_FILTER = re.compile(
    r"search_?criteria\[filter_?groups\]\[(\d+)\]\[filters\]\[(\d+)\]\[(\w+)\]", re.IGNORECASE
)
_SORT = re.compile(r"search_?criteria\[sort_?orders\]\[0\]\[(\w+)\]", re.IGNORECASE)
_PAGE = re.compile(r"search_?criteria\[(page_?size|current_?page)\]", re.IGNORECASE)

_CONDITIONS: dict[str, Callable[[Any, str], bool]] = {
    "eq": lambda stored, value: _compare(stored, value) == 0,
    "neq": lambda stored, value: _compare(stored, value) != 0,
    "gt": lambda stored, value: _compare(stored, value) > 0,
    "gteq": lambda stored, value: _compare(stored, value) >= 0,
    "lt": lambda stored, value: _compare(stored, value) < 0,
    "lteq": lambda stored, value: _compare(stored, value) <= 0,
    "in": lambda stored, value: any(_compare(stored, each) == 0 for each in value.split(",")),
}


def search(request: Request, rows: Iterable[Row], names: dict[str, str] | None = None) -> Response:
    """A page of the rows. `names`: what a column is called in the answer."""
    called = names or {}
    groups, sort, page = _read(request)
    matching = [row for row in rows if _holds(row, groups, called)]
    if sort:
        field: str = sort["field"]
        name = called.get(field, field)
        matching.sort(key=lambda row: row[name], reverse=sort.get("direction", "DESC") == "DESC")
    size = int(page.get("pagesize", 0)) or len(matching) or 1
    last = max(1, -(-len(matching) // size))
    number = min(int(page.get("currentpage", 1)), last)
    shown = matching[(number - 1) * size : number * size]
    whole = {"items": shown, "search_criteria": {}, "total_count": len(matching)}
    return json_response(select(whole, request.one("fields")))


def _read(request: Request) -> tuple[dict[str, dict[str, Row]], Row, Row]:
    groups: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    sort: Row = {}
    page: Row = {}
    for name, values in request.query.items():
        if match := _FILTER.fullmatch(name):
            group, number, part = match.groups()
            groups[group].setdefault(number, {})[part] = values[0]
        elif match := _SORT.fullmatch(name):
            sort[match[1]] = values[0]
        elif match := _PAGE.fullmatch(name):
            page[match[1].replace("_", "").lower()] = values[0]
    return groups, sort, page


def _holds(row: Row, groups: dict[str, dict[str, Row]], names: dict[str, str]) -> bool:
    return all(any(_fits(row, one, names) for one in group.values()) for group in groups.values())


def _fits(row: Row, one: Row, names: dict[str, str]) -> bool:
    field: str = one["field"]
    stored = row.get(names.get(field, field))
    return stored is not None and _CONDITIONS[one.get("condition_type", "eq")](stored, one["value"])


def _compare(stored: Any, value: str) -> int:
    """Below, at or above nothing; numbers as numbers, times as texts."""
    try:
        left, right = Decimal(str(stored)), Decimal(value)
    except InvalidOperation:
        return (str(stored) > value) - (str(stored) < value)
    return (left > right) - (left < right)
