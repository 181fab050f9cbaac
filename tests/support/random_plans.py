"""Plans of a close as chance makes them up, of every kind."""

from random import Random

from tests.support.binaries import binary, pairs, percent
from tests.support.builders import Document
from tests.support.closes import at_least, bonus, close_plan, levels
from tests.support.random_periods import RANK_NAMES, given_ranks, rates, share

AWARDS = ("order", "source", "level")
COMPRESSIONS = ("none", "skip_inactive", "dynamic", "skip_below_rank", "volume_rollup")
COMPANY: Document = {"max_pct": "1", "of": "cv", "enforce": "report"}


def a_levels_plan(random: Random) -> Document:
    """One bonus of kind levels, with any of its words."""
    start = random.choice(["seller", "buyer_parent"])
    table = rates(random, 1 if start == "buyer_parent" else random.choice([0, 1]))
    words: Document = {"start": start, "rates": table, "compression": _compression(random)}
    options: Document = {
        "pass_up": {"n": 2, "scope": random.choice(["recruit", "downline"])},
        "stop_at": {"rank": random.choice(RANK_NAMES)},
        "depth_by_legs": {
            "tiers": [[1, 2], [2, 4]],
            "below_first": random.choice(["none", "unlimited"]),
        },
        "inactive_source_pays": random.choice([True, False]),
        "eligibility": at_least("pv", random.choice(["0.50", "100", "5000"])),
        "pool": "0.40",
    }
    words |= {word: value for word, value in options.items() if random.random() < 0.25}
    counts = {"counts": random.choice(["any_in_leg", "front_line"])}
    made = levels(award=random.choice(AWARDS)) | words
    return close_plan(made, ranks=given_ranks(), active_legs=counts)


def _compression(random: Random) -> Document:
    kind = random.choice(COMPRESSIONS)
    words: Document = {"kind": kind, "qualified_by": random.choice(["active", "eligibility"])}
    if kind == "skip_below_rank":
        words["rank"] = random.choice(RANK_NAMES)
    if kind == "volume_rollup":
        words["rolled_in_qualifies"] = random.choice([True, False])
    return words


def a_whole_plan(random: Random) -> Document:
    """Bonuses of nearly every kind, under caps of all sorts."""
    award = random.choice(AWARDS)
    return close_plan(
        *_by_order(random, award),
        *_by_group(random, award),
        _binary(random),
        *_at_last(random),
        ranks=given_ranks(),
        trees=[{"id": "sponsor", "kind": "sponsor"}, {"id": "binary", "kind": "binary"}],
        caps=_caps(random),
    )


def _by_order(random: Random, award: str) -> list[Document]:
    common: Document = {"award": award, "start": "buyer_parent"}
    window = {"from": "buyer_enrolled", "days": 700}
    return [
        bonus("customer", rates={"0": share(random)}, **common),
        bonus("fast_start", window=window, rates=rates(random), replaces=["levels"], orders="first")
        | common,
        levels(**common) | {"rates": rates(random), "compression": _compression(random)},
    ]


def _by_group(random: Random, award: str) -> list[Document]:
    boundary = {
        "mode": random.choice(["threshold", "own_rank"]),
        "rank": "gold",
        "ineligible": random.choice(["keeps_boundary", "invisible", "consumes_number"]),
        "empty": random.choice(["counted", "not_counted"]),
        "closer_belongs_to": random.choice(["own_generation", "next_generation"]),
    }
    infinity: Document = {
        "mode": random.choice(["blocked", "gap", "limited"]),
        "below_level": random.randint(0, 3),
        "levels": random.choice(["real", "compressed"]),
        "blocked_by": random.choice(["same_or_higher", "higher"]),
        "rates": {name: share(random) for name in RANK_NAMES},
    }
    differential: Document = {
        "bracket_by": random.choice(["gv", "pv"]),
        "brackets": [["0", "0.03"], ["100", "0.06"], ["5000", "0.12"]],
        "mode": "whole",
        "subtract": random.choice(["legs", "between", "buyer_included", "nothing"]),
    }
    breakaway: Document = {
        "leader": {"rank": "gold"},
        "override": random.choice(["fixed", "differential"]),
        "rates": {"gold": "0.04", "ruby": "0.06"},
        "generations": {"2": "0.01"},
    }
    return [
        bonus("generation", award=award, boundary=boundary, rates=rates(random)),
        bonus("infinity", award=award, **infinity),
        bonus("differential", award=award, **differential),
        bonus("breakaway", award=award, **breakaway),
    ]


def _binary(random: Random) -> Document:
    match = random.choice([percent("0.10"), pairs("1.00", "3", "2")])
    after = {"paid": random.choice(["carry", "net_off", "flush"])}
    cap = {"period": "40.00", "owner": random.choice(["aggregate", "none"])}
    return binary(match, after=after, cap=random.choice([{}, cap]))


def _at_last(random: Random) -> list[Document]:
    by = random.choice(["level", "generation"])
    return [
        bonus("matching", of=["levels", "team"], by=by, boundary={"rank": "gold"})
        | {"rates": rates(random), "award": "source", "base_after_caps": random.random() < 0.5},
        bonus("pool", basis="company_cv", pct="0.02", points={"gold": "1", "ruby": "3"})
        | {"remainder": random.choice(["company", "largest"])},
        bonus("rank_advance", amounts={"ruby": "5.00"}, once=True, skipped="paid"),
    ]


def _caps(random: Random) -> Document:
    enforce = random.choice(["pro_rata", "priority", "report"])
    kinds = ["customer", "fast_start", "levels", "generation", "infinity", "differential"]
    kinds += ["breakaway", "team", "matching", "pool", "rank_advance"]
    company: Document = COMPANY | {"max_pct": random.choice(["0.05", "0.50"]), "enforce": enforce}
    if enforce == "priority":
        company["priority"] = random.sample(kinds, len(kinds))
    caps: Document = {"company": company}
    if random.random() < 0.5:
        caps["person"] = [{"period": "month", "amount": "50.00"}]
    if random.random() < 0.5:
        caps["bonus"] = {"levels": {"month": "9.99"}}
    return caps
