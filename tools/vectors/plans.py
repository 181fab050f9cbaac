"""A vector's parameters as a plan's document: a bonus in a plan that says nothing else."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Document = dict[str, Any]
EVERYBODY: Document = {"all": []}


def plan(*bonuses: Document, **parts: Any) -> Document:
    """A plan of one month in USD; `parts` replace sections of it."""
    document: Document = {
        "plan": {
            "id": "vector",
            "version": 1,
            "effective_from": "2026-01-01",
            "timezone": "UTC",
            "base_currency": "USD",
            "rounding": {"places": 2, "mode": "half_even"},
        },
        "volumes": {
            unit: {
                "from": "sku_map",
                "include": ["own_orders", "customer_orders", "participant_orders"],
                "exclude": [],
            }
            for unit in ("pv", "cv")
        },
        "trees": [{"id": "sponsor", "kind": "sponsor"}],
        "periods": [{"id": "month", "every": "month", "cutoff_days": 0}],
        "status": {"active": {"metric": "status", "op": "in", "value": ["active"]}},
        "bonuses": list(bonuses),
    }
    return document | _policies() | parts


def seat_tree(tree: str, *, width: int = 3, depth: int = 9) -> Document:
    """A matrix that is filled from left to right, level by level."""
    return {
        "id": tree,
        "kind": "matrix",
        "width": width,
        "depth": depth,
        "spillover": "bfs",
        "holding_days": 0,
        "move_window_days": 0,
        "vacated": "keep",
    }


def ranks(names: Sequence[str]) -> list[Document]:
    """Ranks that nobody reaches by figures: vectors say who has which. Their ids as `rank_id`s."""
    return [
        {
            "id": rank_id(name),
            "order": order,
            "require": {"metric": "gv", "op": ">=", "value": "999999999"},
            "window": "month",
            "pay_rank": "paid_as",
        }
        for order, name in enumerate(names, 1)
    ]


def _policies() -> Document:
    """What vectors say nothing of, and a plan has to."""
    return {
        "caps": {
            "company": {
                "max_pct": "1",
                "of": "cv",
                "enforce": "pro_rata",
                "after_close": "keep_factor",
            }
        },
        "payout": {
            "hold_days": 0,
            "min": {},
            "negative_balance": {"max_offset_pct": "1", "write_off_months": 0},
            "currency": {"rate_source": "table", "rate_moment": "order_paid"},
        },
        "refunds": {
            "reverse": "all_lines",
            "period": "current",
            "ranks": "keep",
            "late_orders": "current",
        },
        "compliance": {"retail_gate": {"rule": "none"}, "recruit_only": "forbid"},
    }


def rank_id(name: str) -> str:
    """A rank's name as a plan can write it."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", name)


def by_rank_id[T](table: Mapping[str, T]) -> dict[str, T]:
    return {rank_id(name): row for name, row in table.items()}


def bonus(kind: str, **words: Any) -> Document:
    """A bonus at the close of the month, an award for each order."""
    common: Document = {"id": kind, "kind": kind, "when": "close:month", "tree": "sponsor"}
    if kind not in {"binary", "pool", "matching"}:
        common |= {"award": "order", "basis": "cv"}
    return common | words


def levels(parameters: Mapping[str, Any], **words: Any) -> Document:
    """Kind `levels` by the names that vectors have for its words."""
    found = {
        "start": "buyer_parent",
        "compression": {
            "kind": parameters.get("compression", "none"),
            "qualified_by": "active",
        },
        "pool": parameters.get("pool_pct", "1"),
        "volume_to_money": parameters.get("volume_to_money", "1"),
    }
    if parameters.get("inactive_source_pays") is False:
        found["inactive_source_pays"] = False
    return bonus("levels", **(found | words))


def customer_bonus(share: str, **words: Any) -> Document:
    """A share of what a member sells to outsiders."""
    common: Document = {"start": "seller", "rates": {"0": share}, "eligibility": EVERYBODY}
    return bonus("customer", **(common | words))


def with_the_order(one: Document) -> Document:
    """A plan of one bonus that is paid with the order, and that says nothing of a close."""
    words = {word: value for word, value in one.items() if word != "award"} | {"when": "order"}
    document = plan(words)
    del document["caps"]["company"]["after_close"], document["refunds"]["late_orders"]
    return document


def threshold(rank: str, **words: str) -> Document:
    """A boundary of generations at a rank."""
    return {
        "mode": "threshold",
        "rank": rank,
        "ineligible": "keeps_boundary",
        "empty": "not_counted",
        "closer_belongs_to": "own_generation",
    } | words


def ladder(*parts: Iterable[str | None]) -> list[str]:
    """The ranks of several lists, the lowest list first, each named once: where it comes last."""
    names = [name for part in parts for name in part if name]
    return list(dict.fromkeys(reversed(names)))[::-1]
