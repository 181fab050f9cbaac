"""What comes back of a closed period, as lines of the next run.

A period is half-open: what was given back before its end lowers its sales, and what comes later is
taken back by differences. The period is closed once more with it, and every award is what it now is
less what it was: each rounded for itself, so that corrections add up to what a fresh run pays.
With `refunds.ranks: keep` everybody keeps the rank and the activity of the close. Pairs of a binary
are not corrected here: the next run undoes them lot by lot.
`refunds.rate: period_average`: volume that came back takes the average that the bonus paid on a
point in that period, whatever bracket it was in.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from commissions.audit.close.engine import closed
from commissions.audit.close.sheet import CloseSheet
from commissions.domain.close.facts import LateReturn, PeriodFacts, SaleFacts
from commissions.domain.close.results import CloseResult, PeriodAward

GIVEN_BACK = "volume was given back after the close"
PERIOD_AVERAGE = "period_average"
KEEP = "keep"
Key = tuple[str, str, int, str]


def within(facts: PeriodFacts, returns: Iterable[LateReturn]) -> PeriodFacts:
    """The period with what was given back before its end."""
    return _less(facts, [each for each in returns if each.at < facts.ends])


def corrections(
    document: dict[str, Any], facts: PeriodFacts, returns: Sequence[LateReturn]
) -> list[PeriodAward]:
    """What the returns after the end of a closed period change. Raises as `closed` does."""
    late = [each for each in returns if each.at >= facts.ends]
    bonuses = [each for each in document["bonuses"] if each["kind"] != "binary"]
    words = document | {"bonuses": bonuses}
    before = closed(words, facts)
    judged = _as_judged(facts, before) if words["refunds"]["ranks"] == KEEP else facts
    after = closed(words, _less(judged, late))
    if document["refunds"].get("rate", "line") == PERIOD_AVERAGE:
        return _by_average(before, after, CloseSheet(document))
    return _differences(before, after)


def _as_judged(facts: PeriodFacts, before: CloseResult) -> PeriodFacts:
    """The period with the ranks and the activity that its close found."""
    members = tuple(
        replace(
            each,
            judged_rank=before.members[each.member_id].paid_as,
            judged_active=before.members[each.member_id].active,
        )
        for each in facts.members
    )
    return replace(facts, members=members)


def _less(facts: PeriodFacts, returns: Sequence[LateReturn]) -> PeriodFacts:
    return replace(facts, sales=tuple(_left(sale, returns) for sale in facts.sales))


def _left(sale: SaleFacts, returns: Sequence[LateReturn]) -> SaleFacts:
    volumes = dict(sale.volumes)
    for each in returns:
        if each.order_id == sale.order_id:
            for unit, volume in each.volumes.items():
                volumes[unit] = volumes.get(unit, 0) - volume
    return replace(sale, volumes=volumes)


def _differences(before: CloseResult, after: CloseResult) -> list[PeriodAward]:
    was, now = _by_key(before), _by_key(after)
    changes = {key: _sum(now.get(key, ())) - _sum(was.get(key, ())) for key in sorted({*was, *now})}
    return [
        _correction([*was.get(key, ()), *now.get(key, ())][0], change)
        for key, change in changes.items()
        if change
    ]


def _by_average(before: CloseResult, after: CloseResult, sheet: CloseSheet) -> list[PeriodAward]:
    """`- volume that came back x what was paid / volume it was paid on`, per member and bonus."""
    paid, bases = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    left = Counter[tuple[str, str]]()
    for award in before.awards:
        paid[award.member, award.bonus] += award.amount
        bases[award.member, award.bonus] += award.base if award.amount else 0
    for award in after.awards:
        left[award.member, award.bonus] += award.base if award.amount else 0
    first = {(each.member, each.bonus): each for each in before.awards if each.amount}
    found = []
    for key, award in sorted(first.items()):
        if not bases[key]:
            continue
        exact = Fraction((bases[key] - left[key]) * paid[key], bases[key] * sheet.minor)
        if back := sheet.money(exact):
            found.append(_correction(award, -back))
    return found


def _correction(award: PeriodAward, change: int) -> PeriodAward:
    return replace(award, raw=change, amount=change, reason=GIVEN_BACK)


def _by_key(result: CloseResult) -> Mapping[Key, list[PeriodAward]]:
    found: dict[Key, list[PeriodAward]] = {}
    for award in result.awards:
        found.setdefault(award.key, []).append(award)
    return found


def _sum(awards: Iterable[PeriodAward]) -> int:
    return sum(award.amount for award in awards)
