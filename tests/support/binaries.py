"""Seats of a binary, their legs, and what they bring along, as tests like to write them."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from commissions.domain.close.facts import LegState, Lot, SaleFacts, SeatFacts
from commissions.domain.close.results import CloseResult
from tests.support.builders import Document
from tests.support.closes import (
    EVERYBODY,
    LONG_AGO,
    bought,
    close_plan,
    hundredths,
    paid,
    period,
    run,
    team,
)

TREE = "binary"
STEPS = ["take_in", "qualify", "expire", "leg_cap", "match", "percent", "cap", "carry"]


def seats(*lines: str) -> tuple[SeatFacts, ...]:
    """`seats("top L left", "top R right")`: the first named has the top seat."""
    found: dict[str, SeatFacts] = {}
    for line in lines:
        parent, side, member = line.split(" ")
        found.setdefault(parent, _seat(parent, "", ""))
        found[member] = _seat(member, parent, side)
    return tuple(found.values())


def _seat(member: str, parent: str, side: str) -> SeatFacts:
    return SeatFacts(tree=TREE, member_id=member, parent=parent, side=side, since=LONG_AGO)


def binary(match: Document, **words: Any) -> Document:
    """Of `after` and `cap` a test says what differs: matched volume leaves both legs, uncapped."""
    after = {
        "paid": "net_off",
        "unqualified": "carry_both",
        "leg_cap_before": None,
        "carry_cap": None,
        "expire_lots_days": None,
        "inactive_periods_to_flush": None,
    }
    cap = {"owner": "none", "excess": "burn"}
    parts = {"after": after | words.pop("after", {}), "cap": cap | words.pop("cap", {})}
    common = {"id": "team", "kind": "binary", "when": "close:month", "tree": TREE, "basis": "cv"}
    return (
        common | {"match": match, "eligibility": EVERYBODY, "order_of_steps": STEPS} | parts | words
    )


def binary_plan(*bonuses: Document, **sections: Any) -> Document:
    trees = [{"id": "sponsor", "kind": "sponsor"}, {"id": TREE, "kind": "binary", "width": 2}]
    return close_plan(*bonuses, trees=trees, **sections)


def pairs(amount: str | Document, left: str = "100", right: str = "100") -> Document:
    return {
        "mode": "pairs",
        "left": left,
        "right": right,
        "judged": "each_period",
        "amount": amount,
    }


def percent(pct: str) -> Document:
    return {"mode": "percent", "pct": pct, "of": "weak_leg"}


def carried(
    left: str | int = 0, right: str | int = 0, at: datetime = LONG_AGO, **fields: Any
) -> LegState:
    """What a seat brings along."""
    open_ = (("L", hundredths(left)), ("R", hundredths(right)))
    lots = tuple(Lot(order_id="", at=at, side=side, volume=each) for side, each in open_ if each)
    return LegState(lots=lots, **fields)


def open_legs(result: CloseResult, member: str) -> str:
    """What a seat takes along: `50/200`."""
    after = result.legs[TREE, member].after
    return "/".join(f"{Fraction(after.open(side), 100)}" for side in "LR")


PEOPLE = team("zoe > top", "zoe > left", "zoe > right")
SEATS = seats("top L left", "top R right")


def legs(  # noqa: PLR0913 - two legs, and what may differ
    bonus: Document,
    left: str | int = 0,
    right: str | int = 0,
    *,
    people: Document = PEOPLE,
    state: LegState | None = None,
    sales: tuple[SaleFacts, ...] = (),
) -> CloseResult:
    """So much is bought on each side of the seat top."""
    orders = [*sales, bought("left", left), bought("right", right)]
    brought = {(TREE, "top"): state} if state else {}
    facts = period(people, orders, seats=SEATS, legs=brought)
    return run(binary_plan(bonus), facts)


def told(result: CloseResult) -> str:
    """What the top seat is paid, and what stays open: `10.00, 50/200`."""
    amounts = [each.split(" ")[1] for each in paid(result) if each.startswith("top ")]
    return f"{amounts[0] if amounts else '0.00'}, {open_legs(result, 'top')}"


def strong_and_weak(judged: str) -> Document:
    match = {"mode": "pairs", "strong": "200", "weak": "100", "judged": judged, "tie": "left"}
    return binary(match | {"amount": "10.00"})
