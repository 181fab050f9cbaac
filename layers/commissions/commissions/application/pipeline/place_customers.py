"""Shows in the tree whose customer somebody is, in stores that place their buyers.

The place is no fact: no sale is credited by it. It is worked out of all that is said in the
customer's history whenever an order has said something there, and again after each write: so
whoever writes last has seen the last word.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.own_attribution import said_by
from commissions.domain.sales.attribution_history import AttributionHistories
from commissions.domain.sales.carried_attribution import CUSTOMER, customer_history, kind_of
from commissions.domain.sales.customer_place import CustomerNamed, CustomerPlace, places_by
from commissions.domain.sales.referral_match import ReferralMatch

LOOKS_MAX = 20


class PlaceUnsettled(RuntimeError):
    """Others kept saying something else of the same customer; the message has to come again."""


class CustomerPlaces(Protocol):
    """The places of customers, wherever they are kept."""

    def keep(self, store_id: str, customer: str, places: Sequence[CustomerPlace]) -> bool:
        """Has a customer stand there, or nowhere; False where they do."""


def customers_named(facts: Sequence[Fact]) -> Iterator[CustomerNamed]:
    """The customers of whom an order says something, or no more, where buyers are placed."""
    if not any(
        isinstance(each.content, ReferralMatch) and each.content.placed_as for each in facts
    ):
        return
    for history, said in said_by(facts).items():
        if kind_of(history) == CUSTOMER:
            platform, store_id, order_id = said.source.split("/", 2)
            yield CustomerNamed(
                platform=platform,
                store_id=store_id,
                platform_order_id=order_id,
                customer=history.rpartition("/")[2],
                version=said.version,
            )


def place_customer(
    named: CustomerNamed, histories: AttributionHistories, places: CustomerPlaces
) -> None:
    """Has the customer stand where all orders together say. Raises PlaceUnsettled."""
    history = customer_history(named.store_id, named.customer)
    for _ in range(LOOKS_MAX):
        shown = places_by(histories.all_said(history))
        if not places.keep(named.store_id, named.customer, shown):
            return
    raise PlaceUnsettled(named.key)
