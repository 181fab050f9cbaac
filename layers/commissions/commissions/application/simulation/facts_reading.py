"""A facts document into facts: or everything that is wrong with it."""

from pydantic import ValidationError

from commissions.application.simulation.company_facts import CompanyFacts
from commissions.application.simulation.facts_document import FactsDocument
from commissions.application.simulation.reading import FactsRefused, Reading
from commissions.application.simulation.told_orders import read_orders
from commissions.application.simulation.told_people import read_legs, read_members
from commissions.application.simulation.told_returns import read_returns
from commissions.application.simulation.told_seats import read_seats
from commissions.plan_schema.known import KnownNames
from commissions.plan_schema.problems import problems_of


def read_facts(document: object, timezone: str, currency: str) -> CompanyFacts:
    """The facts of a parsed document. `timezone`: by whose clock days alone are read; `currency`:
    of its amounts, the plan's base currency.

    What parts say about each other is looked at once each part is right by itself, and refunds
    once their orders are. Raises FactsRefused with all that is wrong.
    """
    names = KnownNames()
    try:
        words = FactsDocument.model_validate(document, context=names)
    except ValidationError as error:
        raise FactsRefused(list(dict.fromkeys(problems_of(error, document, names)))) from None
    reading = Reading(timezone, currency)
    people = read_members(words, reading)
    seats = read_seats(words, people, reading)
    legs = read_legs(words, people, reading)
    orders = read_orders(words, people, reading)
    if reading.problems:
        raise FactsRefused(reading.problems)
    returns = read_returns(words, orders, reading)
    if reading.problems:
        raise FactsRefused(reading.problems)
    return CompanyFacts(
        members=tuple(people.values()),
        seats=seats,
        orders=tuple(orders.values()),
        returns=returns,
        legs=legs,
        days_read=reading.days_read,
        timezone=timezone,
    )
