"""Who stood above a seller, held hop by hop against the edges of the tree: each member of a line
has the status, the rank and the sponsor that the tree gives them as of then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.audit.known_then import EVERYTHING, Knowledge, LookUpSpan
from commissions.audit.register_rows import EdgeRow
from commissions.domain.people.upline import Ancestor

NOBODY, TOP = "nobody", ""


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a member stood at a moment."""

    sponsor: str
    status: str
    rank: str


@dataclass(frozen=True, slots=True)
class WrongHop:
    """One member of a line who stood elsewhere by the tree, in words."""

    says: str
    due: str
    recorded_at: datetime | None = None
    """Of one who stood so by all that was known then: when the tree came to say otherwise."""
    was_so: bool = False
    """Whether it was right when it was looked up."""


def stood(rows: Sequence[EdgeRow], at: datetime, known: Knowledge) -> Stood | None:
    """None of somebody who was no member yet."""
    parts: dict[str, str] = {}
    for row in rows:
        if row.since <= at and known.has(row):
            said = {"sponsor": row.sponsor, "status": row.status, "rank": row.rank}
            parts |= {name: each for name, each in said.items() if each is not None}
    return Stood(**parts) if len(parts) == len(Stood.__slots__) else None


def wrong_hops(
    line: Sequence[Ancestor],
    at: datetime,
    edges: Mapping[str, Sequence[EdgeRow]],
    look_up: LookUpSpan,
) -> Iterator[WrongHop]:
    """`line`: the seller first, as it was looked up."""
    above = [*(each.member for each in line[1:]), TOP]
    for ancestor, sponsor in zip(line, above, strict=False):
        rows = edges.get(ancestor.member, ())
        said = Stood(sponsor, ancestor.status, ancestor.rank)
        if wrong := _wrong(ancestor.member, said, rows, at, look_up):
            yield wrong


def _wrong(
    member: str, said: Stood, rows: Sequence[EdgeRow], at: datetime, look_up: LookUpSpan
) -> WrongHop | None:
    now = stood(rows, at, EVERYTHING)
    was_so = any(stood(rows, at, known) == said for known in look_up.knowledge(rows))
    if now == said and was_so:
        return None
    # What a customer's orders showed before is kept nowhere: it is told, and held against nobody.
    was_so = was_so or any(row.by_orders for row in rows)
    due = now if was_so else _as_known(rows, at, look_up)
    return WrongHop(
        says=_shown(member, said),
        due=_shown(member, due) if due else f"{member} {_unknown(rows)}",
        recorded_at=look_up.later(row for row in rows if row.since <= at),
        was_so=was_so,
    )


def _as_known(rows: Sequence[EdgeRow], at: datetime, look_up: LookUpSpan) -> Stood | None:
    return stood(rows, at, next(iter(look_up.knowledge(rows))))


def _unknown(rows: Sequence[EdgeRow]) -> str:
    return "was no member yet" if rows else "is nobody in the tree"


def _shown(member: str, place: Stood) -> str:
    below = f"below {place.sponsor}" if place.sponsor else "at the top"
    return f"{member} ({place.status}, {place.rank or 'no rank'}) {below}"
