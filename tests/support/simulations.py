"""Companies and their plans as tests of a simulation like to write them."""

from collections.abc import Sequence
from typing import Any

from commissions.application.simulation.company_facts import CompanyFacts
from commissions.application.simulation.earning_lines import EarningLine
from commissions.application.simulation.facts_document import FORMAT
from commissions.application.simulation.facts_reading import read_facts
from commissions.application.simulation.outcome import Simulation
from commissions.application.simulation.simulating import simulate
from commissions.domain.money import shown
from commissions.domain.plans import read_plan
from tests.support.builders import Document, a_customer_bonus
from tests.support.closes import close_plan

ZONE = "America/New_York"
REFUNDS: Document = {"reverse": "all_lines", "period": "current", "ranks": "keep"}
CORRECTED = REFUNDS | {"period": "original_if_open"}
"""Closed periods are corrected; nothing is waited for longer than ten days."""


def members(*lines: str) -> list[Document]:
    """`members("ann > bob > cat", "ann > dan")`: each under the one before."""
    found: dict[str, Document] = {}
    for line in lines:
        sponsor = ""
        for name in line.split(" > "):
            found.setdefault(name, {"id": name, "sponsor": sponsor})
            sponsor = name
    return list(found.values())


def facts(
    people: list[Document], orders: list[Document], refunds: Sequence[Document] = (), **parts: Any
) -> Document:
    document = {"format": FORMAT, "members": people, "orders": orders, "refunds": [*refunds]}
    return document | parts


def bought(order_id: str, day: str, buyer: str, points: str, **fields: Any) -> Document:
    return {"id": order_id, "at": day, "buyer": buyer, "volumes": points} | fields


def sold(order_id: str, day: str, seller: str, points: str, **fields: Any) -> Document:
    """To somebody outside."""
    return {"id": order_id, "at": day, "seller": seller, "volumes": points} | fields


def back(order_id: str, day: str, share: str = "", **fields: Any) -> Document:
    """All that is left, or a share."""
    return {"order": order_id, "at": day} | ({"share": share} if share else {}) | fields


def a_month_plan(*bonuses: Document, **sections: Any) -> Document:
    """20 % to the seller of a customer's order; everybody with the status active is active."""
    plan = close_plan(a_customer_bonus(), *bonuses, **{"refunds": REFUNDS} | sections)
    plan["plan"] = plan["plan"] | {"effective_from": "2026-01-01"}
    return plan


def company(document: Document) -> CompanyFacts:
    return read_facts(document, ZONE, "USD")


def simulated(plan: Document, document: Document, only: str = "") -> Simulation:
    return simulate(read_plan(plan), company(document), only)


def paid(outcome: Simulation) -> list[str]:
    """Who earns what in all: `ann 5.00`."""
    return [f"{each.member} {text(each.earned)}" for each in outcome.members if each.earned]


def lines(outcome: Simulation, *when: str) -> list[str]:
    """What moves money: `2026-10 order o1 ann 5.00`."""
    return sorted(line(each) for each in outcome.lines if each.amount and each.when in when)


def line(each: EarningLine) -> str:
    return f"{each.period} of {each.of} {each.member} {text(each.amount)}"


def text(amount: int) -> str:
    return shown(amount, "USD").removesuffix(" USD")
