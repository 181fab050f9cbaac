"""Companies over three months as chance makes them up, as facts documents; and plans for them."""

from fractions import Fraction
from random import Random

from tests.support.binaries import binary, pairs, percent
from tests.support.builders import Document, a_customer_bonus
from tests.support.column_chance import BINARY, MATRIX, RANKS
from tests.support.column_plans import MAKERS, OF_ANOTHER_PERIOD, a_plan, caps, without_nothing
from tests.support.simulations import facts

DAYS = [
    *(f"2026-10-{day:02}" for day in range(1, 32)),
    *(f"2026-11-{day:02}" for day in range(1, 31)),
]
LATER = [*DAYS, *(f"2026-12-{day:02}" for day in range(1, 29))]
STATUSES = (*["active"] * 5, "inactive", "suspended")


def a_company_document(random: Random, size: int) -> Document:
    names = [f"m{n:02}" for n in range(size)]
    people = [_member(random, n, names) for n in range(size)]
    orders = [_order(random, n, names) for n in range(random.randint(1, 14))]
    refunds = [each for order in orders for each in _refunds(random, order)]
    seats = [*_seats(random, names, BINARY, ("L", "R")), *_seats(random, names, MATRIX, "123")]
    legs = [
        {"tree": BINARY, "member": name, "left": "12.50", "right": "7", "at": "2026-09-01"}
        for name in names
        if random.random() < 0.2
    ]
    return facts(people, orders, refunds, seats=seats, legs=legs)


def _member(random: Random, number: int, names: list[str]) -> Document:
    above = ["", *names[:number]]
    member: Document = {
        "id": names[number],
        "sponsor": random.choice(above),
        "status": random.choice(STATUSES),
        "title": random.choice(["", *RANKS]),
        **random.choice([{}, {"periods_missed": 0}, {"periods_missed": 2}]),
        "changes": [],
    }
    if random.random() < 0.3:
        status = random.choice(STATUSES)
        member["changes"].append({"at": random.choice(DAYS), "status": status})
    if random.random() < 0.2:
        move = {"at": "2026-12-02", "sponsor": random.choice(above)}
        member["changes"].append(move)
    if random.random() < 0.1:
        member["owner"] = names[0]
    return member


def _order(random: Random, number: int, names: list[str]) -> Document:
    order: Document = {"id": f"o{number:02}", "at": random.choice(DAYS)}
    who = random.choice(names)
    match random.choice(["own", "own", "sold", "nobody"]):
        case "own":
            order["buyer"] = who
        case "sold":
            order |= {"seller": who, "customer": random.choice(["", "k1", "k2"])}
    lines = [
        {
            "sku": random.choice(["", "tea", "oil"]),
            "class": random.choice(["standard", "standard", "kit"]),
            "volumes": {"pv": _points(random), "cv": _points(random)},
        }
        for _ in range(random.randint(1, 3))
    ]
    return order | {"lines": lines}


def _points(random: Random) -> str:
    return str(
        random.choice(["0", "0.01", "33.33", random.randint(1, 200), random.randint(1, 9000)])
    )


def _refunds(random: Random, order: Document) -> list[Document]:
    """One or several, in its month or later, of its lines or of all of it; never more than it."""
    if random.random() < 0.5:
        return []
    days = [day for day in LATER if day >= order["at"]]
    left = {line: Fraction(1) for line in range(1, len(order["lines"]) + 1)}
    found: list[Document] = []
    for day in sorted(random.sample(days, min(3, len(days)))):
        share = random.choice([Fraction(1, 3), Fraction(1, 2), Fraction(1, 7), Fraction(1)])
        line = random.choice(list(left))
        taken = min(share, left[line])
        left[line] -= taken
        if taken:
            back = {"line": line, "share": str(taken)}
            found.append({"order": order["id"], "at": day, "lines": [back]})
    if random.random() < 0.3 and any(left.values()):
        found.append({"order": order["id"], "at": days[-1]})
    return found


def _seats(
    random: Random, names: list[str], tree: str, sides: tuple[str, ...] | str
) -> list[Document]:
    free = [("", "")]
    found = []
    for name in random.sample(names, len(names)):
        parent, side = free.pop(random.randrange(len(free)))
        found.append({"tree": tree, "member": name, "parent": parent, "side": side})
        free += [(name, each) for each in sides]
    return found


def a_plan_of_chance(random: Random) -> Document:
    """Bonuses of many kinds at the close of a month, and a customer's with the order."""
    kinds = [kind for kind in MAKERS if random.random() < 0.35] or ["levels"]
    match = random.choice([percent("0.10"), pairs("1.00", "3", "2")])
    after = {
        "paid": random.choice(["carry", "net_off"]),
        "expire_lots_days": random.choice([None, 40]),
    }
    made = [without_nothing(MAKERS[kind](random)) for kind in kinds]
    legs = binary(match, after=after, tree=BINARY)
    with_order = a_customer_bonus(random.choice(["0.20", "0.333333"]), id="direct")
    at_close = [*made, legs]
    document = a_plan(random, ["levels"])
    document["bonuses"] = [*at_close, OF_ANOTHER_PERIOD, with_order]
    document["caps"] = caps(random, [each["id"] for each in at_close])
    document["caps"]["company"] |= {"after_close": random.choice(["keep_factor", "judge_again"])}
    refunds = {
        "reverse": "all_lines",
        "period": random.choice(["current", "original_if_open"]),
        "ranks": random.choice(["keep", "paid_as", "title"]),
        "rate": random.choice(["line", "line", "period_average"]),
        "binary": {
            "broken_pair": random.choice(["refunded_quantity", "whole_pair"]),
            "expired_lot": random.choice(["lapses", "returns"]),
        },
    }
    return document | {"refunds": refunds}


def shuffled(random: Random, document: Document) -> Document:
    """The same, told in another order."""
    parts = ("members", "seats", "orders", "refunds", "legs")
    return document | {part: random.sample(document[part], len(document[part])) for part in parts}
