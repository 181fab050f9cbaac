"""What of disputes is listed for a person; none of it holds its order up."""

from commissions.domain.ledger.disputes import DisputeStanding
from commissions.domain.ledger.target import Target
from commissions.domain.money import shown
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import DISPUTED, OrderPlaced
from commissions.domain.orders.parking import OrderParked, Parkable, WaitsFor, park
from commissions.domain.orders.parking_reasons import (
    DISPUTE_AMOUNT,
    DISPUTE_CURRENCY,
    DISPUTE_DIFFERS,
    DISPUTE_OPEN,
)


def dispute_waits(dispute: OrderDisputed, target: Target) -> list[OrderParked]:
    """Why a telling of a dispute is listed, by what the order's ledger should say with it; one that
    does not count any more is not."""
    if target.waiting:
        detail = "the dispute came before its order"
        return [park(dispute, "no_order", detail, waits_for=WaitsFor.order(dispute.order_key))]
    told = target.disputes.told if target.disputes else ()
    standing = next((each for each in told if each.telling == dispute), None)
    if standing is None:
        return []
    return _listed(dispute, *_open_question(standing, target))


def snapshot_waits(order: OrderPlaced, target: Target) -> list[OrderParked]:
    """Why a snapshot is listed that says no more than that its order is disputed, or may be."""
    found = target.disputes
    if found is None or found.since is None or target.order != order:
        return []
    detail = f"disputed, or on hold, since {found.since:%Y-%m-%d}"
    if found.is_cancelled:
        detail += ", after it was cancelled: it stays cancelled"
    elif DISPUTED not in order.flags:  # paid, and on hold: why, the shop does not say
        return []
    return _listed(order, DISPUTE_OPEN, detail)


def _open_question(standing: DisputeStanding, target: Target) -> tuple[str, str]:
    """The reason, and what it is; two empty texts where nobody has to say anything."""
    telling, currency = standing.telling, target.order.currency if target.order else ""
    name = f"dispute {standing.dispute_id}"
    if standing.decision:
        said = f"{name} {standing.decision.answer} as a person decided, {telling.status} since"
        return (DISPUTE_DIFFERS, said) if standing.is_told_otherwise else ("", "")
    amount = _amount(standing)
    if not telling.is_final:
        return DISPUTE_OPEN, f"{name} is open ({telling.status.replace('_', ' ')}){amount}"
    if not telling.gives_back:
        return "", ""
    if standing.amount is None:
        return DISPUTE_AMOUNT, f"{name} is lost, and nobody says what it took"
    if standing.currency != currency:
        return DISPUTE_CURRENCY, f"{name} is lost{amount}, in an order of {currency}"
    return "", ""


def _amount(standing: DisputeStanding) -> str:
    if standing.amount is None:
        return ""
    return f", {shown(standing.amount, standing.currency)}"


def _listed(record: Parkable, reason: str, detail: str) -> list[OrderParked]:
    operator = WaitsFor.operator(record.order_key)
    return [park(record, reason, detail, waits_for=operator)] if reason else []
