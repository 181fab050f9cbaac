"""A period as tests of a close like to write it: a test says only what matters to it.

A team reads downward, in the order in which it enrolled: `team("ann:gold > bob (inactive) > cat",
"ann > dan")`. A rank follows a colon, and is then not judged; a status other than active stands in
brackets. Volumes are points, in every unit alike.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from commissions.audit.close.engine import closed
from commissions.domain.close.facts import (
    MemberFacts,
    PeriodFacts,
    SaleFacts,
    Since,
)
from commissions.domain.close.results import CloseResult, JudgedMember, PeriodAward
from commissions.domain.money import shown
from commissions.domain.people.upline import PARTICIPANT, RETAIL
from tests.support.builders import Document, a_plan_document

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
STARTS, ENDS = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
EVERYBODY: Document = {"all": []}
NEVER: Document = {"metric": "gv", "op": ">=", "value": "999999999"}
ACTIVE: Document = {"metric": "status", "op": "in", "value": ["active"]}
_STANDING = re.compile(r"(?P<member>\w+)(?::(?P<rank>\w+))?(?: \((?P<status>\w+)\))?")


def day(number: int) -> datetime:
    """A moment of that day of the period."""
    return STARTS + timedelta(days=number - 1, hours=12)


def team(*lines: str) -> dict[str, MemberFacts]:
    """Everybody of the lines by name; who was named already stands where they stood."""
    found: dict[str, MemberFacts] = {}
    for line in lines:
        sponsor = ""
        for text in line.split(" > "):
            name = text.split(":")[0].split(" ")[0]
            if name not in found:
                found[name] = _member(text, sponsor, len(found))
            sponsor = name
    return found


def _member(text: str, sponsor: str, number: int) -> MemberFacts:
    if (match := _STANDING.fullmatch(text)) is None:
        raise ValueError(f"{text!r} does not read like `cat:silver (inactive)`")
    return MemberFacts(
        member_id=match["member"],
        enrolled_at=LONG_AGO + timedelta(minutes=number),
        sponsors=(Since(LONG_AGO, sponsor),),
        statuses=(Since(LONG_AGO, match["status"] or "active"),),
        judged_rank=match["rank"],
    )


def but(members: Mapping[str, MemberFacts], name: str, **fields: Any) -> dict[str, MemberFacts]:
    """The same team, with one of them otherwise."""
    return {**members, name: replace(members[name], **fields)}


def hundredths(points: str | int) -> int:
    return int(Fraction(points) * 100)


def bought(buyer: str, points: str | int, **fields: Any) -> SaleFacts:
    """A member's own purchase."""
    return _sale(buyer, points, buyer=buyer, buyer_class=PARTICIPANT, **fields)


def sold(seller: str, points: str | int, **fields: Any) -> SaleFacts:
    """A member's sale to a customer."""
    return _sale(seller, points, buyer_class=RETAIL, **fields)


def _sale(seller: str, points: str | int, **fields: Any) -> SaleFacts:
    volumes = dict.fromkeys(("pv", "bv", "cv", "qv"), hundredths(points))
    return replace(SaleFacts(order_id="", at=day(5), seller=seller, volumes=volumes), **fields)


def period(
    members: Mapping[str, MemberFacts], sales: Iterable[SaleFacts] = (), **fields: Any
) -> PeriodFacts:
    """October 2026; orders without a number are o1, o2 and so on."""
    numbered = [
        each if each.order_id else replace(each, order_id=f"o{number}")
        for number, each in enumerate(sales, 1)
    ]
    facts = PeriodFacts(
        period="2026-10",
        every="month",
        starts=STARTS,
        ends=ENDS,
        members=tuple(members.values()),
        sales=tuple(numbered),
    )
    return replace(facts, **fields)


def rank(name: str, order: int, require: Document = NEVER, **fields: Any) -> Document:
    words = {"id": name, "order": order, "require": require, "window": "month"}
    return words | {"pay_rank": "paid_as"} | fields


RANKS = [rank("silver", 1), rank("gold", 2), rank("ruby", 3)]
"""Nobody reaches them by figures: a test says who has which."""


def close_plan(*bonuses: Document, ranks: Iterable[Document] = RANKS, **sections: Any) -> Document:
    """Who has the status `active` is active; everything else is the bonuses'."""
    refunds = {"reverse": "all_lines", "period": "current", "ranks": "keep"}
    binary = {"broken_pair": "refunded_quantity", "expired_lot": "lapses"}
    document = a_plan_document(*bonuses, **sections)
    company = {"max_pct": "1", "of": "cv", "enforce": "report"}
    return (
        document
        | {"ranks": list(ranks), "caps": {"company": company}}
        | {"volumes": dict.fromkeys(("pv", "cv"), document["volumes"]["cv"])}
        | {"refunds": refunds | {"binary": binary}}
        | sections
    )


def bonus(kind: str, **words: Any) -> Document:
    """A bonus at the close of the month, an award an order."""
    common = {"id": kind, "kind": kind, "when": "close:month", "tree": "sponsor", "basis": "cv"}
    return common | {"award": "order"} | words


def levels(*rates: str, compression: str = "none", **words: Any) -> Document:
    """`levels("0.10", "0.05")` for all alike, or `rates=` by rank."""
    table = {str(level): rate for level, rate in enumerate(rates, 1)}
    kind = {"kind": compression, "qualified_by": "active"}
    return bonus("levels", start="buyer_parent", compression=kind, rates=table) | words


def at_least(metric: str, value: str | int, **words: Any) -> Document:
    return {"metric": metric, "op": ">=", "value": str(value), **words}


def run(document: Document, facts: PeriodFacts) -> CloseResult:
    return closed(document, facts)


def judged(
    member: str,
    ranks: list[Document],
    people: Mapping[str, MemberFacts],
    sales: list[SaleFacts],
    **sections: object,
) -> JudgedMember:
    return run(close_plan(ranks=ranks, **sections), period(people, sales)).members[member]


def rank_of(
    member: str,
    ask: Document,
    people: Mapping[str, MemberFacts],
    sales: list[SaleFacts],
    **words: object,
) -> str:
    """`met`, or nothing: whether a member meets what a single rank asks for."""
    sections = {key: words.pop(key) for key in ("active_legs", "status") if key in words}
    return judged(
        member, [rank("met", 1, ask, **words), rank("gold", 2)], people, sales, **sections
    ).paid_as


def purchases(**points: int) -> list[SaleFacts]:
    return [bought(who, each) for who, each in points.items()]


def text(amount: int) -> str:
    return shown(amount, "USD").removesuffix(" USD")


def paid(result: CloseResult) -> list[str]:
    """Who is paid what in all: `ann 5.00`."""
    return [f"{member} {text(amount)}" for member, amount in sorted(result.paid.items())]


def lines(result: CloseResult, bonus_id: str = "") -> list[str]:
    """What is paid, line by line: `ann 1: 5.00`."""
    return [
        f"{each.member} {each.level}: {text(each.amount)}"
        for each in result.awards
        if each.amount and bonus_id in {"", each.bonus}
    ]


def unpaid(result: CloseResult) -> list[str]:
    """What is not paid, with its reason: `ann 1: does not qualify in this period`."""
    return [f"{_place(each)}: {each.reason}" for each in result.awards if not each.amount]


def _place(award: PeriodAward) -> str:
    return f"{award.member or 'nobody'} {award.level}"
