"""Vectors of kind `matching`: shares of what others earn.

What is matched is earned in the same run, by a bonus that pays the whole of what somebody sells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.results import CloseResult
from tools.vectors import facts
from tools.vectors.closing import closed
from tools.vectors.plans import Document, bonus, customer_bonus, levels, plan, rank_id, ranks
from tools.vectors.shown import by_member, by_source, of, paid, total
from tools.vectors.vector import Vector

EARNED, MATCH = "customer", "matching"


def match(**words: Any) -> Document:
    common = {"of": [EARNED], "by": "level", "base_after_caps": True, "award": "source"}
    return bonus(MATCH, **(common | words))


def matched(
    tree: Sequence[Mapping[str, Any]], earned: Mapping[str, str], one: Document, **parts: Any
) -> CloseResult:
    """`earned`: what each of them earns, in money."""
    document = plan(customer_bonus("1"), one, **parts)
    return closed(document, facts.period(tree, facts.own_sales(earned)))


def lines_of(result: CloseResult, earner: str) -> dict[str, Any]:
    awards = of(paid(result, MATCH), earner)
    return {"lines": by_source(awards), "total": total(awards)}


def match_by_level(vector: Vector) -> dict[str, Any]:
    """What is matched stays whole: `x_keeps` is what X has of it after the match."""
    earned = vector.content["base_earnings"]
    result = matched(vector.tree, earned, match(rates=vector.parameters["rates"]))
    kept = by_member(paid(result, EARNED))
    found = lines_of(result, str(vector.parameters["earner"]))
    return found | {f"{member.lower()}_keeps": amount for member, amount in kept.items()}


def match_by_generation(vector: Vector) -> dict[str, Any]:
    """Generations end at the ranks that the example names, or that anybody in it has."""
    earner = str(vector.expected["earner"])
    named = vector.parameters.get("boundary_ranks")
    everybody = [node["rank"] for node in vector.tree if node.get("rank")]
    leaders = [rank_id(name) for name in named or everybody]
    boundary = {"rank": leaders[0], "ineligible": "keeps_boundary"}
    one = match(
        by="generation",
        boundary=boundary | {"closer_belongs_to": "own_generation"},
        rates=vector.parameters["rates"],
    )
    names = ranks(list(dict.fromkeys(leaders)))
    result = matched(vector.tree, vector.content["base_earnings"], one, ranks=names)
    return {"earner": earner, **lines_of(result, earner)}


def coded_match(vector: Vector) -> dict[str, Any]:
    """Who was enrolled how manyeth decides who matches them, and at which share."""
    parameters = vector.parameters
    code = {word: parameters[word] for word in ("foundation", "foundation_pct", "legacy_pct")}
    result = matched(vector.tree, vector.content["base_earnings"], match(code=code))
    return lines_of(result, str(parameters["earner"]))


def match_cases(vector: Vector) -> dict[str, Any]:
    """Several earnings of one member: the match is of their sum."""
    earner, below = (node["id"] for node in vector.tree)
    found = {}
    for case in vector.cases:
        earnings = {f"sale {number}": amount for number, amount in enumerate(case["base"])}
        sold = [
            replace(each, seller=below)
            for name, amount in earnings.items()
            for each in facts.own_sales({name: amount})
        ]
        document = plan(customer_bonus("1"), match(rates={"1": case["rate"]}))
        result = closed(document, facts.period(vector.tree, sold))
        found[case["case"]] = total(of(paid(result, MATCH), earner))
    return found


def match_upline(vector: Vector) -> dict[str, Any]:
    """Levels of what the seller earned with the order: that is a fact by the close."""
    parameters = vector.parameters
    [order] = vector.orders
    seller = str(order["buyer"])
    sold = facts.own_sales({seller: order["cv"]})
    first = closed(plan(customer_bonus(parameters["seller_pct"])), facts.period(vector.tree, sold))
    share = levels(parameters, basis={"bonus": EARNED}, start="seller", rates=parameters["rates"])
    at_order = customer_bonus(parameters["seller_pct"], when="order")
    result = closed(plan(at_order, share), _with_earned(facts.period(vector.tree, sold), first))
    return {
        "seller": total(of(paid(first), seller)),
        "payouts": by_member(paid(result)),
        "total": total([*paid(first), *paid(result)]),
    }


def _with_earned(period: PeriodFacts, result: CloseResult) -> PeriodFacts:
    """The same sales, with what each earned when it was paid."""
    earned = {
        sale.order_id: {
            (award.bonus, award.member): award.amount
            for award in result.awards
            if award.source == sale.order_id
        }
        for sale in period.sales
    }
    sales = [replace(sale, earned=earned[sale.order_id]) for sale in period.sales]
    return replace(period, sales=tuple(sales))
