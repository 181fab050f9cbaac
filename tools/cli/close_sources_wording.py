"""From whom a line of a close came, in plain sentences."""

from collections.abc import Iterator
from fractions import Fraction

from commissions.application.queries.close_binary import LegFigures, SeatLegs
from commissions.application.queries.close_explanation import CloseExplanation
from commissions.application.queries.close_source import Between, LegSum, Source
from commissions.domain.close.award_columns import Reason
from commissions.domain.close.told import REASONS
from tools.cli.formats import amount, count, exact, percent, points

SHOWN_MAX = 12
WALKED = frozenset({"differential", "fast_start", "generation", "infinity", "levels", "matching"})
"""Kinds that ask everybody on the way up."""
WAYS_MAX = 5
"""Of so many sources is told who stands between."""


def whose(why: CloseExplanation) -> str:
    """Who is paid, and for which position where it is not the one of their name."""
    if why.owner == why.asked.member:
        return why.owner
    return f"{why.owner} (for the position {why.asked.member})"


def base_text(why: CloseExplanation, base: int) -> str:
    if why.legs is not None and why.legs.by_pairs:
        return count(base, "pair")
    return points(base, why.basis) if why.basis else amount(base, why.currency)


def figure(points_: Fraction) -> str:
    """Points as the plan has them: `3`, `2.50`, `1/3`."""
    return str(points_) if points_.denominator == 1 else exact(points_)


def sources(why: CloseExplanation) -> Iterator[str]:
    if why.legs is not None:
        yield from _legs(why, why.legs)
    elif why.pool is not None:
        yield from _pool(why)
    elif why.sources.legs and not why.sources.rows:
        yield from _by_leg(why)
    else:
        yield from _listed(why)


def _listed(why: CloseExplanation) -> Iterator[str]:
    found = why.sources.rows
    if why.sources.opened:
        yield f"Of the leg of {why.sources.opened} alone:"
    for each in found[:SHOWN_MAX]:
        yield f"{_source(why, each)}."
    further = found[SHOWN_MAX:]
    if further:
        together = base_text(why, sum(each.base for each in further))
        yield f"{count(len(further), 'more source')} bring {together}."
    if len(found) > 1:
        yield f"Together {base_text(why, sum(each.base for each in found))}."
    for each in found[:WAYS_MAX]:
        yield from _way(why, each)


def _source(why: CloseExplanation, source: Source) -> str:
    brings = f"brings {base_text(why, source.base)}"
    through = f" through the leg of {source.leg}" if source.leg not in {"", source.member} else ""
    at = f" at {percent(source.rate)}" if source.rate and _differs(why, source) else ""
    nothing = _why_not(why, source)
    return f"{_what(why, source)} {brings}{through}{at}{nothing}"


def _differs(why: CloseExplanation, source: Source) -> bool:
    """Whether its rate is no rate of the awards."""
    return source.reason == Reason.PAID and all(each.rate != source.rate for each in why.awards)


def _why_not(why: CloseExplanation, source: Source) -> str:
    text = REASONS[Reason(source.reason)].format(bonus=why.asked.bonus)
    return f", of which nothing is due: {text}" if text else ""


def _what(why: CloseExplanation, source: Source) -> str:
    if source.matched:
        given = ", ".join(
            f"{each.bonus}{f' at level {each.level}' if each.level else ''} "
            f"{amount(each.amount, why.currency)}"
            for each in source.matched
        )
        return f"{source.member} was given {given}: it"
    if source.order:
        bought = "bought" if source.bought else "sold"
        return f"Order {source.order}, {bought} by {source.member or 'nobody'},"
    if why.kind == "breakaway":
        return f"The group of {source.member}"
    if source.member == why.asked.member:
        return "The member's own volume"
    return f"The leg of {source.member}"


def _way(why: CloseExplanation, source: Source) -> Iterator[str]:
    """Who stands between the source and the member and is not paid for it."""
    unpaid = [each for each in source.between if each.reason] if why.kind in WALKED else []
    if not unpaid:
        return
    told = "; ".join(map(_unpaid, unpaid[:SHOWN_MAX]))
    further = len(unpaid) - SHOWN_MAX
    more = f"; and {further} more" if further > 0 else ""
    yield f"Between {source.order or source.member} and the member, {told}{more}."


def _unpaid(each: Between) -> str:
    what = "is not paid" if each.took else "is passed over"
    level = f" at level {each.level}" if each.level else ""
    return f"{each.member} {what}{level}: {each.reason}"


def _by_leg(why: CloseExplanation) -> Iterator[str]:
    found = why.sources
    below = f"{found.members - 1:,} members were below"
    whom = f" {found.opened}" if found.opened else ""
    yield f"{below}{whom}, so this is what came by leg; open one to see its orders."
    for each in found.legs[:SHOWN_MAX]:
        yield _leg_sum(why, each)
    further = found.legs[SHOWN_MAX:]
    if further:
        together = base_text(why, sum(each.base for each in further))
        yield f"{count(len(further), 'more leg')} bring {together}."
    yield f"Together {base_text(why, sum(each.base for each in found.legs))}."


def _leg_sum(why: CloseExplanation, leg: LegSum) -> str:
    who = f"The leg of {leg.head}" if leg.head else "What was the member's own"
    many = f" from {count(leg.sources, 'source')}" if leg.sources else ""
    return f"{who} brings {base_text(why, leg.base)}{many}."


def _legs(why: CloseExplanation, legs: SeatLegs) -> Iterator[str]:
    unit = str(why.words["basis"])
    for name, leg in (("left", legs.left), ("right", legs.right)):
        yield _leg(name, leg, unit)
    first = ", the first pair of the position among them" if legs.first_pair else ""
    what = count(legs.matched, "pair") if legs.by_pairs else points(legs.matched, unit)
    yield (
        f"{what} of the weaker leg were matched{first}."
        if not legs.by_pairs
        else (f"{what} were matched{first}.")
    )


def _leg(name: str, leg: LegFigures, unit: str) -> str:
    gone = leg.brought + leg.came - leg.open
    lost = f"; {points(gone, unit)} came back, expired or are above the leg's cap" if gone else ""
    if gone < 0:
        lost = f"; {points(-gone, unit)} are open again, as pairs were undone"
    return (
        f"The {name} leg brought {points(leg.brought, unit)} along and {points(leg.came, unit)} "
        f"came in{lost}. {points(leg.open, unit)} were open, {points(leg.taken, unit)} of it were "
        f"taken, and {points(leg.after, unit)} go on to the next period."
    )


def _pool(why: CloseExplanation) -> Iterator[str]:
    pool = why.pool
    if pool is None:
        return
    if pool.place is not None:
        yield f"The pool pays by place: the member has place {pool.place}, with {figure(pool.own)}."
        return
    size, points_of_all = amount(pool.size, why.currency), figure(pool.points)
    yield f"The pool is {size}, and shared by {points_of_all} points."
    rest = "the largest remainders" if pool.remainder == "largest" else "the company"
    yield f"The member has {figure(pool.own)} of them. What rounding leaves goes to {rest}."
