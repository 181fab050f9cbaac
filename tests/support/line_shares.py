"""What of each line of an order is gone, as the ledger's own walk works it out."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.money_rules import SPREAD
from commissions.domain.ledger.money_walk import Rules
from commissions.domain.ledger.order_balance import LineShare, balance_of
from commissions.domain.ledger.target import Target, fold
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Policies
from tests.support.orders import PLAN, sold


def gone_of(
    order: OrderPlaced, refunds: Iterable[OrderRefunded], policies: Policies | None = None
) -> dict[str, Fraction]:
    """By line the share that is gone: of an order that was told once, and all of its refunds."""
    return gone_after([order], refunds, policies)


def gone_after(
    snapshots: Sequence[OrderPlaced],
    refunds: Iterable[OrderRefunded],
    policies: Policies | None = None,
) -> dict[str, Fraction]:
    """The same of an order that was told several times, the oldest first."""
    spreads = (policies or Policies()).amount_only_refund == SPREAD
    rules = Rules(paid=(policies or Policies()).paid, spread=spreads)
    by_time = sorted(refunds, key=lambda each: (each.refunded_at, each.refund_id))
    lines = balance_of(snapshots, by_time, rules).lines
    return {name: gone(line) for name, line in lines.items()}


def gone(line: LineShare) -> Fraction:
    """What was never paid for, and what came back of the rest."""
    return 1 - (1 - line.unpaid) * (1 - line.returned)


def folded(order: OrderPlaced, *told: Content, policies: Policies | None = None) -> Target:
    """What the ledger should say of an order with a value for each of its SKUs."""
    contents = [*sold(order, policies=policies or Policies()), *told]
    return fold(map(fact, contents), lambda _: PLAN)
