"""Facts that fit neither each other nor the plan are refused before anything is computed."""

from collections import Counter
from collections.abc import Iterable, Iterator

from commissions.audit.close.people import SPONSOR, Lineages
from commissions.audit.close.sheet import CloseSheet
from commissions.domain.close.facts import PeriodFacts


class ToldTwice(ValueError):
    """A member, a seat or an order that the facts name more than once."""


class NoSuchRank(ValueError):
    """A member has a rank that the plan does not have."""


def check(sheet: CloseSheet, facts: PeriodFacts, people: Lineages) -> None:
    """Raises ToldTwice, NoSuchRank, NobodyKnows, Circle."""
    _once("member", (each.member_id for each in facts.members))
    _once("order", (each.order_id for each in facts.sales))
    _once("seat", (f"{each.tree}/{each.member_id} since {each.since}" for each in facts.seats))
    for member, named_by in _named(facts):
        people.member(member, named_by)
    for tree in {SPONSOR, *(each.tree for each in facts.seats)}:
        for member in people.members:
            list(people.upline(member, tree, people.end))
    _ranks(sheet, facts)


def _once(what: str, ids: Iterable[str]) -> None:
    for each, times in Counter(ids).items():
        if times > 1:
            raise ToldTwice(f"{what} {each} is told {times} times: leave one")


def _named(facts: PeriodFacts) -> Iterator[tuple[str, str]]:
    """Everybody who is named, and by what."""
    yield from _sellers(facts)
    for seat in facts.seats:
        for member in filter(None, (seat.member_id, seat.parent)):
            yield member, f"a seat in {seat.tree}"
    for each in facts.members:
        for since in each.sponsors:
            if since.value:
                yield since.value, f"sponsors of {each.member_id}"


def _sellers(facts: PeriodFacts) -> Iterator[tuple[str, str]]:
    for sale in facts.sales:
        earners = (member for _, member in sale.earned)
        for member in filter(None, (sale.seller, sale.buyer, *earners)):
            yield member, f"order {sale.order_id}"
    for sale in facts.late_orders:
        if sale.seller:
            yield sale.seller, f"late order {sale.order_id}"


def _ranks(sheet: CloseSheet, facts: PeriodFacts) -> None:
    """A plan without ranks looks at none."""
    known = [str(rank["id"]) for rank in sheet.ranks]
    for member in facts.members if known else ():
        for word in ("title", "judged_rank", "judged_title"):
            rank = getattr(member, word)
            if rank and rank not in known:
                raise NoSuchRank(
                    f"{word} of {member.member_id} is {rank}: the plan has {', '.join(known)}"
                )
