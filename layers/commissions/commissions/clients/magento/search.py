"""Magento's search criteria, as parameters of an address."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

PAGE_SIZE = 100
SearchFilter = tuple[str, str, str]
"""A field, a condition such as `gteq` or `in`, and a value."""
SearchParams = list[tuple[str, str]]


def criteria(filters: Sequence[SearchFilter], *, sort: str, size: int = PAGE_SIZE) -> SearchParams:
    """All filters must hold; sorted upwards, the first page."""
    return [
        *(each for number, one in enumerate(filters) for each in _filter(number, one)),
        ("searchCriteria[sortOrders][0][field]", sort),
        ("searchCriteria[sortOrders][0][direction]", "ASC"),
        ("searchCriteria[pageSize]", str(size)),
        ("searchCriteria[currentPage]", "1"),
    ]


def search_time(moment: datetime) -> str:
    """A time as Magento compares it: in UTC, without a zone."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _filter(number: int, one: SearchFilter) -> Iterator[tuple[str, str]]:
    field, condition, value = one
    at = f"searchCriteria[filter_groups][{number}][filters][0]"
    yield f"{at}[field]", field
    yield f"{at}[value]", value
    yield f"{at}[condition_type]", condition
