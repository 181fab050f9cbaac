"""Where it was decided that merged customers are nobody's, whoever named them next has them, in
whichever history: there orders hear all that is said.

A place is marked so first, and then looks: who says something after that tells it.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from commissions.domain.sales.attribution_history import AttributionHistories, HistoryPlace, heard
from commissions.domain.sales.carried_attribution import (
    AttributionCarried,
    SaidAttribution,
    carried_to,
)


def are_freed(said: Iterable[SaidAttribution]) -> bool:
    """Whether it was decided anywhere that the customers are nobody's."""
    return any(each.decided and not each.seller for each in said)


def told_all_of_freed(
    history: str, places: Iterable[HistoryPlace], histories: AttributionHistories
) -> Iterator[AttributionCarried]:
    """To orders after what was said in a history: all, where they hear anything through a merge,
    and their customers are freed."""
    ordered = sorted(places, key=lambda each: (each.history or history, each.seniority))
    for name, found in groupby(ordered, key=lambda each: each.history or history):
        standing = [*found]
        said = histories.said(name, standing[-1])
        if are_freed(said) and (name != history or any(each.through for each in said)):
            for place in standing:
                yield from _told_all(name, place, histories)


def _told_all(
    history: str, found: HistoryPlace, histories: AttributionHistories
) -> Iterator[AttributionCarried]:
    place = HistoryPlace(found.order_ts, found.order_key, hears_all=True)
    histories.enter(history, place)
    for said in heard(histories.said(history, place), place):
        yield AttributionCarried(carried_to(place.order_key, place.order_ts, history, said))
