"""Orders of a facts document: who bought and who sold, and of how much volume."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from commissions.application.simulation.company_facts import ToldLine, ToldOrder
from commissions.application.simulation.facts_document import FactsDocument, OrderWords
from commissions.application.simulation.reading import Reading, by_unit
from commissions.application.simulation.told_people import People, enrolled_later
from commissions.domain.money import NotAnAmount, minor_units
from commissions.domain.people.genealogy import position_at
from commissions.domain.people.upline import PARTICIPANT, RETAIL, Ancestor
from commissions.domain.sales.referral_match import COMPANY

STANDARD = "standard"


def read_orders(words: FactsDocument, people: People, reading: Reading) -> dict[str, ToldOrder]:
    """By id, in the order of their times."""
    found: dict[str, ToldOrder] = {}
    places: dict[str, int] = {}
    for place, each in enumerate(words.orders):
        path = f"orders[{place}]"
        if each.id in found:
            first = f"orders[{places[each.id]}]"
            reading.refuse(f"{path}.id", f"{each.id!r} is {first} already: leave one")
            continue
        places[each.id] = place
        if order := _order(path, each, people, reading):
            found[each.id] = order
    ordered = sorted(found.values(), key=lambda each: (each.at, each.order_id))
    return {each.order_id: each for each in _with_first(ordered)}


def _order(path: str, told: OrderWords, people: People, reading: Reading) -> ToldOrder | None:
    at = reading.moment(told.at)
    if not _are_members(path, told, people, reading):
        return None
    buyer = told.buyer
    of_member = people[buyer].kind if buyer else RETAIL
    buyer_class = told.buyer_class or of_member
    seller = _seller(told, buyer_class, people, at) if told.seller is None else told.seller
    for name in filter(people.__contains__, dict.fromkeys((seller, buyer))):
        if why := enrolled_later(people[name], at):
            reading.refuse(f"{path}.at", why)
    return ToldOrder(
        order_id=told.id,
        at=at,
        seller=seller,
        buyer=buyer,
        customer=told.customer,
        buyer_class=buyer_class,
        retail_margin=_margin(path, told, reading),
        first_of_buyer=False,
        lines=tuple(_lines(path, told, reading)),
        sponsor_line=_sponsor_line(path, told, seller, reading),
    )


def _sponsor_line(
    path: str, told: OrderWords, seller: str, reading: Reading
) -> tuple[Ancestor, ...] | None:
    if told.sponsor_line is None:
        return None
    names = [each.member for each in told.sponsor_line]
    if names[:1] != ([seller] if seller else []):
        who = f"the seller, {seller}" if seller else "nobody, as the order is nobody's"
        reading.refuse(f"{path}.sponsor_line", f"has to begin with {who}")
    if twice := [name for place, name in enumerate(names) if name in names[:place]]:
        reading.refuse(f"{path}.sponsor_line", f"{twice[0]} stands in it twice: leave one")
    return tuple(Ancestor(each.member, each.status, each.rank) for each in told.sponsor_line)


def _are_members(path: str, told: OrderWords, people: People, reading: Reading) -> bool:
    named = {"seller": told.seller, "buyer": told.buyer}
    strangers = {word: name for word, name in named.items() if name and name not in people}
    for word, name in strangers.items():
        reading.unknown(f"{path}.{word}", "member", name, people)
    return not strangers


def _seller(told: OrderWords, buyer_class: str, people: People, at: datetime) -> str:
    """A distributor's purchase is their own; a customer's, who has a place, is their sponsor's."""
    if not told.buyer:
        return COMPANY
    if buyer_class == PARTICIPANT:
        return told.buyer
    return position_at(told.buyer, people[told.buyer].edges, at).sponsor


def _margin(path: str, told: OrderWords, reading: Reading) -> int:
    try:
        return minor_units(told.retail_margin, reading.currency)
    except NotAnAmount as error:
        reading.refuse(f"{path}.retail_margin", str(error))
        return 0


def _lines(path: str, told: OrderWords, reading: Reading) -> Iterable[ToldLine]:
    if (told.lines is None) == (told.volumes is None):
        reading.refuse(path, "state either lines or volumes")
        return
    if told.volumes is not None:
        yield ToldLine("", told.class_ or STANDARD, by_unit(told.volumes))
        return
    if told.class_ is not None:
        reading.refuse(f"{path}.class", "stands at each of the lines")
    if not told.lines:
        reading.refuse(f"{path}.lines", "has to hold something")
    for each in told.lines or ():
        yield ToldLine(each.sku, each.class_, by_unit(each.volumes))


def _with_first(orders: Sequence[ToldOrder]) -> Iterable[ToldOrder]:
    """`orders`: by time."""
    seen: set[str] = set()
    for order in orders:
        first = bool(order.buyer) and order.buyer not in seen
        seen.add(order.buyer)
        yield replace(order, first_of_buyer=True) if first else order
