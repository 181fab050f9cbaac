"""The words of a facts document. What each means is in docs/simulate.md.

Only what differs has to be said: `{"id": "ann"}` is an active distributor at the top.
"""

import re
from datetime import datetime
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, Tag

from commissions.plan_schema.volumes import Unit
from commissions.plan_schema.words import BY_SHAPE, Count, Flag, PlanText, PlanWords

FORMAT = "commissions-facts/1"
_DAY = r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
_SHARE = re.compile(r"[01](?:\.[0-9]{1,40})?|[0-9]{1,400}/[1-9][0-9]{0,399}", re.ASCII)


def _is_share(text: str) -> bool:
    return 0 <= Fraction(text) <= 1


Id = Annotated[
    str,
    PlanText(
        "an id of at most 128 characters, without a space at either end",
        r"[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]{0,126}[^\x00-\x20\x7f])?",
    ),
]
Nobody = Annotated[
    str,
    PlanText(
        'an id, or "" for nobody',
        r"(?:[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]{0,126}[^\x00-\x20\x7f])?)?",
        lambda _: True,
    ),
]
Word = Annotated[
    str,
    PlanText("a word of letters, digits, _ and -, or nothing", r"[A-Za-z0-9_-]{0,64}", str.isascii),
]
Moment = Annotated[
    str,
    PlanText(
        "a moment with its offset, such as 2026-10-05T09:30:00Z, or a day such as 2026-10-05",
        f"{_DAY}(?:{_CLOCK})?",
        datetime.fromisoformat,
    ),
]
Volume = Annotated[
    str,
    PlanText(
        'a volume in quotes with at most two decimals, such as "100" or "99.50"',
        r"[0-9]{1,12}(?:\.[0-9]{1,2})?",
    ),
]
Money = Annotated[
    str, PlanText('an amount in quotes, such as "5.00"', r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
]
ReturnedShare = Annotated[
    str,
    PlanText(
        'a share from "0" to "1" in quotes, such as "0.5" or "1/3"', _SHARE.pattern, _is_share
    ),
]
Volumes = Annotated[
    Annotated[Volume, Tag("text")] | Annotated[dict[Unit, Volume], Tag("map")], BY_SHAPE
]
"""By unit; a text alone is the same in every unit."""
Shares = Annotated[
    Annotated[ReturnedShare, Tag("text")] | Annotated[dict[Unit, ReturnedShare], Tag("map")],
    BY_SHAPE,
]
Kind = Literal["participant", "preferred", "retail"]


class FactWords(PlanWords):
    """A part of a facts document: words that are not in it are errors."""


class MemberChange(FactWords):
    at: Moment
    sponsor: Nobody | None = None
    status: Word | None = None
    rank: Word | None = None


class MemberWords(FactWords):
    id: Id
    sponsor: Nobody = ""
    enrolled: Moment | None = None
    """Without it before everything."""
    status: Word = "active"
    rank: Word = ""
    """That bonuses at `when: order` look at, as of the order."""
    kind: Kind = "participant"
    owner: Nobody = ""
    title: Word = ""
    """That was reached before the first period."""
    periods_below: Count = 0
    periods_missed: Count | None = None
    """Without it, what makes active was never met."""
    number: Annotated[int, Field(strict=True, ge=1, le=10_000_000)] | None = None
    """How manyeth recruit of the sponsor; without it by the order of enrolment."""
    changes: tuple[MemberChange, ...] = ()


class SeatWords(FactWords):
    tree: Word
    member: Id
    parent: Nobody = ""
    side: Word = ""
    since: Moment | None = None
    """Without it from the enrolment on."""


class LineWords(FactWords):
    sku: Nobody = ""
    class_: Annotated[Word, Field(alias="class")] = "standard"
    volumes: Volumes


class AncestorWords(FactWords):
    member: Id
    status: Word = "active"
    rank: Word = ""


class OrderWords(FactWords):
    id: Id
    at: Moment
    seller: Nobody | None = None
    buyer: Nobody = ""
    customer: Nobody = ""
    buyer_class: Kind | None = None
    retail_margin: Money = "0"
    lines: tuple[LineWords, ...] | None = None
    volumes: Volumes | None = None
    """Of an order of one line."""
    class_: Annotated[Word | None, Field(alias="class")] = None
    sponsor_line: tuple[AncestorWords, ...] | None = None
    """The seller and who stood above, nearest first, where that was locked with the order; without
    it as the members say."""


class ReturnedLineWords(FactWords):
    line: Annotated[int, Field(strict=True, ge=1)]
    """The first one is 1."""
    share: Shares | None = None
    volumes: Volumes | None = None


class RefundWords(FactWords):
    """Says a share, lines or volumes; or nothing: then all that is left comes back."""

    order: Id
    at: Moment
    share: Shares | None = None
    volumes: Volumes | None = None
    lines: tuple[ReturnedLineWords, ...] | None = None


class LegsWords(FactWords):
    tree: Word
    member: Id
    left: Volume = "0"
    right: Volume = "0"
    at: Moment | None = None
    """How old it is; without it as old as the first period."""
    first_pair_paid: Flag = False
    periods_unqualified: Count = 0


class FactsDocument(FactWords):
    """What happened in a company."""

    format: Literal["commissions-facts/1"]
    about: str = ""
    """For people."""
    members: tuple[MemberWords, ...]
    seats: tuple[SeatWords, ...] = ()
    orders: tuple[OrderWords, ...]
    refunds: tuple[RefundWords, ...] = ()
    legs: tuple[LegsWords, ...] = ()
