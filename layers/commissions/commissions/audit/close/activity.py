"""Who meets what a plan calls active, and who is kept active by its grace for some periods more.

Grace is for one who was active. It forgives figures of a period that are missing, and never a
status: whoever is suspended is not active.
"""

from commissions.audit.close.metrics import Metrics, compared, named
from commissions.audit.close.sheet import Words


def meets_activity(metrics: Metrics, member: str, *, forgiving: bool = False) -> bool:
    """`forgiving`: as if every figure were reached."""
    return _holds(metrics, member, metrics.sheet.document["status"]["active"], forgiving=forgiving)


def in_grace(metrics: Metrics, member: str) -> bool:
    """Whether the period is one of those for which a member stays active without its figures."""
    missed = metrics.people.members[member].periods_missed
    grace = int(metrics.sheet.document["status"].get("grace_periods") or 0)
    if missed is None or missed + 1 > grace:
        return False
    return meets_activity(metrics, member, forgiving=True)


def periods_missed(metrics: Metrics, member: str) -> int | None:
    """For how many periods in a row a member has missed it, with this one; as it was where
    activity was given, or a plan asks for none."""
    facts = metrics.people.members[member]
    if facts.judged_active is not None or "status" not in metrics.sheet.document:
        return facts.periods_missed
    if meets_activity(metrics, member):
        return 0
    return None if facts.periods_missed is None else facts.periods_missed + 1


def _holds(metrics: Metrics, member: str, condition: Words, *, forgiving: bool) -> bool:
    """No rank is known yet."""
    if "all" in condition:
        return all(_holds(metrics, member, each, forgiving=forgiving) for each in condition["all"])
    if "any" in condition:
        return any(_holds(metrics, member, each, forgiving=forgiving) for each in condition["any"])
    if condition["metric"] == "status":
        return named(metrics.status(member), condition)
    return forgiving or compared(metrics.number(member, condition), condition)
