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
    metrics: list[tuple[str, list[str], Document]] = [
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
    return {"metric": metric, "op": operator, "value": random.choice(values), **words}


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
    return random.choice(
        [
            {"amounts": amounts, "minimum": "50", "rates": None},
            {"amounts": amounts, "rates": None},
            {"lower_of": {"volumes": {"silver": "20", "ruby": "100.5"}}},
            {"rates_by_sku": {"kit": "0.02", "tea": share(random)}},
            {"basis": {"bonus": "at-order"}},
        ]
    )


def generation(random: Random) -> Document:
    boundary: Document = {
        "mode": random.choice(["threshold", "own_rank"]),
        "rank": random.choice(RANKS),
        "rank_kind": random.choice(["paid_as", "title"]),
        "ineligible": random.choice(["keeps_boundary", "invisible", "consumes_number"]),
        "empty": random.choice(["counted", "not_counted"]),
        "closer_belongs_to": random.choice(["own_generation", "next_generation"]),
    }
    if random.random() < 0.25:
        boundary["starts"] = "at_leader"
    return _bonus(random, "generation", boundary=boundary, rates=rates(random))


def infinity(random: Random) -> Document:
    words: Document = {
        "mode": random.choice(["blocked", "blocked", "gap", "limited"]),
        "below_level": random.randint(0, 3),
        "levels": random.choice(["real", "compressed"]),
        "blocked_by": random.choice(["same_or_higher", "higher"]),
        "blocks": random.choice(["at_leader", "at_his_start"]),
    }
    return _bonus(random, "infinity", rates=by_rank(random)) | words


def matching(random: Random) -> Document:
    boundary: Document = {
        "rank": random.choice(RANKS),
        "ineligible": random.choice(["keeps_boundary", "invisible"]),
        "closer_belongs_to": random.choice(["own_generation", "next_generation"]),
    }
    words: Document = {
        "of": random.sample(["levels", "generation", "customer", "fast_start"], 3),
        "award": random.choice(["source", "level"]),
        "by": random.choice(["level", "generation"]),
        "base_after_caps": random.choice([True, False]),
    }
    code = {"foundation": 2, "foundation_pct": "0.5", "legacy_pct": "0.25"}
    if random.random() < 0.2:
        return _bonus(random, "matching", code=code) | words
    return _bonus(random, "matching", boundary=boundary, rates=rates(random)) | words


def pool(random: Random) -> Document:
    points = {rank: random.choice(["1", "2.5", "3"]) for rank in random.sample(RANKS, 2)}
    words: Document = random.choice(
        [
            {"by": "points", "points": points},
            {"by": "schedule", "schedule": points},
            {"by": "position", "amounts": ["10.00", "5.005", "1.00"], "score": "gv"},
            {"by": "position", "amounts": ["10.00", "5.005", "1.00"], "score": "pv"},
        ]
    )
    size = random.choice([{"pct": "0.021"}, {"amount": "33.33"}])
    remainder = {"remainder": random.choice(["company", "largest"])}
    return _bonus(random, "pool", basis="company_cv") | words | size | remainder


def customer(random: Random) -> Document:
    return _bonus(random, "customer", rates=rates(random, 0), start="seller")


def retail_margin(random: Random) -> Document:
    return _bonus(random, "retail_margin", rates={"0": share(random)}, basis="retail_margin")


def fast_start(random: Random) -> Document:
    window = {"from": "buyer_enrolled", "days": random.choice([10, 700])}
    replaced = [each for each in ("levels", "customer", "generation") if random.random() < 0.3]
    words = {"replaces": replaced, "orders": random.choice(["first", "all"])}
    words["qualified_by"] = random.choice(["active", "eligibility"])
    return _bonus(random, "fast_start", rates=rates(random), window=window) | words


def rank_advance(random: Random) -> Document:
    amounts = {rank: random.choice(["5.00", "7.50"]) for rank in RANKS if random.random() < 0.7}
    words: Document = {
        "once": random.choice([True, False]),
        "skipped": random.choice(["paid", "lost"]),
        "volume": random.choice([None, {"metric": "pv", "value": "100"}]),
    }
    return _bonus(random, "rank_advance", amounts=amounts) | words


def differential(random: Random) -> Document:
    words: Document = {
        "bracket_by": random.choice(["gv", "pv", "rank"]),
        "brackets": [["0", "0.03"], ["100", "0.06"], ["5000.005", "0.12"]],
        "mode": "whole",
        "rates": by_rank(random),
        "subtract": random.choice(["legs", "between", "buyer_included", "nothing"]),
        "min_level": random.choice([None, 1, 2]),
    }
    if words["bracket_by"] != "rank" and random.random() < 0.3:
        words["mode"] = "marginal"
    return _bonus(random, "differential") | words


def breakaway(random: Random) -> Document:
    words: Document = {
        "leader": {"rank": random.choice(["silver", "gold"])},
        "override": random.choice(["fixed", "differential", "tiers"]),
        "rates": by_rank(random),
        "generations": random.choice([None, {"2": "0.01"}, {"2": "0.01", "4": "0.02"}]),
        "minimum": random.choice([None, "0.01"]),
        "failed_gate": random.choice(["transparent", "blocks"]),
    }
    if words["override"] == "tiers":
        words["tiers"] = [{"min_groups": 1, "rate": "0.04"}, {"min_groups": 2, "rate": "0.02"}]
    elif random.random() < 0.3:
        words["guarantee"] = {"top": "1000", "mid": "300"}
    return _bonus(random, "breakaway") | words


MAKERS: dict[str, Callable[[Random], Document]] = {
    "levels": levels,
    "generation": generation,
    "infinity": infinity,
    "customer": customer,
    "retail_margin": retail_margin,
    "fast_start": fast_start,
    "differential": differential,
    "breakaway": breakaway,
    "rank_advance": rank_advance,
    "pool": pool,
    "matching": matching,
}
"""By kind, those that match others last."""


def without_nothing(part: Document) -> Document:
    return {word: value for word, value in part.items() if value is not None}


def a_plan(random: Random, kinds: list[str], **sections: object) -> Document:
    bonuses = [without_nothing(MAKERS[kind](random)) for kind in kinds]
    counts = random.choice(["any_in_leg", "front_line"])
    own: Document = {
        "ranks": ranks(random),
        "status": {"active": condition(random, ranked=False)}
        | {"grace_periods": random.choice([0, 0, 1, 3])},
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
        company["priority"] = random.sample(bonuses, random.randint(len(bonuses) - 1, len(bonuses)))
    found: Document = {"company": company}
    if random.random() < 0.4:
        found["person"] = [{"period": "month", "amount": random.choice(["50.00", "12.34"])}]
    if random.random() < 0.4:
        found["bonus"] = {random.choice(bonuses): {"month": "9.99"}}
    return found
