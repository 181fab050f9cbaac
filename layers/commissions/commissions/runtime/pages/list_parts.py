"""A list page by page: which part of it somebody sees, and where the rest is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from commissions.application.queries import cursors
from commissions.application.queries.cursors import NotThisCursor
from commissions.runtime.http_messages import BadForm, Request

PART_MAX = 50
NOT_THIS_CURSOR = "common.not-this-cursor"


@dataclass(frozen=True, slots=True)
class ListPart[T]:
    items: Sequence[T]
    goes_on: str
    """The cursor of the rest; "" at the list's end."""


def list_part[T](
    request: Request,
    asked: Mapping[str, str],
    items: Sequence[T],
    key: Callable[[T], str],
    says: str,
) -> ListPart[T]:
    """`items`: the whole list, in the order of their keys; `asked`: all that it depends on, its
    name among it; `says`: what somebody is told whose cursor is another's. Raises BadForm."""
    secret, whose = request.session.encode(), request.who.account_id
    after = request.query.get("after", "")
    try:
        position = cursors.opened(secret, whose, asked, after) if after else ""
    except NotThisCursor:
        raise BadForm("after", says) from None
    rest = [each for each in items if key(each) > position] if position else items
    part = rest[:PART_MAX]
    more = len(rest) > PART_MAX
    return ListPart(part, cursors.sealed(secret, whose, asked, key(part[-1])) if more else "")
