"""Plans as chance makes them up: any of the words that a close in columns computes."""

from collections.abc import Callable
from random import Random

from tests.support.builders import a_plan_document
from tests.support.column_chance import BINARY, MATRIX, RANKS, Document

AWARDS = ("order", "source", "level")
OF_ANOTHER_PERIOD: Document = {
    "id": "weekly",
    "kind": "breakaway",
    "when": "close:week",
    "leader": {"rank": "gold"},
}
"""Says who breaks away, and is not computed."""
TREES = ("sponsor", "sponsor", "sponsor", MATRIX)


def share(random: Random) -> str:
    """Of 1, with up to six decimals."""
    return random.choice(["0.10", "0.05", "0.333333", f"0.{random.randint(1, 90_000):06}"])


def rates(random: Random, first: int = 1) -> Document:
    """For all alike, or by rank with holes; some ranks are not paid at all."""
    whole = {str(level): share(random) for level in range(first, first + random.randint(1, 5))}
    if random.random() < 0.4:
        return whole
    some = {level: share(random) for level in whole if random.random() < 0.6}
    table = {"ruby": whole, "gold": some or whole, "silver": dict(list(whole.items())[:1])}
    return {rank: row for rank, row in table.items() if random.random() < 0.8} or {"gold": whole}


def by_rank(random: Random) -> Document:
    return {rank: share(random) for rank in random.sample(RANKS, random.randint(1, 3))}


def figure(random: Random, *, ranked: bool = True) -> Document:
    """A single condition; `ranked`: it may look at ranks below."""
    metrics = [
        ("pv", ["1", "100", "150.5"], {}),
        ("cv", ["0.5", "100"], {}),
        ("pv", ["150"], {"window": {"periods": 3, "of": random.choice(["any", "sum"])}}),
        ("gv", ["100", "1000", "5000.25"], {}),
        ("leg_gv", ["0", "100"], {}),
        ("customers", ["1", "2"], {}),
        ("retail_volume", ["1", "200"], {}),
        ("order_in_period", ["1", "2"], {}),
        ("days_since_enrol", ["10", "400"], {}),
        ("months_since_enrol", ["0", "3"], {}),
        ("binary_leg", ["10", "50"], {"side": random.choice(["left", "right", "weak", "strong"])}),
    ]
    if ranked:
        rank, search = random.choice(RANKS), random.choice(["front_line", "any_level"])
        legs = {"rank": rank, "search": search}
        metrics += [
            ("active_legs", ["1", "2"], {}),
            ("enrolled_active", ["1", "2"], {}),
            ("enrolled_active", ["1"], {"side": random.choice(["left", "right", "each"])}),
            ("legs_with_rank", ["1", "2"], legs),
            ("legs_with_rank", ["1"], legs | {"min_leg_gv": "10.005"}),
            ("pgv", ["1", "500"], {}),
        ]
    metric, values, words = random.choice(metrics)
    operator = random.choice([">=", ">=", ">=", ">", "="])
    return {"metric": metric, "op": operator, "value": random.choice(values)} | words


def condition(random: Random, *, ranked: bool = True) -> Document:
    many = random.randint(0, 2)
    parts = [figure(random, ranked=ranked) for _ in range(many)]
    if random.random() < 0.3:
        parts.append({"metric": "status", "op": "in", "value": ["active"]})
    either = {"any": [figure(random, ranked=ranked), figure(random, ranked=ranked)]}
    return random.choice([{"all": parts}, figure(random, ranked=ranked), either])


def ranks(random: Random) -> list[Document]:
    caps: list[Document] = [
        {"pct": "0.4", "of": "requirement", "own": random.choice(["capped", "whole"])},
        {"mode": "gate", "max_leg": "3000"},
    ]
    found = []
    for order, rank in enumerate(RANKS, 1):
        words: Document = {"id": rank, "order": order, "require": condition(random)}
        if random.random() < 0.4:
            words["leg_cap"] = random.choice(caps)
        if random.random() < 0.3:
            words["maintain"] = condition(random)
        if random.random() < 0.6:
            words |= {"demote_after": random.randint(1, 3)}
            words |= {"demotion": random.choice(["one_rank", "to_paid_as"])}
        found.append(words | {"pay_rank": "title" if random.random() < 0.3 else "paid_as"})
    return found


def compression(random: Random) -> Document:
    kinds = ["none", "skip_inactive", "dynamic", "skip_below_rank", "volume_rollup"]
    kind = random.choice(kinds)
    words: Document = {"kind": kind, "qualified_by": random.choice(["active", "eligibility"])}
    if kind == "skip_below_rank":
        words["rank"] = random.choice(RANKS)
    if kind == "volume_rollup":
        words["rolled_in_qualifies"] = random.choice([True, False])
    return words


def _bonus(random: Random, kind: str, **words: object) -> Document:
    head = {"id": kind, "kind": kind, "when": "close:month", "tree": random.choice(TREES)}
    found: Document = head | {"basis": random.choice(["pv", "cv"]), "award": random.choice(AWARDS)}
    if random.random() < 0.3:
        found["eligibility"] = condition(random)
    if random.random() < 0.3:
        found["pay_rank"] = random.choice(["title", "paid_as"])
    return found | words


def levels(random: Random) -> Document:
    start = random.choice(["seller", "buyer_parent"])
    table = rates(random, random.choice([0, 1]) if start == "seller" else 1)
    bonus = _bonus(random, "levels", start=start, rates=table, compression=compression(random))
    options: Document = {
        "pass_up": {"n": 2, "scope": random.choice(["recruit", "downline"])},
        "stop_at": {"rank": random.choice(RANKS)},
        "depth_by_legs": {
            "tiers": [[1, 2], [2, 4]],
            "below_first": random.choice(["none", "unlimited"]),
        },
        "inactive_source_pays": random.choice([True, False]),
        "pool": "0.40",
        "volume_to_money": "1.5",
    }
    bonus |= {word: value for word, value in options.items() if random.random() < 0.2}
    if "pass_up" in bonus:
        bonus["tree"] = "sponsor"
    return bonus | random.choice([{}, {}, _otherwise_paid(random)])


def _otherwise_paid(random: Random) -> Document:
    amounts = {str(level): random.choice(["1.00", "0.50"]) for level in range(1, 4)}
    return random.choice([
        {"amounts": amounts, "minimum": "50", "rates": None},
        {"amounts": amounts, "rates": None},
        {"lower_of": {"volumes": {"silver": "20", "ruby": "100.5"}}},
        {"rates_by_sku": {"kit": "0.02", "tea": share(random)}},
        {"basis": {"bonus": "at-order"}},
    ])


MAKERS: dict[str, Callable[[Random], Document]] = {"levels": levels}


def without_nothing(part: Document) -> Document:
    return {word: value for word, value in part.items() if value is not None}


def a_plan(random: Random, kinds: list[str], **sections: object) -> Document:
    bonuses = [without_nothing(MAKERS[kind](random)) for kind in kinds]
    counts = random.choice(["any_in_leg", "front_line"])
    own: Document = {
        "ranks": ranks(random),
        "status": {"active": condition(random, ranked=False)},
        "active_legs": {"counts": counts},
        "trees": [
            {"id": "sponsor", "kind": "sponsor"},
            {"id": MATRIX, "kind": "matrix"},
            {"id": BINARY, "kind": "binary"},
        ],
        "caps": caps(random, [bonus["id"] for bonus in bonuses]),
    }
    return a_plan_document(*bonuses, OF_ANOTHER_PERIOD) | own | sections


def caps(random: Random, bonuses: list[str]) -> Document:
    enforce = random.choice(["pro_rata", "priority", "report"])
    company: Document = {"max_pct": random.choice(["0.05", "0.5"]), "of": "cv", "enforce": enforce}
    if enforce == "priority":
        company["priority"] = random.sample(bonuses, len(bonuses))
    found: Document = {"company": company}
    if random.random() < 0.4:
        found["person"] = [{"period": "month", "amount": random.choice(["50.00", "12.34"])}]
    if random.random() < 0.4:
        found["bonus"] = {random.choice(bonuses): {"month": "9.99"}}
    return found
