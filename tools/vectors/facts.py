"""A vector's tree and orders as the facts of a period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from commissions.domain.close.facts import (
    MemberFacts,
    PeriodFacts,
    SaleFacts,
    SaleLine,
    SeatFacts,
    Since,
)
from commissions.domain.people.upline import PARTICIPANT, RETAIL
from tools.vectors.plans import rank_id

STARTS, ENDS = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CUSTOMER = "customer"
OF_THE_COMPANY = SaleFacts(order_id="of the company", at=STARTS, seller="", volumes={"cv": 10**14})
Node = Mapping[str, Any]


def period(
    tree: Sequence[Node],
    sales: Iterable[SaleFacts] = (),
    *,
    tree_id: str = "",
    volume_enough: bool = True,
    **parts: Any,
) -> PeriodFacts:
    """`tree_id`: of the placement tree that `placement_parent` and `side` are of.

    Vectors have no company cap; a sale that is nobody's keeps the plan's from cutting anything,
    unless `volume_enough` is False.
    """
    enough = (OF_THE_COMPANY,) if volume_enough else ()
    facts = PeriodFacts(
        period="2026-10",
        every="month",
        starts=STARTS,
        ends=ENDS,
        members=tuple(member(node, number) for number, node in enumerate(tree)),
        seats=tuple(seats(tree, tree_id)) if tree_id else (),
        sales=(*sales, *enough),
    )
    return replace(facts, **parts)


def member(node: Node, number: int) -> MemberFacts:
    """Enrolled in the order of the tree; with the rank and activity that the vector gives, or with
    `judged` None to be judged by the plan."""
    since = moment(node["sponsor_from"]) if "sponsor_from" in node else LONG_AGO
    return MemberFacts(
        member_id=node["id"],
        enrolled_at=node.get("enrolled_at") or LONG_AGO + timedelta(minutes=number),
        sponsors=(Since(since, node.get("sponsor") or ""),),
        statuses=(Since(LONG_AGO, "active"),),
        kind=RETAIL if node.get("type") == CUSTOMER else PARTICIPANT,
        enrolled_number=node.get("enrolled", 0),
        title=rank_id(node.get("title") or ""),
        owner=node.get("owner", ""),
        judged_rank=node.get("judged", rank_id(node.get("paid_as", node.get("rank")) or "")),
        judged_active=node.get("active", True),
    )


def seats(tree: Sequence[Node], tree_id: str) -> Iterable[SeatFacts]:
    for node in tree:
        yield SeatFacts(
            tree=tree_id,
            member_id=node["id"],
            parent=node.get("placement_parent") or "",
            side=node.get("side") or "",
            since=LONG_AGO,
        )


def sales(tree: Sequence[Node], orders: Iterable[Node]) -> list[SaleFacts]:
    people = {node["id"]: node for node in tree}
    return [sale(people, order) for order in orders]


def sale(people: Mapping[str, Node], order: Node) -> SaleFacts:
    """A member's order is their own purchase; a customer's is sold by who stands above, an
    outsider's by the `referrer`."""
    buyer = people.get(order["buyer"], {"type": CUSTOMER, "sponsor": order.get("referrer")})
    is_customer = buyer.get("type") == CUSTOMER or bool(order.get("referrer"))
    seller = (order.get("referrer") or buyer["sponsor"]) if is_customer else order["buyer"]
    lines = tuple(_line(line) for line in order.get("lines", ()))
    volume = order.get("cv") or str(sum(_volume(line) for line in order.get("lines", ())))
    return SaleFacts(
        order_id=order["id"],
        at=moment(order.get("at")),
        seller=seller,
        buyer="" if is_customer else order["buyer"],
        customer=order["buyer"] if is_customer else "",
        buyer_class=RETAIL if is_customer else PARTICIPANT,
        volumes=volumes(volume, order.get("pv", volume)),
        lines=lines,
    )


def own_sales(volumes: Mapping[str, str]) -> list[SaleFacts]:
    """What each sold to somebody outside, of so much volume."""
    return [
        sale({}, {"id": f"of {member}", "buyer": "outside", "referrer": member, "cv": volume})
        for member, volume in volumes.items()
    ]


def volumes(volume: str, pv: str | None = None) -> dict[str, int]:
    """Hundredths of a point; most vectors have one volume that is all."""
    points = int(Fraction(volume) * 100)
    return {"cv": points, "pv": points if pv is None else int(Fraction(pv) * 100)}


def moment(text: str | None) -> datetime:
    if not text:
        return STARTS
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _line(line: Node) -> SaleLine:
    return SaleLine(line["sku"], volumes(str(_volume(line))))


def _volume(line: Node) -> Fraction:
    return Fraction(line["cv_each"]) * int(line["qty"])
