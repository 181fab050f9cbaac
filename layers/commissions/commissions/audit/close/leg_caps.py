"""How much of one leg counts for a rank: at most a part of what is asked for, or none too large."""

from fractions import Fraction

from commissions.audit.close.metrics import Metrics, shown
from commissions.audit.close.sheet import Words, points
from commissions.domain.close.results import Requirement


def too_large_leg(metrics: Metrics, member: str, rank: Words) -> Requirement | None:
    """The largest leg, where it is above what the rank admits (`mode: gate`)."""
    cap = rank.get("leg_cap", {})
    largest = max(metrics.leg_volumes(member), default=Fraction(0))
    if cap.get("mode") != "gate" or largest <= Fraction(cap["max_leg"]):
        return None
    wanted, counted = str(cap["max_leg"]), shown(largest)
    return Requirement(metric="leg_gv", wanted=wanted, counted=counted, met=False)


def capped_group(metrics: Metrics, member: str, condition: Words, rank: Words) -> Fraction:
    """Group volume of which each leg, and by the plan's word the own volume, counts at most a part
    of what is asked for; in points."""
    own = points(metrics.volumes.own(member, metrics.sheet.qualifying))
    legs = metrics.leg_volumes(member)
    if "pct" not in rank.get("leg_cap", {}):
        return own + sum(legs)
    most = _floor(Fraction(rank["leg_cap"]["pct"]) * Fraction(condition["value"]))
    own = min(own, most) if rank["leg_cap"]["own"] == "capped" else own
    return own + sum(min(leg, most) for leg in legs)


def _floor(figure: Fraction) -> Fraction:
    """Down to a hundredth of a point."""
    return Fraction(int(figure * 100), 100)
