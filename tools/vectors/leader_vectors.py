"""Vectors of kinds `generation` and `infinity`: what is counted at, or blocked by, leaders."""

from typing import Any

from tools.vectors import facts
from tools.vectors.closing import closed
from tools.vectors.plans import bonus, by_rank_id, ladder, levels, plan, rank_id, ranks, threshold
from tools.vectors.shown import InAnyOrder, by_level, by_member, money, of, paid, points, total
from tools.vectors.vector import Vector


def names_in(vector: Vector, *fields: str) -> list[str]:
    """All ranks that members have."""
    return [rank_id(node.get(field) or "") for node in vector.tree for field in fields]


def generations(vector: Vector, **words: Any) -> dict[str, Any]:
    """A bonus by generations for whoever has a boundary's rank."""
    parameters = vector.parameters
    leaders = leaders_of(parameters["boundary_ranks"])
    creates = parameters.get("ineligible_creates_boundary", True)
    consumes = parameters.get("empty_generation_consumes_number", False)
    boundary = threshold(
        leaders[0],
        ineligible=_ineligible(creates=creates, consumes=consumes),
        empty="counted" if consumes else "not_counted",
    )
    rates = dict.fromkeys(leaders, parameters["rates"])
    return bonus("generation", **({"boundary": boundary, "rates": rates} | words))


def _ineligible(*, creates: bool, consumes: bool) -> str:
    """What one who does not qualify is: a boundary; not one, and yet a number; or nothing."""
    if creates:
        return "keeps_boundary"
    return "consumes_number" if consumes else "invisible"


def steps(vector: Vector) -> list[dict[str, Any]]:
    """The ranks, those of boundaries above all others."""
    leaders = leaders_of(vector.parameters["boundary_ranks"])
    return ranks(ladder(names_in(vector, "rank"), leaders))


def leaders_of(names: list[str]) -> list[str]:
    return [rank_id(name) for name in names]


def generation(vector: Vector) -> dict[str, Any]:
    document = plan(generations(vector), ranks=steps(vector))
    result = closed(document, facts.period(vector.tree, facts.sales(vector.tree, vector.orders)))
    awards = paid(result)
    lines = [
        {"earner": each.member, "generation": each.level, "amount": money(each.amount)}
        for each in awards
    ]
    return {"payouts": InAnyOrder(lines), "total": total(awards)}


def level_plus_generation(vector: Vector) -> dict[str, Any]:
    """Levels of a part of the volume, and generations of the whole, in one plan."""
    by_level_ = levels(vector.parameters, rates=vector.parameters["level_rates"])
    document = plan(by_level_, generations(vector), ranks=steps(vector))
    result = closed(document, facts.period(vector.tree, facts.sales(vector.tree, vector.orders)))
    return {
        "level": by_member(paid(result, "levels")),
        "generation": by_member(paid(result, "generation")),
        "total": total(paid(result)),
    }


def generation_title(vector: Vector) -> dict[str, Any]:
    """Titles make the boundaries, the rank of the period sets the rates; generations are counted
    from the earner down, each begins with its leader."""
    parameters, earner = vector.parameters, str(vector.parameters["earner"])
    titles = leaders_of(parameters["boundary_titles"])
    one = bonus(
        "generation",
        boundary=threshold(titles[0], rank_kind="title", starts="at_leader"),
        rates=by_rank_id(parameters["rates_by_paid_as"]),
        pay_rank="paid_as",
        award="level",
    )
    document = plan(one, ranks=ranks(ladder(names_in(vector, "title", "paid_as"), titles)))
    result = closed(document, facts.period(vector.tree, facts.sales(vector.tree, vector.orders)))
    awards = of(paid(result), earner)
    return {
        "generation_volume": {str(each.level): points(each.base) for each in awards},
        "payouts": by_level(awards),
        "total": total(awards),
    }


def infinity(vector: Vector) -> dict[str, Any]:
    """Whoever's share is not above the last one paid is passed over, all together get at most the
    highest; the first above the sale gets nothing."""
    rates = by_rank_id(vector.parameters["rates"])
    one = bonus("infinity", below_level=1, levels="real", mode="limited", rates=rates)
    document = plan(one, ranks=ranks(ladder(rates)))
    result = closed(document, facts.period(vector.tree, facts.sales(vector.tree, vector.orders)))
    return {"payouts": by_member(paid(result)), "total": total(paid(result))}


def infinity_until_start(vector: Vector) -> dict[str, Any]:
    """Below the levels, until the infinity of another leader begins."""
    parameters, earner = vector.parameters, str(vector.parameters["earner"])
    [own] = [rank_id(node["rank"]) for node in vector.tree if node["id"] == earner]
    one = bonus(
        "infinity",
        below_level=parameters["below_level"],
        levels="real",
        blocked_by="same_or_higher",
        blocks=parameters.get("blocks", "at_his_start"),
        rates={own: parameters["pct"]},
    )
    leaders = leaders_of(parameters["blocker_ranks"])
    names = ladder(names_in(vector, "rank"), [own], leaders)
    document = plan(one, ranks=ranks(names))
    result = closed(document, facts.period(vector.tree, facts.sales(vector.tree, vector.orders)))
    buyers = {order["id"]: order["buyer"] for order in vector.orders}
    awards = of(paid(result), earner)
    lines = {buyers[award.source]: money(award.amount) for award in awards}
    return {"payouts": lines, "total": total(awards)}
