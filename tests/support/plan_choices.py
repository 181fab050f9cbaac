"""A plan in which every word is stated that the schema knows, but those that exclude each other."""

from typing import Any

from commissions.plan_schema.bonuses.binary import STEPS
from tests.support.builders import Document
from tests.support.plans import a_sample

EVERYBODY: Document = {"all": []}
OF_VOLUME: Document = {"when": "close:month", "award": "order", "tree": "sponsor", "basis": "cv"}
BY_LEVEL: Document = OF_VOLUME | {
    "kind": "levels",
    "start": "buyer_parent",
    "eligibility": EVERYBODY,
    "compression": {"kind": "none", "qualified_by": "active"},
    "rates": {"1": "0.05"},
}
BINARY: Document = {
    "kind": "binary",
    "when": "close:month",
    "tree": "binary",
    "basis": "cv",
    "match": {"mode": "percent", "pct": "0.10", "of": "weak_leg"},
    "eligibility": EVERYBODY,
    "after": {
        "paid": "carry",
        "unqualified": "carry_both",
        "leg_cap_before": "5000",
        "leg_cap_excess": "burn",
        "carry_cap": "9000",
        "expire_lots_days": 365,
        "inactive_periods_to_flush": 4,
    },
    "cap": {"per": {"manager": {"month": "9.00"}}, "period": "9.00", "owner": "none"}
    | {"excess": "burn"},
    "order_of_steps": list(STEPS),
}
PAIRS: Document = {"mode": "pairs", "left": "100", "right": "100", "judged": "each_period"}
STRONG: Document = {
    "mode": "pairs",
    "strong": "200",
    "weak": "100",
    "judged": "each_cycle",
    "tie": "left",
}
BY_VOLUME: Document = OF_VOLUME | {
    "kind": "differential",
    "bracket_by": "gv",
    "brackets": [["100", "0.03"], ["600", "0.06"]],
    "mode": "whole",
    "subtract": "between",
    "min_level": 2,
}
LEADERS: Document = OF_VOLUME | {"kind": "breakaway", "leader": {"rank": "director"}}
POOL: Document = {
    "kind": "pool",
    "when": "close:month",
    "basis": "company_cv",
    "remainder": "company",
}
MATCHING: Document = {
    "kind": "matching",
    "when": "close:month",
    "tree": "sponsor",
    "award": "source",
} | {
    "of": ["levels"],
    "by": "level",
    "base_after_caps": True,
}
_KINDS: list[Document] = [
    BY_LEVEL | {"pool": "0.80", "volume_to_money": "0.50", "pay_rank": "title"},
    BY_LEVEL | {"compression": {"kind": "skip_below_rank", "qualified_by": "active"}
                | {"rank": "manager"}, "lower_of": {"volumes": {"manager": "50"}}},
    BY_LEVEL | {"compression": {"kind": "volume_rollup", "qualified_by": "active"}
                | {"rolled_in_qualifies": True}},
    BY_LEVEL | {"pass_up": {"n": 2, "scope": "recruit", "counted_at": "enrolment"}},
    BY_LEVEL | {"stop_at": {"rank": "director"}, "inactive_source_pays": False,
                "depth_by_legs": {"tiers": [[1, 2]], "below_first": "none"}},
    BY_LEVEL | {"rates_by_sku": {"KIT": "0.01"}, "basis": "cv"},
    BY_LEVEL | {"rates": None, "amounts": {"1": "5.00"}, "minimum": "100"},
    BY_LEVEL | {"basis": {"bonus": "customer"}},
    BINARY,
    BINARY | {"match": PAIRS | {"amount": "10.00"}, "cap": BINARY["cap"] | {"pairs": 9},
              "first_pair": {"strong": "200", "weak": "100", "amount": "25.00"}},
    BINARY | {"match": {"mode": "ratio", "pct": "0.10"}},
    BINARY | {"match": PAIRS | {"amount": "10.00"}},
    BINARY | {"match": STRONG | {"amount": {"manager": "10.00"}}},
    BINARY | {"match": PAIRS | {"pct_by": {"metric": "pv", "steps": [["100", "0.10"]]}}},
    BINARY | {"match": {"mode": "steps", "steps": [["100", "10.00"]]}},
    BY_VOLUME,
    BY_VOLUME | {"bracket_by": "rank", "brackets": None, "rates": {"director": "0.05"}},
    LEADERS | {"override": "differential", "rates": {"director": "0.05"}, "minimum": "0.01",
               "generations": {"2": "0.02"}},
    LEADERS | {"override": "tiers", "tiers": [{"min_groups": 1, "rate": "0.05"}],
               "failed_gate": "blocks"},
    LEADERS | {"override": "fixed", "rates": {"director": "0.05"},
               "guarantee": {"top": "10000", "mid": "4000", "paid_by": "leader"}},
    OF_VOLUME | {"kind": "generation", "rates": {"director": {"1": "0.03"}}, "boundary": {
        "mode": "threshold", "rank": "director", "rank_kind": "title", "empty": "counted",
        "ineligible": "invisible", "closer_belongs_to": "next_generation"}},
    OF_VOLUME | {"kind": "infinity", "mode": "blocked", "below_level": 4, "levels": "real",
                 "blocked_by": "higher", "blocks": "at_his_start", "rates": {"director": "0.01"}},
    MATCHING | {"rates": {"1": "0.10"}},
    MATCHING | {"by": "generation", "rates": {"1": "0.10"}, "boundary": {
        "rank": "director", "rank_kind": "title", "ineligible": "invisible",
        "closer_belongs_to": "next_generation"}},
    MATCHING | {"code": {"foundation": 3, "foundation_pct": "1", "legacy_pct": "0.25"}},
    POOL | {"pct": "0.02", "by": "points", "points": {"director": "3"}},
    POOL | {"by": "position", "amounts": ["9.00", "5.00"], "score": "gv"},
    POOL | {"amount": "900.00", "by": "schedule", "schedule": {"director": "100.00"}},
    {"kind": "rank_advance", "when": "close:month", "amounts": {"director": "100.00"},
     "once": True, "skipped": "paid", "volume": {"metric": "gv", "value": "500"}},
    OF_VOLUME | {"kind": "fast_start", "start": "buyer_parent", "replaces": ["levels"],
                 "window": {"from": "buyer_enrolled", "days": 30}, "orders": "first",
                 "eligibility": EVERYBODY, "rates": {"1": "0.15"}},
    {"kind": "fast_start", "when": "order", "tree": "sponsor", "basis": "cv",
     "start": "buyer_parent", "replaces": ["customer"], "qualified_by": "eligibility",
     "window": {"from": "buyer_enrolled", "days": 30},
     "eligibility": {"metric": "status", "op": "=", "value": "active"}, "rates": {"1": "0.05"}},
    OF_VOLUME | {"kind": "customer", "start": "seller", "rates": {"0": "0.10"},
                 "eligibility": EVERYBODY},
]  # fmt: skip
BONUSES = [
    each | {"tree": f"binary{n}"} if each["kind"] == "binary" else each
    for n, each in enumerate(_KINDS)
]
"""Each binary with a tree of its own."""


def every_word(*bonuses: Document) -> Document:
    """The sample `hyb` with all that it leaves unsaid, and with a bonus `more` or some."""
    document = a_sample("hyb")
    for volume in document["volumes"].values():
        volume["moment"] = "placed"
    document["trees"] += [
        {"id": "binary", "kind": "binary", "width": 2, "spillover": "weak_leg"},
        *(
            {"id": each["tree"], "kind": "binary", "width": 2, "spillover": "weak_leg"}
            for each in bonuses
            if each["kind"] == "binary"
        ),
        {"id": "matrix", "kind": "matrix", "width": 3, "depth": 9, "spillover": "bfs"},
    ]
    for tree in document["trees"][1:]:
        tree |= {"holding_days": 7, "move_window_days": 3, "vacated": "promote_earliest"}
    document["bonuses"] += [{"id": f"more{n}", **each} for n, each in enumerate(bonuses)]
    document["caps"]["person"] = [{"period": "month", "amount": "9000.00"}]
    document["payout"] |= {
        "fees": {"USD": "1.00"},
        "deductions": [{"id": "tax", "pct": "0.05", "rounding": "down"}],
        "currency": {"rate_source": "table", "rate_moment": "order_paid", "places": {"HUF": 0}},
    }
    pairs = {"broken_pair": "whole_pair", "expired_lot": "returns"}
    document["refunds"] |= {"volume_period": "current", "rate": "period_average", "binary": pairs}
    del document["compliance"]["max_worst_case_pct"]
    stated: Document = without_nothing(document)
    return stated


def without_nothing(part: Any) -> Any:
    if isinstance(part, dict):
        kept = {"leg_cap_before", "carry_cap"}
        return {
            word: without_nothing(value)
            for word, value in part.items()
            if value is not None or word in kept
        }
    return [without_nothing(each) for each in part] if isinstance(part, list) else part
