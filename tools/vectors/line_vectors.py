"""More vectors of kind `levels`: what changes the line, its depth, its rates or its volume."""

from collections.abc import Mapping
from typing import Any

from commissions.audit.close.level_lines import LevelLines
from tools.vectors import facts
from tools.vectors.binary_vectors import plan_of
from tools.vectors.closing import closed, figures
from tools.vectors.plans import by_rank_id, levels, plan, ranks, seat_tree
from tools.vectors.shown import InAnyOrder, by_member, by_source, money, paid, points, total
from tools.vectors.vector import Vector

ANY_VOLUME = "0.01"
SPONSOR, MATRIX, BINARY = "sponsor", "matrix", "binary"


def levels_by_legs(vector: Vector) -> dict[str, Any]:
    """How deep somebody is paid, by their active legs."""
    parameters = vector.parameters
    below = parameters.get("no_tier", "none")
    depth = {"tiers": parameters["tiers"], "below_first": below}
    one = levels(parameters, rates=parameters["rates"], depth_by_legs=depth)
    counts = parameters.get("active_legs", "front_line")
    document = plan(one, active_legs={"counts": counts})
    awards = paid(
        closed(document, facts.period(vector.tree, facts.sales(vector.tree, vector.orders)))
    )
    lines = [[each.member, each.level, money(each.amount)] for each in awards]
    return {"payouts": InAnyOrder(lines), "total": total(awards)}


def pass_up(vector: Vector) -> dict[str, Any]:
    """Whose recruits' orders are paid to whom."""
    parameters = vector.parameters
    words = {
        "n": parameters["n"],
        "scope": parameters.get("scope", "recruit"),
        "counted_at": "enrolment",
    }
    document = plan(levels(parameters, rates={"1": parameters["pct"]}, pass_up=words))
    awards = paid(
        closed(document, facts.period(vector.tree, facts.sales(vector.tree, vector.orders)))
    )
    buyers = {order["id"]: order["buyer"] for order in vector.orders}
    return {
        "pay_sponsor": {buyers[each.source]: each.member for each in awards},
        "payouts": by_member(awards),
    }


def sponsor_as_of(vector: Vector) -> dict[str, Any]:
    """The sponsor at the moment of the order is paid; a unit is worth so much money."""
    words = {"rates": {"1": "1"}, "volume_to_money": vector.parameters["unit"]}
    document = plan(levels(vector.parameters, **words))
    period = facts.period(vector.tree, facts.sales(vector.tree, vector.orders))
    awards = paid(closed(document, period))
    lines = {each.source: [each.member, money(each.amount)] for each in awards}
    return {"payouts": lines, "total": total(awards)}


def lower_package(vector: Vector) -> dict[str, Any]:
    """The lower package of who pays and who earns sets the rate and the volume."""
    packages = vector.parameters["packages"]
    order = sorted(packages, key=lambda each: int(packages[each]["order"]))
    fees = by_rank_id({package: packages[package]["fee"] for package in order})
    one = levels(
        vector.parameters,
        rates=by_rank_id({package: packages[package]["levels"] for package in order}),
        lower_of={"volumes": fees},
    )
    document = plan(one, ranks=ranks(order))
    awards = paid(
        closed(document, facts.period(vector.tree, facts.sales(vector.tree, vector.orders)))
    )
    lines = [
        {"order": a.source, "earner": a.member, "level": a.level, "amount": money(a.amount)}
        for a in awards
    ]
    return {"payouts": InAnyOrder(lines), "total": total(awards)}


def line_rates(vector: Vector) -> dict[str, Any]:
    """A SKU's own rate on its line; each line once more as an order of its own."""
    parameters = vector.parameters
    one = levels(parameters, rates={"1": parameters["general"]}, rates_by_sku=parameters["by_sku"])
    document = plan(one)
    apart = [
        {**order, "id": line["sku"], "lines": [line], "cv": None}
        for order in vector.orders
        for line in order["lines"]
    ]
    whole, each = (
        paid(closed(document, facts.period(vector.tree, facts.sales(vector.tree, orders))))
        for orders in (vector.orders, apart)
    )
    return {"lines": by_source(each), "total": total(whole)}


def volume_rollup(vector: Vector) -> dict[str, Any]:
    """Who does not qualify leaves the tree for the run, and whose their volume is then."""
    one = levels(
        vector.parameters,
        rates={"1": "0.01"},
        compression={
            "kind": "volume_rollup",
            "qualified_by": "active",
            "rolled_in_qualifies": vector.parameters.get("rolled_in_qualifies", False),
        },
    )
    least = {"metric": "pv", "op": ">=", "value": vector.parameters["qualification"]}
    document = plan(one, status={"active": least, "window": "month", "grace_periods": 0})
    tree = [{**node, "active": None} for node in vector.tree]
    close = figures(document, facts.period(tree, facts.sales(tree, vector.orders)))
    lines = LevelLines(one, close)
    moved = lines.transfers()
    found = {}
    for member in filter(lines.qualifies, close.people.members):
        rolled = sum(each.volumes["pv"] for each in moved if each.to == member)
        volume = close.volumes.own(member, "pv") + rolled
        found[member] = {"pv": points(volume), "parent": lines.pay_parent(member) or None}
    rows = [{"from": m.of, "to": m.to, "pv": points(m.volumes["pv"])} for m in moved]
    return {"compressed": found, "transfers": InAnyOrder(rows)}


def fixed_depth(vector: Vector) -> dict[str, Any]:
    """Fixed amounts by depth in a matrix, of orders that are large enough; `gap_case`: the same
    with other amounts."""
    parameters = vector.parameters
    tree = seat_tree(MATRIX, width=max(int(node.get("side") or 1) for node in vector.tree))
    found = {}
    for case in ("amounts", "gap_case"):
        one = levels(
            parameters, tree=MATRIX, amounts=parameters[case], minimum=parameters["minimum"]
        )
        document = plan(one, trees=[{"id": SPONSOR, "kind": SPONSOR}, tree])
        sold = facts.sales(vector.tree, vector.orders)
        found[case] = paid(closed(document, facts.period(vector.tree, sold, tree_id=MATRIX)))
    return {
        "payouts": by_member(found["amounts"]),
        "gap_case": by_member(found["gap_case"]),
        "total": total(found["amounts"]),
    }


def three_trees(vector: Vector) -> dict[str, Any]:
    """One plan with a bonus in each tree: nothing of one tree comes into another."""
    parameters = vector.parameters
    pairs = {
        "mode": "pairs",
        "pair_left": parameters["pair"],
        "pair_right": parameters["pair"],
        "amount_per_pair": parameters["pair_amount"],
        "after": "net_off",
    }
    document = plan_of(pairs)
    document["trees"].append(seat_tree(MATRIX))
    document["bonuses"] += [
        levels(parameters, amounts={"1": parameters["sponsor_fixed"]}, minimum=ANY_VOLUME),
        levels(parameters, tree=MATRIX, id=MATRIX, rates={"1": parameters["matrix_pct"]}),
    ]
    seats = [*facts.seats(vector.tree, BINARY), *facts.seats(_in_matrix(vector), MATRIX)]
    sold = facts.sales(vector.tree, vector.orders)
    awards = paid(closed(document, facts.period(vector.tree, sold, seats=tuple(seats))))
    return {"payouts": by_member(awards), "total": total(awards)}


def _in_matrix(vector: Vector) -> list[Mapping[str, Any]]:
    """Who stands in the matrix, and under whom."""
    parents = {node["id"]: node["matrix_parent"] for node in vector.tree if "matrix_parent" in node}
    above = [parent for parent in parents.values() if parent not in parents]
    return [
        {"id": member, "placement_parent": parent, "side": "1" if parent else ""}
        for member, parent in (dict.fromkeys(above) | parents).items()
    ]
