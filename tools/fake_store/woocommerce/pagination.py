"""Lists as WordPress cuts them into pages, and fields as it leaves them out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tools.fake_store.toolkit import Request, Response, Shop, json_response

type Thing = dict[str, Any]

PER_PAGE, PER_PAGE_MAX = 10, 100
_PARAMETERS = ("modified_after", "modified_before", "after", "before")


@dataclass(frozen=True)
class Entry:
    """One of a list, written down only if its page is asked for."""

    id: int
    created: datetime
    written: Callable[[], Thing]


class BadParameter(ValueError):
    """A parameter that WordPress answers 400."""


def invalid_id(what: str) -> Response:
    code = f"woocommerce_rest_{what}_invalid_id"
    return json_response({"code": code, "message": "Invalid ID.", "data": {"status": 404}}, 404)


def one(request: Request, thing: Thing) -> Response:
    return json_response(_fields(request, thing))


def page(request: Request, entries: Sequence[Entry]) -> Response:
    """A page of a list, by date or id; the newest first unless it is asked otherwise."""
    try:
        per_page = _between(request, "per_page", PER_PAGE, 1, PER_PAGE_MAX)
        offset = (_between(request, "page", 1, 1, 10**6) - 1) * per_page
        offset = _between(request, "offset", offset, 0, 10**9)
    except BadParameter as error:
        problem = {"code": "rest_invalid_param", "message": f"Invalid parameter(s): {error}"}
        return json_response(problem | {"data": {"status": 400}}, 400)
    ordered = sorted(entries, key=lambda each: each.id)
    if request.one("orderby", "date") != "id":
        ordered.sort(key=lambda each: each.created)
    if request.one("order", "desc") == "desc":
        ordered.reverse()
    shown = [_fields(request, each.written()) for each in ordered[offset : offset + per_page]]
    pages = -(-len(ordered) // per_page)
    return json_response(
        shown, 200, {"X-WP-Total": str(len(ordered)), "X-WP-TotalPages": str(pages)}
    )


def within(shop: Shop, request: Request, *, created: datetime, changed: datetime) -> bool:
    """Whether the moments, cut to whole seconds, lie strictly within what was asked for."""
    tests = {
        "modified_after": lambda moment: changed.replace(microsecond=0) > moment,
        "modified_before": lambda moment: changed.replace(microsecond=0) < moment,
        "after": lambda moment: created.replace(microsecond=0) > moment,
        "before": lambda moment: created.replace(microsecond=0) < moment,
    }
    bounds = {name: request.one(name) for name in _PARAMETERS if request.one(name)}
    return all(tests[name](_moment(shop, request, text)) for name, text in bounds.items())


def offset_of(shop: Shop) -> timedelta:
    """How far the shop's own time is ahead of UTC."""
    return timedelta(hours=shop.extra.get("utc_offset_hours", 1))


def _moment(shop: Shop, request: Request, text: str) -> datetime:
    """The moment that WooCommerce takes a parameter for.

    A value with a zone is turned into the shop's time first. With `dates_are_gmt` that is then
    taken for UTC, and so is off by the shop's zone.
    """
    given = datetime.fromisoformat(text)
    local = given.astimezone(UTC) + offset_of(shop) if given.tzinfo else given
    gmt = local if request.one("dates_are_gmt") == "true" else local - offset_of(shop)
    return gmt.replace(tzinfo=UTC)


def _between(request: Request, name: str, default: int, least: int, most: int) -> int:
    text = request.one(name, str(default))
    if not text.isdigit() or not least <= int(text) <= most:
        raise BadParameter(name)
    return int(text)


def _fields(request: Request, thing: Thing) -> Thing:
    names = set(filter(None, request.one("_fields").split(",")))
    return {name: value for name, value in thing.items() if not names or name in names}
