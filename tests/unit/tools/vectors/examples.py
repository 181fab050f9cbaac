"""Worked examples with figures of our own, a short one for each way in which a plan can be read."""

from typing import Any

from tools.vectors.vector import FORMAT, Vector

Content = dict[str, Any]


def a_line(*members: str, **fields: Any) -> list[Content]:
    """Members one below the other, the top one first."""
    above = [None, *members]
    return [
        {"id": member, "sponsor": sponsor, **fields}
        for member, sponsor in zip(members, above, strict=False)
    ]


def with_ranks(tree: list[Content], **ranks: str) -> list[Content]:
    return [node | {"rank": ranks.get(node["id"])} for node in tree]


def an_order(buyer: str, cv: str, **fields: Any) -> Content:
    return {"id": f"by {buyer}", "buyer": buyer, "cv": cv, **fields}


def an_example(calculator: str, expected: Content, **content: Any) -> Vector:
    """`parameters`: of the plan; the rest as in a file."""
    parameters = content.pop("parameters", {})
    words = {"plan_parameters": {"calculator": calculator, **parameters}, "expected": expected}
    return Vector(calculator, {"format": FORMAT, **content, **words})


LINE = a_line("ann", "bob", "cat")
UNILEVEL = {
    "compression": "none",
    "pool_pct": "1",
    "volume_to_money": "1",
    "rates_by_rank": {"": {"1": "0.10", "2": "0.05"}},
}
LEVELS = an_example(
    "level_walk",
    {
        "payouts": [
            {"earner": "bob", "level": 1, "amount": "8.00"},
            {"earner": "ann", "level": 2, "amount": "4.00"},
        ],
        "total": "12.00",
    },
    tree=with_ranks(LINE, ann="", bob="", cat=""),
    orders=[an_order("cat", "80")],
    parameters=UNILEVEL,
)
TOO_DEEP = an_example(
    "level_walk",
    {"payouts": [{"earner": "bob", "level": 1, "amount": "8.00"}], "total": "8.00"},
    tree=LEVELS.tree,
    orders=LEVELS.orders,
    parameters=UNILEVEL | {"max_depth": 1},
)
LOWER_PACKAGE = an_example(
    "lower_package",
    {
        "payouts": [{"order": "by bob", "earner": "ann", "level": 1, "amount": "3.00"}],
        "total": "3.00",
    },
    tree=with_ranks(a_line("ann", "bob"), ann="big", bob="small"),
    orders=[an_order("bob", "70")],
    parameters={
        "packages": {
            "small": {"order": 1, "fee": "60", "levels": {"1": "0.05"}},
            "big": {"order": 2, "fee": "90", "levels": {"1": "0.20"}},
        }
    },
)
NEARER_IS_DEDUCTED_ONLY = an_example(
    "differential",
    {
        "payouts": [{"order": "by cat", "earner": "ann", "rate": "0.06", "amount": "6.00"}],
        "total": "6.00",
    },
    tree=[node | {"base": {"ann": "0.10", "bob": "0.04"}.get(node["id"])} for node in LINE],
    orders=[an_order("cat", "100")],
    parameters={"earner": "ann", "min_level": 2},
)
BLOCKS = an_example(
    "marginal_blocks",
    {
        "bonus": "11.00",
        "whole_volume_bracket_would_pay": "16.00",
        "average_pct": "0.06875",
        "return_line": "-2.75",
    },
    cases=[{"volume": "160", "returned": "40"}],
    parameters={"block": "100", "pcts": ["0.05", "0.10"]},
)
OVERRIDES = an_example(
    "breakaway_overrides",
    {"payouts": [["ann", "cat", 2, "2.00"], ["bob", "cat", 1, "3.00"]], "total": "5.00"},
    tree=[
        node | {"rank": "leader", "breakaway": True, "pv": "100" if node["id"] == "cat" else "0"}
        for node in LINE
    ],
    parameters={
        "mode": "differential",
        "rank_rates": {"leader": "0.07"},
        "min_override": "0.03",
        "generation_rates": {"2": "0.02"},
    },
)
GENERATIONS_FROM_LEADERS = an_example(
    "generation_title",
    {"generation_volume": {"1": "300"}, "payouts": {"1": "9.00"}, "total": "9.00"},
    tree=[
        {"id": "ann", "sponsor": None, "title": "Top Leader", "paid_as": "Top Leader"},
        {"id": "bob", "sponsor": "ann", "title": "Newcomer", "paid_as": "Newcomer"},
        {"id": "cat", "sponsor": "bob", "title": "Big Leader", "paid_as": "Newcomer"},
        {"id": "dan", "sponsor": "cat", "title": "Newcomer", "paid_as": "Newcomer"},
    ],
    orders=[an_order("bob", "900"), an_order("cat", "100"), an_order("dan", "200")],
    parameters={
        "earner": "ann",
        "boundary_titles": ["Big Leader"],
        "rates_by_paid_as": {"Top Leader": {"1": "0.03"}},
    },
)
CODED = an_example(
    "coded_match",
    {"lines": {"bob": "20.00", "dan": "30.00", "eve": "10.00"}, "total": "60.00"},
    tree=[
        {"id": "ann", "sponsor": None},
        {"id": "bob", "sponsor": "ann", "enrolled": 1},
        {"id": "dan", "sponsor": "ann", "enrolled": 2},
        {"id": "eve", "sponsor": "dan", "enrolled": 1},
        {"id": "fay", "sponsor": "dan", "enrolled": 2},
        {"id": "gil", "sponsor": "bob", "enrolled": 1},
    ],
    base_earnings={"bob": "40", "dan": "30", "eve": "10", "fay": "70", "gil": "90"},
    parameters={"earner": "ann", "foundation": 1, "foundation_pct": "0.50", "legacy_pct": "1"},
)
POSITIONS = an_example(
    "pool_by_position",
    {
        "cases": [
            {"ann": "50.00", "bob": "30.00", "cat": "0.00", "total": "80.00"},
            {"ann": "0.00", "bob": "50.00", "cat": "30.00", "total": "80.00"},
        ]
    },
    cases=[{"unqualified": []}, {"unqualified": ["ann"]}],
    parameters={
        "amounts": ["50.00", "30.00"],
        "ranking": [["ann", "9"], ["bob", "7"], ["cat", "7"]],
    },
)
SHARED_POOL = an_example(
    "pool",
    {"share": "33.33"},
    parameters={"pool": "100", "points": "1", "total_points": "3"},
)
GATE = an_example(
    "leg_gate",
    {"gate": [True, False], "cap_would_count": ["60", "100"]},
    cases=[{"legs": ["60"]}, {"legs": ["70.01", "30"]}],
    parameters={"max_leg": "70"},
)
CUTOFF = an_example(
    "refund_cutoff",
    {"january": ["0.00", "8.00"], "next_run": ["0.00", "-8.00"]},
    cases=[{"reversed_at": "2026-03-31T23:59:59Z"}, {"reversed_at": "2026-04-01T00:00:00Z"}],
    parameters={"end": "2026-04-01T00:00:00Z", "amount": "8.00"},
)
UNITS_BACK = an_example(
    "partial_refund",
    {
        "original": {"bob": "6.00", "ann": "3.00"},
        "after_r1": {"bob": "4.00", "ann": "2.00"},
        "after_all": {"bob": "4.00", "ann": "2.00"},
        "reversal_lines": 2,
    },
    tree=LINE,
    orders=[{"id": "o", "buyer": "cat", "lines": [{"sku": "TEA", "qty": 3, "cv_each": "20"}]}],
    refunds=[
        {"id": "r1", "qty": 1, "status": "ok"},
        {"id": "r1", "qty": 1, "status": "ok"},
        {"id": "r2", "qty": 1, "status": "failed"},
    ],
    parameters={"rates": {"1": "0.10", "2": "0.05"}},
)
CARRIED_IN = an_example(
    "binary",
    {"periods": [{"left": "150", "right": "60", "paid": "6.00", "carry_left": "90"}]},
    tree=[
        {"id": "top", "sponsor": None},
        {"id": "l", "sponsor": "top", "placement_parent": "top", "side": "L"},
        {"id": "r", "sponsor": "top", "placement_parent": "top", "side": "R"},
    ],
    orders=[an_order("l", "100", period=1), an_order("r", "60", period=1)],
    parameters={
        "subject": "top",
        "mode": "percent",
        "pct": "0.10",
        "after": "carry",
        "carry_in": {"left": "50"},
    },
)
OWN = (
    LEVELS,
    TOO_DEEP,
    LOWER_PACKAGE,
    NEARER_IS_DEDUCTED_ONLY,
    BLOCKS,
    OVERRIDES,
    GENERATIONS_FROM_LEADERS,
    CODED,
    POSITIONS,
    SHARED_POOL,
    GATE,
    CUTOFF,
    UNITS_BACK,
    CARRIED_IN,
)
