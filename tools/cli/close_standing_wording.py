"""How a close judged a member, and what it did not pay them, in plain sentences."""

from collections.abc import Iterator

from commissions.application.queries.close_explanation import CloseExplanation
from commissions.application.queries.close_judged import Asking, CountedFigure
from commissions.application.queries.close_missed import NotPaid
from tools.cli.formats import amount, percent, points

SHOWN_MAX = 12
GIVEN = "given to the close, not judged by it"
METRICS = {
    "active_legs": "active legs",
    "binary_leg": "volume of a binary leg",
    "customers": "customers",
    "days_since_enrol": "days since enrolment",
    "enrolled_active": "active recruits",
    "gv": "group volume",
    "leg_gv": "volume of the largest leg",
    "legs_with_rank": "legs with a rank",
    "months_since_enrol": "months since enrolment",
    "order_in_period": "orders of the period",
    "pgv": "personal group volume",
    "retail_volume": "volume sold to customers",
}


def rank(why: CloseExplanation) -> Iterator[str]:
    standing, who = why.standing, why.asked.member
    paid_as = f"is paid as {standing.rank}" if standing.rank else "has no rank"
    given = f", which was {GIVEN}" if standing.rank_given else ""
    yield f"{who} {paid_as}{given}.{_asked(standing.own)}"
    if standing.next_rank:
        yield from _next(standing.next_rank, standing.next)
    if standing.title != standing.rank:
        title = standing.title or "none"
        yield f"The title is {title}; it was {standing.title_before or 'none'} before."


def _next(name: str, asking: Asking) -> Iterator[str]:
    lacking = [each for each in asking.counted if each.met is False]
    if lacking:
        joined = " or " if asking.either else "; "
        yield f"{name} is the next rank, and lacks: {joined.join(map(counted, lacking))}."


def _asked(asking: Asking) -> str:
    if not asking.counted:
        return ""
    word = "Some of it is enough" if asking.either else "Asked and counted"
    return f" {word}: {'; '.join(counted(each) for each in asking.counted)}."


def counted(each: CountedFigure) -> str:
    what = METRICS.get(each.metric, each.metric)
    words = ", ".join(f"{word} {value}" for word, value in each.of)
    of = f" ({words})" if words else ""
    told = each.counted or "not stored"
    return f"{what}{of} {each.op} {each.wanted}, counted {told}"


def activity(why: CloseExplanation) -> Iterator[str]:
    standing, who = why.standing, why.asked.member
    state = "active" if standing.is_active else "not active"
    given = f", which was {GIVEN}" if standing.active_given else ""
    yield f"{who} is {state}{given}; the status is {standing.status or 'none'}.{_grace(why)}"
    eligible = standing.eligible
    if eligible is not None:
        meets = "meets" if standing.is_eligible else "does not meet"
        yield f"{who} {meets} the bonus's own condition.{_asked(eligible)}"


def _grace(why: CloseExplanation) -> str:
    standing = why.standing
    forgiven = standing.is_active and standing.active.met is False
    kept = " Kept by the plan's grace." if forgiven else ""
    return f"{_asked(standing.active)}{kept}"


def not_paid(why: CloseExplanation) -> Iterator[str]:
    for each in why.not_paid[:SHOWN_MAX]:
        yield _line(why, each)
    further = len(why.not_paid) - SHOWN_MAX
    if further > 0:
        yield f"And {further} more."


def _line(why: CloseExplanation, each: NotPaid) -> str:
    level = f" at level {each.level}" if each.level else ""
    base = points(each.base, each.basis) if each.basis else amount(each.base, why.currency)
    on = f" on {base}" if each.base else ""
    return f"{each.bonus}{level}{on}: {each.reason}{_missed(why, each)}."


def _missed(why: CloseExplanation, each: NotPaid) -> str:
    if each.missed is None:
        return ""
    missed = amount(each.missed, why.currency)
    if not each.rate:
        return f"; {missed} were cut off"
    if each.rank:
        return f"; as {each.rank} it would be {percent(each.rate)}, {missed}"
    return f"; at {percent(each.rate)} that is {missed} missed"
