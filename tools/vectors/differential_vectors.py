"""Vectors of kind `differential`: brackets by volume or rank, less those of others."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from commissions.domain.close.facts import LateReturn
from tools.vectors import facts
from tools.vectors.closing import closed, corrections, figures
from tools.vectors.plans import Document, bonus, customer_bonus, plan, ranks
from tools.vectors.shown import by_member, by_source, decimal, money, of, paid, points
from tools.vectors.shown import total as sum_of
from tools.vectors.vector import Vector

MONTHS_A_YEAR = 12


def by_volume(brackets: Sequence[Sequence[str]], **words: Any) -> Document:
    """A differential whose brackets go by volume."""
    ascending = sorted(brackets, key=lambda each: Fraction(each[0]))
    common = {
        "bracket_by": "gv",
        "brackets": [list(each) for each in ascending],
        "mode": "whole",
        "subtract": "legs",
        "award": "source",
    }
    return bonus("differential", **(common | words))


def by_rank(shares: Mapping[str, str], **words: Any) -> Document:
    """A differential whose brackets go by rank."""
    common = {"bracket_by": "rank", "mode": "whole", "subtract": "legs", "award": "source"}
    return bonus("differential", **(common | {"rates": dict(shares)} | words))


def rank_of(share: str | None) -> str:
    """The name of the rank that a share stands for."""
    return f"r{Fraction(share) * 100}".replace("/", "_") if share else ""


def ranks_of(shares: Sequence[str | None]) -> tuple[dict[str, str], list[Document]]:
    """Ranks for shares, the lowest first: their rates, and the ranks."""
    known = sorted({Fraction(share): share for share in shares if share}.items())
    rates = {rank_of(share): share for exact, share in known if exact}
    return rates, ranks(list(rates))


def top(tree: Sequence[Mapping[str, Any]]) -> str:
    return str(next(node["id"] for node in tree if not node.get("sponsor")))


def bracket_differential(vector: Vector) -> dict[str, Any]:
    """The own volume at the own bracket, and each leg at what that is above the leg's."""
    earner = vector.parameters.get("earner") or top(vector.tree)
    document = plan(by_volume(vector.parameters["brackets"]))
    result = closed(document, facts.period(vector.tree, facts.sales(vector.tree, vector.orders)))
    lines = by_source(of(paid(result), earner))
    own = lines.pop(earner, "0.00")
    return {"leg_differential": lines, "derived_own_volume_bonus": own}


def bracket_net(vector: Vector) -> dict[str, Any]:
    """Brackets by points, paid on volume in money; and the retail margin of the own volume.

    What a leg takes is all that is paid within it: brackets telescope.
    """
    parameters, earner = vector.parameters, str(vector.parameters["earner"])
    retail = customer_bonus(parameters["retail_pct"])
    document = plan(by_volume(parameters["brackets"]), retail)
    orders = [
        {**order, "referrer": earner, "buyer": "outside"} if order["buyer"] == earner else order
        for order in vector.orders
    ]
    period = facts.period(vector.tree, facts.sales(vector.tree, orders))
    volumes = figures(document, period).volumes
    people = figures(document, period).people
    result = closed(document, period)
    brackets = by_member(paid(result, "differential"))
    legs = {
        leg: money(sum(cents(brackets.get(each)) for each in people.group(leg, "sponsor")))
        for leg in people.front_line(earner, "sponsor")
    }
    net, margin = cents(brackets.get(earner)), cents(by_member(paid(result, "customer"))[earner])
    return {
        "group_pv": points(volumes.group(earner, "pv")),
        "group_bv": points(volumes.group(earner, "cv")),
        "gross": money(net + sum(map(cents, legs.values()))),
        "legs": legs,
        "net": money(net),
        "retail": money(margin),
        "total": money(net + margin),
    }


def cents(text: str | None) -> int:
    return int(Fraction(text or "0") * 100)


def bracket_personal(vector: Vector) -> dict[str, Any]:
    """The group's volume decides the bracket, the own volume is paid."""
    document = plan(by_volume(vector.parameters["brackets"], subtract="nothing"))
    member = top(vector.tree)
    tree = [*vector.tree, {"id": "below", "sponsor": member}]
    found = {}
    for case in vector.orders:
        orders = [
            {"id": "own", "buyer": member, "cv": case["own"]},
            {"id": "sold", "buyer": "outside", "referrer": member, "cv": case["customers"]},
            {"id": "below", "buyer": "below", "cv": case["downline"]},
        ]
        period = facts.period(tree, facts.sales(tree, orders))
        volumes = figures(document, period).volumes
        [award] = of(closed(document, period).awards, member)
        found[case["case"]] = {
            "PV": points(volumes.own(member, "pv")),
            "GV": points(volumes.group(member, "pv")),
            "pct": award.rate,
            "amount": money(award.amount),
        }
    return {"cases": found}


def highest_between(vector: Vector) -> dict[str, Any]:
    """The own share of each order, less the highest of anybody who qualifies between."""
    parameters, earner = vector.parameters, str(vector.parameters["earner"])
    rates, steps = ranks_of([node.get("base") for node in vector.tree])
    one = by_rank(rates, subtract="between", award="order")
    one["min_level"] = parameters["min_level"]
    tree = [
        {**node, "rank": rank_of(node.get("base")), "active": node.get("qualified", True)}
        for node in vector.tree
    ]
    document = plan(one, ranks=steps)
    result = closed(document, facts.period(tree, facts.sales(tree, vector.orders)))
    awards = of(paid(result), earner)
    lines = [
        {"order": a.source, "earner": a.member, "rate": a.rate, "amount": money(a.amount)}
        for a in awards
    ]
    return {"payouts": lines, "total": sum_of(awards)}


def buyer_included(vector: Vector) -> dict[str, Any]:
    """The own share less the highest from the buyer up; a line is from below the earner down."""
    step = Fraction(vector.parameters["pct_per_rank"])
    highest = max(max([case["my_rank"], *case["line"]]) for case in vector.cases)
    rates = {f"r{number}": decimal(step * number) for number in range(1, highest + 1)}
    document = plan(
        by_rank(rates, subtract="buyer_included", award="order"), ranks=ranks(list(rates))
    )
    return {"amounts": [_sold_below(document, case) for case in vector.cases]}


def _sold_below(document: Document, case: Mapping[str, Any]) -> str:
    heights = [case["my_rank"], *case["line"]]
    names = [f"m{place}" for place in range(len(heights))]
    tree = [
        {"id": name, "sponsor": above, "rank": f"r{height}" if height else ""}
        for name, above, height in zip(names, [None, *names], heights, strict=False)
    ]
    order = {"id": "sale", "buyer": names[-1], "cv": case["cv"]}
    result = closed(document, facts.period(tree, facts.sales(tree, [order])))
    return sum_of(of(paid(result), names[0]))


def retail_plus_bracket(vector: Vector) -> dict[str, Any]:
    """A retail profit and a bracket on the same volume, month by month alike."""
    parameters, member = vector.parameters, top(vector.tree)
    bracket = by_volume([("0", parameters["bracket_pct"])], subtract="nothing")
    document = plan(customer_bonus(parameters["retail_pct"]), bracket)
    found = []
    for case in vector.cases:
        result = closed(document, facts.period(vector.tree, facts.own_sales({member: case["bv"]})))
        month = cents(sum_of(paid(result)))
        found.append(
            {
                "retail": sum_of(paid(result, "customer")),
                "bonus": sum_of(paid(result, "differential")),
                "month": money(month),
                "year": money(month * MONTHS_A_YEAR),
            }
        )
    return {"cases": found}


def marginal_blocks(vector: Vector) -> dict[str, Any]:
    """Each block at its own share; a later return at the average that the period paid."""
    [case] = vector.cases
    block, shares = Fraction(vector.parameters["block"]), vector.parameters["pcts"]
    brackets = [(points(int(block * 100) * k), share) for k, share in enumerate(shares)]
    words = {"bracket_by": "cv", "subtract": "nothing"}
    document = plan(by_volume(brackets, mode="marginal", **words))
    document["refunds"] |= {"rate": "period_average"}
    sold = facts.own_sales({"seller": case["volume"]})
    period = facts.period([{"id": "seller", "sponsor": None}], sold)
    [award] = paid(closed(document, period))
    back = LateReturn(
        order_id=sold[0].order_id, at=period.ends, volumes=facts.volumes(case["returned"])
    )
    return {
        "bonus": money(award.amount),
        "whole_volume_bracket_would_pay": sum_of(
            paid(closed(plan(by_volume(brackets, mode="whole", **words)), period))
        ),
        "average_pct": decimal(Fraction(award.amount, award.base)),
        "return_line": sum_of(corrections(document, period, [back])),
    }
