"""How the V3 API pages, and how both versions say no."""

from typing import Any

from tools.fake_store.toolkit import Request, Response, json_response


def page_of(
    found: list[Any], request: Request, *, most: int, usual: int = 50, meta: bool = True
) -> Response:
    """A page in V3's envelope; some lists tell nothing about their pages."""
    page, limit = part_of(request, most=most, usual=usual)
    some = found[(page - 1) * limit : page * limit]
    pages = {
        "total": len(found),
        "count": len(some),
        "per_page": limit,
        "current_page": page,
        "total_pages": -(-len(found) // limit),
    }
    return json_response({"data": some, "meta": {"pagination": pages} if meta else {}})


def part_of(request: Request, *, most: int, usual: int = 50) -> tuple[int, int]:
    """Which page is asked for, and how long it is."""
    return int(request.one("page", "1")), min(int(request.one("limit", str(usual))), most)


def problem(status: int, title: str) -> Response:
    kind = "https://developer.bigcommerce.com/docs/start/about/status-codes"
    return json_response({"status": status, "title": title, "type": kind}, status)


def empty() -> Response:
    """What V2 answers instead of an empty list."""
    return Response(204)
