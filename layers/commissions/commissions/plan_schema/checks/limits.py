"""Caps, and what comes late: what a plan has to say once a close pays anything."""

from collections.abc import Iterator

from commissions.domain.money import NotAnAmount, minor_units
from commissions.plan_schema.bonuses.binary import BinaryBonus
from commissions.plan_schema.checks.sections import LENGTHS
from commissions.plan_schema.document import PlanDocument

ENFORCED = ("pro_rata", "priority")


def problems(words: PlanDocument) -> Iterator[str]:
    company = words.caps.company
    closes = [each for each in words.bonuses if not each.at_order]
    if closes:
        yield from _enforced(words)
    if closes and company.after_close is None:
        yield "caps.company.after_close: has to be stated: keep_factor or judge_again"
    if closes and words.refunds.late_orders is None:
        yield "refunds.late_orders: has to be stated: recompute or current"
    yield from _priority(words, {each.id for each in closes})
    yield from _of_persons(words)
    yield from _of_bonuses(words)
    for field in ("min", "fees"):
        for currency, amount in (getattr(words.payout, field) or {}).items():
            try:
                minor_units(amount, currency)
            except NotAnAmount as error:
                yield f"payout.{field}.{currency}: {error}"


def _enforced(words: PlanDocument) -> Iterator[str]:
    enforce = words.caps.company.enforce
    if enforce in ENFORCED:
        return
    found = next((each for each in words.bonuses if isinstance(each, BinaryBonus)), None)
    first = found or next(each for each in words.bonuses if not each.at_order)
    why = (
        "one order counts in the legs of everybody above"
        if found
        else "what a close pays is held to the company's cap"
    )
    yield (
        f"caps.company.enforce: has to be pro_rata or priority for {first.id} "
        f"of kind {first.kind}: {why}"
    )


def _priority(words: PlanDocument, closes: set[str]) -> Iterator[str]:
    company = words.caps.company
    if company.enforce != "priority":
        if company.priority is not None:
            yield "caps.company.priority: is only with enforce: priority"
        return
    stated = company.priority or ()
    if set(stated) != closes or len(stated) != len(closes):
        names = ", ".join(each.id for each in words.bonuses if each.id in closes)
        yield f"caps.company.priority: has to list each bonus of a close once: {names or 'none'}"


def _of_persons(words: PlanDocument) -> Iterator[str]:
    """A close pays for its whole period at once, so none can be held to a part of it."""
    every = {each.id: each.every for each in words.periods}
    closing = {each.period for each in words.bonuses if not each.at_order}
    for place, cap in enumerate(words.caps.person):
        longer = [each for each in closing if _length(every[each]) > _length(every[cap.period])]
        for period in sorted(longer):
            yield (
                f"caps.person[{place}].period: a {cap.period} is shorter than a {period}, whose "
                "close pays for all of it at once: state a period as long"
            )


def _length(every: str) -> int:
    return ("order", *LENGTHS).index(every)


def _of_bonuses(words: PlanDocument) -> Iterator[str]:
    by_id = {each.id: each for each in words.bonuses}
    for name, amounts in (words.caps.bonus or {}).items():
        bonus = by_id[name]
        for period in amounts:
            if bonus.at_order:
                why = "is paid with the order: no cap of a period holds it back"
                yield f"caps.bonus.{name}.{period}: {name} {why}"
            elif period != bonus.period:
                yield f"caps.bonus.{name}.{period}: is not {bonus.period}, whose close computes it"
