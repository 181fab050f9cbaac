"""What of an order earns commissions, by the money that came in for it and the money that went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from commissions.audit.copied_orders import back_by_copies, waits_for_parent
from commissions.audit.earning_shares import LineShares, line_shares
from commissions.audit.money_back import AllBack
from commissions.audit.money_moment import NONE, Moment, OrderMoney
from commissions.audit.money_walk import Stand, walk
from commissions.audit.order_history import OrderHistory, refund_of
from commissions.domain.orders.decision import GOODWILL, RETURN, OrderDecided
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.stores.store import Policies


def is_paid(history: OrderHistory) -> bool:
    """Whether the order counts, if all of it did not come back since: somebody was looked up for
    it, and it was paid in full once, or does not have to be."""
    return bool(history.locks_by_time) and OrderAccount(history).counts


def shares_by_line(history: OrderHistory) -> list[LineShares]:
    """Of each line of a paid order, in the order's order."""
    return OrderAccount(history).shares()


@dataclass(frozen=True, slots=True)
class OrderAccount:
    """The money of one order that something was looked up for."""

    history: OrderHistory

    @property
    def counts(self) -> bool:
        order = self.history.order
        if order is None or order.test or order.status == "voided":
            return False
        if waits_for_parent(self.history):
            return False
        stand = self.stand()
        waits = self._policies.partial_payment == "wait" and not stand.was_paid
        return not waits or stand.unpaid <= stand.moment.allowance

    def shares(self) -> list[LineShares]:
        stand, copies = self.stand(), back_by_copies(self.history)
        shares = line_shares(stand, self._taken(stand), self._exchanged(stand), copies)
        if self.history.is_cancelled and self._policies.cancellation == "reverse_all":
            return [each.all_back() for each in shares]
        return shares

    def own_shares(self) -> list[LineShares]:
        """By its own records alone, whether or not it was called off."""
        stand = self.stand()
        return line_shares(stand, self._taken(stand), self._exchanged(stand), {})

    @property
    def _policies(self) -> Policies:
        return self.history.locks_by_time[0].policies

    @property
    def _spreads(self) -> bool:
        """Whether money that went back for nothing takes its part of the commissions."""
        said = self.history.decided(GOODWILL).get("")
        answer = said.answer if said else ""
        return (answer or self._policies.amount_only_refund) == "spread"

    def _taken(self, stand: Stand) -> Fraction:
        """Of the goodwill: a dispute that was lost is never kept."""
        if self._spreads:
            return stand.goodwill
        return min(stand.goodwill, stand.moment.disputed)

    def stand(self, until: datetime | None = None) -> Stand:
        """In the end, or as it was at a time."""
        orders, back = self._orders(until), AllBack.of(self.history)
        if until is not None:
            known = tuple(each for each in back.records if each.at <= until)
            back = AllBack(known, back.grain)
        money = OrderMoney(orders, back, self._spreads)
        moments = [money.told_by(place) for place in range(len(orders))]
        return walk(moments, money.in_the_end(), self._policies.paid)

    def _orders(self, until: datetime | None) -> list[OrderPlaced]:
        """The snapshots in the currency that the order is in now."""
        told = self.history.snapshots_by_time
        ours = [each for each in told if each.currency == told[-1].currency]
        return [each for each in ours if until is None or each.updated_at <= until]

    def _exchanged(self, stand: Stand) -> dict[str, Fraction]:
        """Goods that came back and count as kept, as a person said: no more of them than their
        money was with the shop then, and is now."""
        kept: dict[str, Fraction] = {}
        for said in self.history.decided(RETURN).values():
            if said.answer == "exchanged" and self._orders(said.at):
                self._keep(kept, said, stand)
        return kept

    def _keep(self, kept: dict[str, Fraction], said: OrderDecided, stand: Stand) -> None:
        then = self.stand(until=said.at)
        gone = self._goods_gone(then.moment, said.subject)
        gone = {name: worth for name, worth in gone.items() if name in stand.moment.gross}
        whole = sum(gone.values(), NONE)
        credit = min(then.credit, stand.credit) - sum(kept.values(), NONE)
        part = min(Fraction(1), max(NONE, credit) / whole) if whole else NONE
        for name, worth in gone.items():
            most = stand.moment.gross[name] * stand.moment.balances[name].units_gone
            kept[name] = min(most, kept.get(name, NONE) + worth * part)

    def _goods_gone(self, moment: Moment, refund: str) -> dict[str, Fraction]:
        """The worth of units that are not there; with a refund, of those of its lines."""
        gone = {
            name: worth * moment.balances[name].units_gone for name, worth in moment.gross.items()
        }
        return gone if not refund else _only(gone, self._lines_of(refund))

    def _lines_of(self, refund: str) -> Sequence[str]:
        records = self.history.standing_refunds()
        of_it = [each for each in records if refund_of(each.refund_id) == refund_of(refund)]
        return [back.line_id for each in of_it for back in each.items]


def _only(worths: Mapping[str, Fraction], names: Sequence[str]) -> dict[str, Fraction]:
    return {name: worth for name, worth in worths.items() if name in names}
