"""Vectors of kind `breakaway`: overrides on the groups of leaders below."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from commissions.domain.close.results import PeriodAward
from tools.vectors import facts
from tools.vectors.closing import closed
from tools.vectors.differential_vectors import by_rank, cents, rank_of, ranks_of
from tools.vectors.plans import Document, bonus, by_rank_id, ladder, levels, plan, ranks
from tools.vectors.shown import (
    InAnyOrder,
    by_member,
    by_source,
    left_open,
    money,
    of,
    paid,
    points,
    total,
)
from tools.vectors.vector import Vector

LEADER = "leader"
Nodes = Sequence[Mapping[str, Any]]


def overrides_of(rank: str, **words: Any) -> Document:
    """A bonus on the groups of leaders, who have a rank or a higher one."""
    return bonus("breakaway", **({"leader": {"rank": rank}, "award": "source"} | words))


def lines(awards: Sequence[PeriodAward], *, source: bool) -> InAnyOrder:
    """Earner, perhaps whose group, generation or tier, and amount."""
    return InAnyOrder(
        [[a.member, *([a.source] if source else []), a.level, money(a.amount)] for a in awards]
    )


def breakaway_overrides(vector: Vector) -> dict[str, Any]:
    """Differential or fixed overrides by rank, and rates by generation from the second on."""
    parameters = vector.parameters
    rates = by_rank_id(parameters["rank_rates"])
    by_height = sorted(rates, key=lambda rank: Fraction(rates[rank]))
    tree = [{**node, "rank": node["rank"] if node.get("breakaway") else ""} for node in vector.tree]
    override = parameters.get("mode", "differential")
    words: Document = {"override": override, "rates": rates}
    if override == "differential" and "min_override" in parameters:
        words["minimum"] = parameters["min_override"]
    if parameters.get("generation_rates"):
        words["generations"] = parameters["generation_rates"]
    one = overrides_of(by_height[0], pool=parameters.get("pool_pct", "1"), **words)
    document = plan(one, ranks=ranks(by_height))
    sold = facts.own_sales({node["id"]: node["pv"] for node in tree if "pv" in node})
    awards = paid(closed(document, facts.period(tree, sold)))
    return {"payouts": lines(awards, source=True), "total": total(awards)}


def override_tiers(vector: Vector) -> dict[str, Any]:
    """Tiers that each ask for a number of leaders' groups, on the volume of one group."""
    parameters = vector.parameters
    tiers = [{"min_groups": groups, "rate": rate} for groups, rate in parameters["tiers"]]
    gate = parameters.get("failed_gate", "transparent")
    one = overrides_of(LEADER, override="tiers", tiers=tiers, failed_gate=gate)
    sold = facts.own_sales({parameters["source"]: parameters["group_volume"]})
    result = closed(plan(one, ranks=ranks([LEADER])), facts.period(_led(vector), sold))
    awards = paid(result)
    return {"payouts": lines(awards, source=False), "total": total(awards)}


def _led(vector: Vector) -> Nodes:
    """Leaders are those who are marked, or else who has the rank of the group's leader."""
    marked = any("breakaway" in node for node in vector.tree)
    by_id = {node["id"]: node for node in vector.tree}
    rank = by_id[vector.parameters["source"]].get("rank")
    return [
        {**node, "rank": LEADER if leads else ""}
        for node in vector.tree
        for leads in [node.get("breakaway") if marked else node.get("rank") == rank]
    ]


def stairstep(vector: Vector) -> dict[str, Any]:
    """Levels that stop at a leader, and what leaders above are paid on the group."""
    parameters = vector.parameters
    rates, by_level = map(by_rank_id, (parameters["override_rates"], parameters["rates_by_rank"]))
    leaders = sorted(rates, key=lambda rank: Fraction(rates[rank]))
    names = ladder(by_level, leaders)
    stop = {"stop_at": {"rank": leaders[0]}}
    document = plan(
        levels(parameters, rates=by_level, **stop),
        overrides_of(
            leaders[0],
            override="differential",
            minimum=parameters["min_override"],
            rates=rates,
            pool=parameters["pool_pct"],
        ),
        ranks=ranks(names),
    )
    sold = facts.sales(vector.tree, vector.orders)
    result = closed(document, facts.period(vector.tree, sold))
    awards = paid(result)
    groups = {a.source: points(a.base) for a in result.awards if a.kind == "breakaway"}
    return {
        "level": by_member(paid(result, "levels")),
        "override": by_member(paid(result, "breakaway")),
        "total": total(awards),
    } | {f"group_volume_of_{leader}": volume for leader, volume in groups.items()}


def leadership_guarantee(vector: Vector) -> dict[str, Any]:
    """What leaders below bring, and what of it the one above is guaranteed."""
    parameters = vector.parameters
    guarantee = {"top": parameters["top_bv"], "mid": parameters["mid_bv"], "paid_by": "leader"}
    words = {"override": "fixed", "rates": {LEADER: parameters["pct"]}}
    steps = ranks([LEADER])
    whole = plan(overrides_of(LEADER, **words), ranks=steps)
    guaranteed = plan(overrides_of(LEADER, guarantee=guarantee, **words), ranks=steps)
    found = []
    for case, wanted in zip(vector.cases, vector.expected["cases"], strict=True):
        groups = {f"group {number}": volume for number, volume in enumerate(case["groups"], 1)}
        tree = _line("sponsor", "own", *groups)
        period = facts.period(tree, facts.own_sales({"own": case["own"], **groups}))
        kept = by_member(paid(closed(guaranteed, period)))
        figures = {
            "generated": by_member(paid(closed(whole, period))).get("own", "0.00"),
            "sponsor": kept.get("sponsor", "0.00"),
            "kept": kept.get("own", "0.00"),
        }
        found.append(left_open(wanted, figures))
    return {"cases": found}


def _line(sponsor: str, own: str, *groups: str) -> Nodes:
    """Leaders: one below another, and groups below that one."""
    above = {sponsor: None, own: sponsor} | dict.fromkeys(groups, own)
    return [{"id": each, "sponsor": of, "rank": LEADER} for each, of in above.items()]


def direct_indirect_leadership(vector: Vector) -> dict[str, Any]:
    """The own share of new members' volume, what it is above the legs', and leaders' groups."""
    return {"cases": [_direct_indirect(case) for case in vector.cases]}


def _direct_indirect(case: Mapping[str, Any]) -> dict[str, Any]:
    """The first of `direct` is the own volume; leaders stand one below the other, each volume with
    that of the next one in it."""
    rates, steps = ranks_of([case["pct"], *(share for _, share in case["legs"])])
    direct = {f"new {number}": volume for number, volume in enumerate(case["direct"])}
    legs = {f"leg {number}": leg for number, leg in enumerate(case["legs"], 1)}
    leaders = {f"leader {number}": each for number, each in enumerate(case["leaders"], 1)}
    volumes = [Fraction(volume) for volume, _ in leaders.values()]
    own = [
        volume - below for volume, below in zip(volumes, [*volumes[1:], Fraction(0)], strict=False)
    ]
    tree: list[Mapping[str, Any]] = [
        {"id": "earner", "sponsor": None, "rank": rank_of(case["pct"])},
        *({"id": name, "sponsor": "earner"} for name in direct),
        *({"id": n, "sponsor": "earner", "rank": rank_of(share)} for n, (_, share) in legs.items()),
        *(
            {"id": name, "sponsor": above, "rank": rank_of(case["pct"])}
            for name, above in zip(leaders, ["earner", *leaders], strict=False)
        ),
    ]
    sold = facts.own_sales(
        direct
        | {name: volume for name, (volume, _) in legs.items()}
        | {name: points(int(volume * 100)) for name, volume in zip(leaders, own, strict=True)}
    )
    bonuses = [by_rank(rates)]
    if leaders:
        bonuses.append(_leadership(rank_of(case["pct"]), [share for _, share in case["leaders"]]))
    result = closed(plan(*bonuses, ranks=steps), facts.period(tree, sold))
    awards = of(paid(result), "earner")
    found = by_source([each for each in awards if each.kind == "differential"])
    led = [money(each.amount) for each in awards if each.kind == "breakaway"]
    return {
        "direct": money(sum(cents(found.get(name)) for name in direct)),
        "indirect": money(sum(cents(found.get(name)) for name in legs)),
        "leadership": led,
        "total": total(awards),
    }


def _leadership(rank: str, shares: Sequence[str]) -> Document:
    """The first leader's group at the first share, the next ones' by generation."""
    deeper = {str(generation): share for generation, share in enumerate(shares[1:], 2)}
    words: Document = {"override": "fixed", "rates": {rank: shares[0]}}
    return overrides_of(rank, **(words | ({"generations": deeper} if deeper else {})))
