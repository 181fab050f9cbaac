"""What an order earns in a simulation is what the ledger says of it, to the cent.

Stores' lives are made up by chance; what the ledger came to of each line is told as the facts of a
document are. COMMISSIONS_PROOF=1 compares 4,000 lives.
"""

from datetime import timedelta
from fractions import Fraction

from commissions.application.simulation.order_book import OrderBook
from commissions.application.simulation.reading import FactsRefused
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.facts import fact
from commissions.domain.ledger.line_volumes import line_volumes
from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.ledger.target import Target, fold
from commissions.domain.plans import Plan
from tests.support.builders import Document, a_customer_bonus, a_levels_bonus, a_plan
from tests.support.money_lives import MoneyLife
from tests.support.orders import NOON
from tests.support.proof_size import proof_size
from tests.support.simulations import company, facts, members

MANY = proof_size(60, 4_000)
PLAN = a_plan(a_customer_bonus("0.333333"), a_levels_bonus("0.10", "0.05", "0.015"))
Stands = dict[str, tuple[int, int, str]]
"""By key of the award: what was earned, what came back of it, and why nothing is left."""


def by_ledger(target: Target) -> Stands:
    return {
        key: (each.award.amount, each.reversed, each.reason)
        for key, each in target.standings.items()
    }


def simulated(document: Document, plan: Plan = PLAN) -> Stands:
    [order] = OrderBook(plan, company(document)).orders
    return {
        each.award.key: (each.award.amount, each.reversed, each.reason)
        for each in order.standings(order.returns)
    }


def told(life: MoneyLife, target: Target) -> Document | None:
    """The order as a document says it; None where the ledger says that none is due."""
    known = sorted_out([fact(each) for each in life.facts])
    lock, credit, balance = target.lock, target.credit, target.balance
    if known is None or lock is None or credit is None or balance is None or target.void:
        return None
    found = line_volumes(known.snapshots, known.refunds, known.locks, lock, credit, PLAN, balance)
    if not found:
        return None
    volumes = [{u: points(each.volumes.get(u, 0)) for u in UNITS} for each in found]
    shares = [{u: str(each.returned(u)) for u in UNITS} for each in found]
    order: Document = {"id": "o1", "at": NOON.isoformat(), "seller": "cat"}
    order |= {"lines": [{"sku": "TEA", "volumes": each} for each in volumes]}
    back = [{"line": n, "share": each} for n, each in enumerate(shares, 1) if gone(each)]
    late = (NOON + timedelta(days=9)).isoformat()
    refunds = [{"order": "o1", "at": late, "lines": back}] if back else []
    return facts(members("ann > bob > cat"), [order], refunds)


def points(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"


def gone(shares: dict[str, str]) -> bool:
    return any(Fraction(each) for each in shares.values())


def test_a_simulated_order_stands_where_its_ledger_stands() -> None:
    compared = refunded = 0
    for seed in range(MANY):
        life = MoneyLife(seed)
        target = fold([fact(each) for each in life.facts], lambda _: PLAN)
        document = told(life, target)
        if document is None:
            continue
        try:
            found = simulated(document)
        except FactsRefused as error:
            raise AssertionError(f"seed {seed}: {error}") from None
        compared += 1
        refunded += bool(document["refunds"])
        assert found == by_ledger(target), f"seed {seed}"

    assert compared > MANY / 2
    assert refunded > MANY / 4


def test_a_share_of_each_unit_is_of_its_own() -> None:
    """Half of the points came back, and a third of the volume that goes by money."""
    by_pv = a_plan(a_customer_bonus("0.20", basis="pv"), a_levels_bonus("0.10"))
    order = {"id": "o1", "at": NOON.isoformat(), "seller": "cat", "volumes": "90"}
    shares = {"line": 1, "share": {"pv": "0.5", "cv": "1/3"}}
    refunds = [{"order": "o1", "at": NOON.isoformat(), "lines": [shares]}]

    found = simulated(facts(members("bob > cat"), [order], refunds), by_pv)

    assert {key: (earned, gone) for key, (earned, gone, _) in found.items()} == {
        "customer/0/cat": (18_00, 9_00),
        "levels/1/cat": (9_00, 3_00),
    }
