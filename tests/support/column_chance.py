"""Companies and periods as chance makes them up, for two engines that have to agree: members move
within the period, buy and sell, give back, have ranks given or judged."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from commissions.domain.close.facts import (
    LegState,
    Lot,
    MemberFacts,
    PeriodFacts,
    SaleFacts,
    SaleLine,
    SeatFacts,
    Since,
)
from commissions.domain.people.upline import PARTICIPANT, RETAIL

Document = dict[str, Any]
STARTS, ENDS = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
RANKS = ("silver", "gold", "ruby")
MATRIX, BINARY = "matrix", "binary"
UNITS = ("pv", "cv")


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - not a secret


def moment(random: Random) -> datetime:
    return STARTS + timedelta(minutes=random.randint(0, 44_000))


def a_company(random: Random, size: int) -> PeriodFacts:
    """Members stand under earlier numbers only, so that no move makes a circle; their names and
    their enrolments are in other orders."""
    names = [f"m{each:02}" for each in random.sample(range(size), size)]
    shape = random.choice(["chain", "star", "comb", "any", "any", "any"])
    moving = random.choice([0, 0, 0.3])
    given = random.choice([0, 0.2, 1])
    members = [
        _member(random, number, names, shape=shape, moving=moving, given=given)
        for number in range(size)
    ]
    least = random.choice([1, 1, -20_000])
    sales = [_sale(random, number, names, least) for number in range(random.randint(0, 3 * size))]
    return PeriodFacts(
        period="2026-10",
        every="month",
        starts=STARTS,
        ends=ENDS,
        members=tuple(random.sample(members, size)),
        seats=(*_matrix(random, names, moving), *_binary(random, names)),
        sales=tuple(sales),
        legs=_legs(random, names),
        earlier_volumes={
            name: tuple({"pv": random.randint(0, 30_000)} for _ in range(random.randint(0, 3)))
            for name in names
            if random.random() < 0.5
        },
        paid_within={"month": {random.choice(names): random.choice([1_000, 9_000])}},
    )


def _above(random: Random, number: int, shape: str) -> int | None:
    """The number of the parent."""
    if not number:
        return None
    match shape:
        case "chain":
            return number - 1
        case "star":
            return 0
        case "comb":
            return number - 2 if number % 2 == 0 else number - 1
        case _:
            places: list[int | None] = [None, *range(number), *range(number)]
            return places[random.randrange(len(places))]


def _member(  # noqa: PLR0913 - what a member is made of
    random: Random, number: int, names: list[str], *, shape: str, moving: float, given: float
) -> MemberFacts:
    first = _above(random, number, shape)
    history = [Since(LONG_AGO, names[first] if first is not None else "")]
    while number and random.random() < moving:
        history.append(Since(moment(random), random.choice(["", *names[:number]])))
    history.sort(key=lambda each: each.at)
    ranks = ["", *RANKS]
    return MemberFacts(
        member_id=names[number],
        enrolled_at=random.choice([LONG_AGO + timedelta(days=number % 5), moment(random)]),
        sponsors=tuple(history[random.random() < 0.05 :]),
        statuses=(Since(LONG_AGO, random.choice([*["active"] * 4, "inactive"])),),
        kind=random.choice([PARTICIPANT, PARTICIPANT, RETAIL]),
        enrolled_number=random.randint(0, 4),
        title=random.choice(ranks),
        periods_below=random.randint(0, 3),
        periods_missed=random.choice([None, 0, 1, 2]),
        owner=random.choice(["", "", names[0], "elsewhere"]),
        judged_rank=random.choice(ranks) if random.random() < given else None,
        judged_active=random.choice([None, None, True, False]) if random.random() < given else None,
    )


def _sale(random: Random, number: int, names: list[str], least: int) -> SaleFacts:
    seller = random.choice(["", *names, *names, *names])
    who = random.choice(["own", "own", "guest", "customer", "other"])
    buyer = {"own": seller, "other": random.choice(names)}.get(who, "")
    most = random.choice([100, 20_000, 1_000_000])
    volumes = {unit: random.choice([0, *[random.randint(least, most)] * 6]) for unit in UNITS}
    return SaleFacts(
        order_id=f"o{number:03}",
        at=moment(random),
        seller=seller,
        buyer=buyer,
        customer=random.choice(["k1", "k2"]) if who == "customer" else "",
        buyer_class=PARTICIPANT if who == "own" else random.choice([PARTICIPANT, RETAIL]),
        volumes=volumes,
        lines=tuple(_line(random, least) for _ in range(random.randint(0, 3))),
        retail_margin=random.randint(0, 5_000),
        first_of_buyer=random.random() < 0.5,
        earned={("at-order", each): random.randint(0, 900) for each in (seller, buyer) if each},
    )


def _line(random: Random, least: int) -> SaleLine:
    volumes = {unit: random.choice([0, random.randint(least, 9_000)]) for unit in UNITS}
    return SaleLine(random.choice(["kit", "tea", "soap"]), volumes)


def _matrix(random: Random, names: list[str], moving: float) -> list[SeatFacts]:
    """Not everybody has a seat, and some leave theirs."""
    found = []
    for number, name in enumerate(names):
        times = [LONG_AGO] if random.random() < 0.8 else []
        while random.random() < moving:
            times.append(moment(random))
        for since in times:
            parent = random.choice(["", *names[:number]])
            side = str(random.randint(1, 3)) if parent else ""
            found.append(_seat(MATRIX, name, parent, side, since))
    return found


def _binary(random: Random, names: list[str]) -> list[SeatFacts]:
    free, found = [("", "")], []
    for name in random.sample(names, len(names)):
        parent, side = free.pop(random.randrange(len(free)))
        found.append(_seat(BINARY, name, parent, side, LONG_AGO))
        free += [(name, "L"), (name, "R")]
    return found


def _seat(tree: str, member: str, parent: str, side: str, since: datetime) -> SeatFacts:
    return SeatFacts(tree=tree, member_id=member, parent=parent, side=side, since=since)


def _legs(random: Random, names: list[str]) -> dict[tuple[str, str], LegState]:
    lot = Lot(order_id="", at=LONG_AGO, side=random.choice("LR"), volume=5_000)
    return {(BINARY, random.choice(names)): LegState(lots=(lot,))}
