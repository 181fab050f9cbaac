"""Lives of a binary as chance makes them up: a plan, and up to six periods of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from commissions.domain.close.facts import (
    LateReturn,
    MemberFacts,
    PeriodFacts,
    SaleFacts,
    SeatFacts,
)
from tests.support.binaries import TREE, binary, binary_plan, percent
from tests.support.builders import Document
from tests.support.closes import STARTS, at_least
from tests.support.random_periods import a_period, a_team, chance, given_ranks, orders, seats_of

MONTH = timedelta(days=31)


def a_plan(random: Random) -> Document:
    bonus = binary(
        match := _match(random),
        after={
            "paid": random.choice(["carry", "net_off", "flush"]),
            "unqualified": random.choice(["carry_both", "carry_both", "flush_both"]),
            "carry_cap": random.choice([None, None, "1.50"]),
            "expire_lots_days": random.choice([None, None, 10, 40, 62]),
            "inactive_periods_to_flush": random.choice([None, None, 2]),
        }
        | _leg_cap(random),
        cap=_cap(random, pairs=match["mode"] == "pairs"),
        eligibility=random.choice([{"all": []}, at_least("pv", "0.50")]),
    )
    if match["mode"] == "pairs" and random.random() < 0.4:
        bonus["first_pair"] = {
            "strong": random.choice(["1", "0.60"]),
            "weak": "0.50",
            "amount": random.choice(["0.25", "0.333"]),
        }
    plan = binary_plan(bonus, ranks=given_ranks())
    plan["plan"]["rounding"] = {"places": "currency", "mode": random.choice(["half_even", "down"])}
    refunds = {
        "broken_pair": random.choice(["refunded_quantity", "whole_pair"]),
        "expired_lot": random.choice(["lapses", "returns"]),
    }
    return plan | {"refunds": plan["refunds"] | {"binary": refunds}}


def _match(random: Random) -> Document:
    legs = {"strong": random.choice(["1", "0.70"]), "weak": random.choice(["0.50", "0.70"])}
    legs |= {"tie": random.choice(["left", "right"])}
    judged = random.choice(["each_cycle", "each_period"])
    fixed = {"left": random.choice(["1", "0.50"]), "right": random.choice(["1", "0.30"])}
    steps = {"mode": "steps", "steps": [["0.50", "0.05"], ["2", "0.25"]]}
    by_own = {"metric": "pv", "steps": [["0", "0.05"], ["1", "0.10"], ["3", "0.08"]]}
    amount: Document = random.choice(
        [
            {"amount": "0.07"},
            {"amount": {"silver": "0.03", "gold": "0.055", "ruby": "0.10"}},
            {"pct_by": by_own},
        ]
    )
    pair = {"mode": "pairs", "judged": "each_period"} | amount
    return random.choice(
        [
            percent("0.10"),
            percent("0.333333"),
            {"mode": "ratio", "pct": "0.25"},
            steps,
            pair | fixed,
            pair | legs | {"judged": judged},
            pair | legs | {"judged": judged},
        ]
    )


def _leg_cap(random: Random) -> Document:
    if random.random() < 0.6:
        return {}
    return {"leg_cap_before": "2", "leg_cap_excess": random.choice(["burn", "keep"])}


def _cap(random: Random, *, pairs: bool) -> Document:
    cap: Document = {
        "excess": random.choice(["burn", "keep"]),
        "owner": random.choice(["none", "aggregate"]),
    }
    if random.random() < 0.4:
        cap["period"] = random.choice(["0.03", "0.10", "2.00"])
    if random.random() < 0.3:
        cap["per"] = {"gold": {"month": "0.05"}, "ruby": {"month": random.choice(["0.20", "0.01"])}}
    if pairs and random.random() < 0.3:
        cap["pairs"] = random.choice([0, 1, 2, 3])
    return cap


def periods(seed: int, many: int) -> list[PeriodFacts]:
    """The same people, who move now and then; orders, returns below 0, and refunds that come when
    the period of their order is closed. No two orders have one moment."""
    random = chance(seed)
    size = random.randint(2, 8)
    moves, sour = random.random() < 0.3, random.random() < 0.4
    first = replace(
        a_period(random, size=size, many=0),
        members=a_team(random, size, given_ranks=True),
        seats=seats_of(random, size),
    )
    found: list[PeriodFacts] = []
    for number in range(many):
        starts, ends = first.starts + number * MONTH, first.ends + number * MONTH
        seats = found[-1].seats if found else _late_comers(random, first.seats)
        found.append(
            replace(
                first,
                period=f"p{number}",
                starts=starts,
                ends=ends,
                members=_standing(random, first, number),
                seats=_moved(random, seats, starts) if moves and random.random() < 0.6 else seats,
                sales=tuple(_sales(random, size, number, sour=sour)),
                late_returns=tuple(_refunds(random, found, starts)),
            )
        )
    return found


def _standing(random: Random, first: PeriodFacts, number: int) -> tuple[MemberFacts, ...]:
    """Ranks change from period to period."""
    return tuple(
        replace(each, judged_rank=random.choice(["", "silver", "gold", "ruby"]), title="")
        if number
        else each
        for each in first.members
    )


def _sales(random: Random, size: int, number: int, *, sour: bool) -> list[SaleFacts]:
    many = random.choice([0, 4, 8, 10])
    minutes = random.sample(range(40_000), many)
    least = -80 if sour else 0
    return [
        replace(
            sale,
            order_id=f"p{number}{sale.order_id}",
            at=STARTS + number * MONTH + timedelta(minutes=minute),
            volumes={"pv": random.randint(0, 200), "cv": random.randint(least, 320)},
        )
        for sale, minute in zip(orders(random, size, many, least=1), minutes, strict=True)
    ]


def _refunds(random: Random, before: list[PeriodFacts], starts: datetime) -> list[LateReturn]:
    sold = [sale for facts in before for sale in facts.sales]
    if not sold or random.random() < 0.3:
        return []
    minutes = random.sample(range(40_000), 3)
    return [
        LateReturn(
            order_id=sale.order_id,
            at=starts + timedelta(minutes=minute, seconds=30),
            volumes={"cv": random.choice([max(0, sale.volumes["cv"]), random.randint(0, 120)])},
        )
        for sale, minute in zip(random.choices(sold, k=random.randint(1, 3)), minutes, strict=False)
    ]


def _late_comers(random: Random, seats: tuple[SeatFacts, ...]) -> tuple[SeatFacts, ...]:
    """Who has nobody below may take the seat in the middle of the first period."""
    above = {seat.parent for seat in seats}
    return tuple(
        replace(seat, since=STARTS + timedelta(minutes=random.randint(0, 40_000)))
        if seat.member_id not in above and random.random() < 0.2
        else seat
        for seat in seats
    )


def _moved(random: Random, seats: tuple[SeatFacts, ...], starts: datetime) -> tuple[SeatFacts, ...]:
    """One of them moves, with everybody below, to a free side of somebody else."""
    now = {seat.member_id: seat for seat in sorted(seats, key=lambda seat: seat.since)}
    mover = random.choice(sorted(now))
    below = _below(mover, now)
    taken = {(seat.parent, seat.side) for seat in now.values()}
    free = [(each, side) for each in sorted(set(now) - below) for side in "LR"]
    free = [each for each in free if each not in taken]
    if not free:
        return seats
    parent, side = random.choice(free)
    since = starts + timedelta(minutes=random.randint(0, 40_000))
    moved = SeatFacts(tree=TREE, member_id=mover, parent=parent, side=side, since=since)
    return (*seats, moved)


def _below(mover: str, now: dict[str, SeatFacts]) -> set[str]:
    found = {mover}
    for _ in now:
        found |= {seat.member_id for seat in now.values() if seat.parent in found}
    return found
