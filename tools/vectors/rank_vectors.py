"""Vectors of ranks and activity: what counts, what is asked, and what is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from commissions.audit.close.leg_caps import capped_group
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.results import CloseResult
from tools.vectors import facts
from tools.vectors.binary_vectors import TREE, legs_alone, plan_of
from tools.vectors.closing import closed, figures
from tools.vectors.plans import Document, customer_bonus, plan, rank_id, ranks
from tools.vectors.shown import decimal, of, paid, points, total
from tools.vectors.vector import Vector

Tree = list[Mapping[str, Any]]
WANTED, SUBJECT, LEG = "wanted", "subject", "leg {}"
HEAD = Fraction(1, 100)
"""Heads are counted as the smallest volume: half of an odd number is rounded down to a head."""


def at_least(metric: str, value: str, **words: str) -> Document:
    return {"metric": metric, "op": ">=", "value": value, **words}


def wanted_rank(require: Document, **words: Any) -> Document:
    """A rank that a member is judged for."""
    [rank] = ranks([WANTED])
    return rank | {"require": require, "window": "month"} | words


def ranked(*steps: Document, **parts: Any) -> Document:
    """A plan whose ranks are what it is about."""
    return plan(customer_bonus("0.01"), ranks=list(steps), **parts)


def period_of(legs: Mapping[str, str], **parts: Any) -> PeriodFacts:
    """A subject who is judged, and what its legs sold, by the names of their heads."""
    tree: Tree = [
        {"id": SUBJECT, "sponsor": None, "judged": None},
        *({"id": leg, "sponsor": SUBJECT} for leg in legs),
    ]
    return facts.period(tree, facts.own_sales(legs), **parts)


def numbered(volumes: Iterable[str]) -> dict[str, str]:
    return {LEG.format(number): volume for number, volume in enumerate(volumes, 1)}


def has(result: CloseResult, member: str = SUBJECT, rank: str = WANTED) -> bool:
    return result.members[member].paid_as == rank


def counted(rank: Document, period: PeriodFacts) -> Fraction:
    """What of the subject's group volume a rank counts."""
    judging = figures(ranked(rank), period).judging
    return capped_group(judging.metrics, SUBJECT, rank["require"], rank)


def capped(requirement: str, pct: str) -> Document:
    cap = {"pct": pct, "of": "requirement", "own": "capped"}
    return wanted_rank(at_least("gv", requirement), leg_cap=cap)


def leg_cap(vector: Vector) -> dict[str, Any]:
    """Heads of each leg count up to a part of what is asked for."""
    parameters = vector.parameters
    asked = Fraction(parameters["requirement"]) * HEAD
    rank = capped(decimal(asked), parameters["pct"])
    periods = [
        period_of({leg: decimal(Fraction(heads) * HEAD) for leg, heads in case.items()})
        for case in parameters["cases"]
    ]
    counts = [counted(rank, period) for period in periods]
    return {
        "counted": [decimal(count / HEAD) for count in counts],
        "qualified": [has(closed(ranked(rank), period)) for period in periods],
        "missing": [decimal(max(Fraction(0), asked - count) / HEAD) for count in counts],
    }


def two_min(vector: Vector) -> dict[str, Any]:
    """Twice the weaker side of a binary, and what halves of a requirement count."""
    left, right = vector.parameters["left"], vector.parameters["right"]
    seat = legs_alone(plan_of({"mode": "percent", "pct": "1"}), left, right).legs[TREE, "seat"]
    period = period_of(numbered([left, right]))
    return {
        "two_times_min": points(2 * seat.matched),
        "cap_of_requirement": [
            decimal(counted(capped(requirement, "0.5"), period))
            for requirement in vector.parameters["compare_requirements"]
        ],
    }


def leg_gate(vector: Vector) -> dict[str, Any]:
    """A leg above the maximum fails the rank; as a cap it would count up to it."""
    most = vector.parameters["max_leg"]
    gate = wanted_rank(at_least("gv", "0"), leg_cap={"mode": "gate", "max_leg": most})
    periods = [period_of(numbered(case["legs"])) for case in vector.cases]
    return {
        "gate": [has(closed(ranked(gate), period)) for period in periods],
        "cap_would_count": [decimal(counted(capped(most, "1"), period)) for period in periods],
    }


def gv_boundary(vector: Vector) -> dict[str, Any]:
    subject = str(vector.parameters["subject"])
    tree = [{**node, "judged": None} for node in vector.tree]
    period = facts.period(tree, facts.sales(tree, vector.orders))
    asked = [wanted_rank(at_least("gv", each)) for each in vector.parameters["requirements"]]
    volume = figures(ranked(), period).volumes.group(subject, "pv")
    return {
        "gv": points(volume),
        "met": [has(closed(ranked(rank), period), subject) for rank in asked],
    }


def legs_with_rank_volume(vector: Vector) -> dict[str, Any]:
    """Front-line members of a rank whose legs have enough volume; the top one is judged."""
    parameters = vector.parameters
    condition = at_least(
        "legs_with_rank",
        str(parameters["count"]),
        rank=rank_id(parameters["rank"]),
        search=parameters.get("search", "front_line"),
        min_leg_gv=parameters["min_leg"],
    )
    names = ranks(parameters["order"])
    rank = wanted_rank(condition, order=len(names) + 1)
    subject = next(node["id"] for node in vector.tree if not node["sponsor"])
    tree: Tree = [
        {**node, "judged": None} if node["id"] == subject else node for node in vector.tree
    ]
    document, found = ranked(*names, rank), []
    for case in vector.cases:
        period = facts.period(tree, facts.own_sales(case))
        number = figures(document, period).judging.figure(subject, condition)
        found.append((int(number), has(closed(document, period), subject)))
    return {"qualifying": [number for number, _ in found], "met": [met for _, met in found]}


def achieve_maintain(vector: Vector) -> dict[str, Any]:
    """Month after month: a rank asks for more of one who has never had it."""
    rank = wanted_rank(
        at_least("gv", vector.parameters["achieve"]),
        maintain=at_least("gv", vector.parameters["maintain"]),
    )
    paid_as, titles, title = [], [], ""
    for case in vector.cases:
        tree = [{"id": SUBJECT, "sponsor": None, "judged": None, "title": title}]
        result = closed(ranked(rank), facts.period(tree, facts.own_sales({SUBJECT: case["gv"]})))
        title = result.members[SUBJECT].title
        paid_as.append(has(result))
        titles.append(title == WANTED)
    return {"paid": paid_as, "title": titles}


def title_paid_as(vector: Vector) -> dict[str, Any]:
    """Month after month: the title never falls, the pay follows the rank of the month."""
    parameters = vector.parameters
    rates = {rank_id(rank): {"0": share} for rank, share in parameters["rates"].items()}
    names = {rank_id(rank): rank for rank in parameters["order"]}
    one = customer_bonus("0", rates=rates)
    document = plan(one, ranks=ranks(parameters["order"]))
    found: dict[str, list[str | None]] = {"title": [], "paid_as": [], "amounts": []}
    title = ""
    for case in vector.cases:
        tree = [{"id": SUBJECT, "sponsor": None, "rank": case["met"], "title": title}]
        sold = facts.own_sales({SUBJECT: parameters["cv"]})
        result = closed(document, facts.period(tree, sold))
        judged = result.members[SUBJECT]
        title = judged.title
        found["title"].append(names.get(title))
        found["paid_as"].append(names.get(judged.paid_as))
        found["amounts"].append(total(of(paid(result), SUBJECT)))
    return found


def active_window(vector: Vector) -> dict[str, Any]:
    """Active by the volume of this period or of those before, any of them or all together."""
    parameters = vector.parameters
    window = {"periods": parameters["months"], "of": parameters.get("of", "any")}
    condition = {**at_least("pv", parameters["min"]), "window": window}
    document = ranked(status={"active": condition, "window": "month", "grace_periods": 0})
    before: list[dict[str, int]] = []
    found = []
    for case in vector.cases:
        tree = [{"id": SUBJECT, "sponsor": None, "active": None}]
        sold = facts.own_sales({SUBJECT: case["bv"]})
        period = facts.period(tree, sold, earlier_volumes={SUBJECT: tuple(before)})
        found.append(closed(document, period).members[SUBJECT].active)
        before.insert(0, facts.volumes(case["bv"]))
    return {"active": found}


def tenure_activity(vector: Vector) -> dict[str, Any]:
    """Active by what is sold to customers, and to registered ones, by full months since enrolment.

    What is sold to registered customers counts in `qv` besides.
    """
    rules = [_tenure(*rule) for rule in vector.parameters["rules"]]
    document = ranked(
        status={"active": {"any": rules}, "window": "month", "grace_periods": 0},
    )
    document["volumes"] |= {"qv": document["volumes"]["pv"]}
    return {"active": [_active(document, case) for case in vector.cases]}


def _tenure(first: int, last: int | None, sold: str, registered: str) -> Document:
    months: Document = {"metric": "months_since_enrol", "op": ">=", "value": str(first)}
    if last is not None:
        months |= {"op": "between", "value": [str(first), str(last)]}
    return {"all": [months, at_least("pv", sold), at_least("qv", registered)]}


def _active(document: Document, case: Mapping[str, Any]) -> bool:
    months = facts.STARTS.year * 12 + facts.STARTS.month - 1 - case["month"]
    enrolled = datetime(months // 12, months % 12 + 1, 1, tzinfo=facts.STARTS.tzinfo)
    tree = [{"id": SUBJECT, "sponsor": None, "active": None, "enrolled_at": enrolled}]
    sold = _sold({"self": case["self"], "registered": case["registered"]})
    return closed(document, facts.period(tree, sold)).members[SUBJECT].active


def _sold(volumes: Mapping[str, str]) -> Sequence[Any]:
    self_sold, registered = (
        facts.own_sales({SUBJECT: volumes[word]})[0] for word in ("self", "registered")
    )
    qualifying = {**registered.volumes, "qv": registered.volumes["pv"]}
    return [self_sold, replace(registered, order_id="registered", volumes=qualifying)]
