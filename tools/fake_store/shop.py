"""One shop and what people do in it: buy, pay, cancel, refund, edit. Every change is told on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tools.fake_store.records import Dispute, Item, Line, NotFound, Order, Refund
from tools.fake_store.storefront import Storefront


@dataclass(kw_only=True)
class Shop(Storefront):
    """Its methods are safe to call from any thread; who reads orders or products holds `lock`."""

    orders: dict[int, Order] = field(default_factory=dict)

    # Buyers

    def place(
        self,
        items: Iterable[Item] = (),
        *,
        code: str = "",
        customer_id: int = 0,
        shipping: int = 0,
        paid: bool = False,
    ) -> Order:
        """An order of these items, or, without any, of what the seed's buyer picks."""
        with self.lock:
            now = self.clock()
            lines = [self._line(item) for item in items or self.pick_items()]
            order = Order(
                self.ids.next(), str(1001 + len(self.orders)), now, now, self.currency, lines,
                shipping=shipping, code=code, customer_id=customer_id,
            )  # fmt: skip
            self.orders[order.order_id] = order
            self.notify("order.created", order.order_id)
            if paid:
                self.pay(order.order_id)
            return order

    def pay(self, order_id: int) -> Order:
        with self.lock:
            order = self._touched(order_id)
            order.paid_at = order.updated_at
            self.notify("order.paid", order_id)
            return order

    def cancel(self, order_id: int) -> Order:
        with self.lock:
            order = self._touched(order_id)
            order.cancelled_at = order.updated_at
            self.notify("order.cancelled", order_id)
            return order

    def refund(
        self,
        order_id: int,
        lines: Mapping[int, int] | None = None,
        *,
        amount_only: int = 0,
        shipping: int = 0,
    ) -> Refund:
        """Gives back units of lines, money that names no line, or the shipping."""
        with self.lock:
            order = self.order(order_id)
            for line_id, qty in (lines or {}).items():
                if not 0 < qty <= order.line(line_id).qty - order.refunded_qty(line_id):
                    raise ValueError(f"line {line_id} has not {qty} units left")
            self._touched(order_id)
            back = dict(lines or {})
            given = {line_id: order.worth(line_id, qty) for line_id, qty in back.items()}
            refund = Refund(
                self.ids.next(), order.updated_at, back, amount_only, shipping, given=given
            )
            order.refunds.append(refund)
            self.notify("order.refunded", order_id, refund.refund_id)
            return refund

    def refund_all(self, order_id: int) -> Refund:
        """Every unit that is left, and the shipping if it was not given back yet."""
        order = self.order(order_id)
        left = {line.line_id: line.qty - order.refunded_qty(line.line_id) for line in order.lines}
        shipping = order.shipping - sum(refund.shipping for refund in order.refunds_shown)
        return self.refund(
            order_id, {line_id: qty for line_id, qty in left.items() if qty}, shipping=shipping
        )

    # Buyers' banks

    def dispute(self, order_id: int, amount: int = 0) -> Dispute:
        """Opens a dispute about so much of an order, or about all of it."""
        with self.lock:
            order = self._touched(order_id)
            dispute = Dispute(self.ids.next(), order.updated_at, amount or order.total)
            order.disputes.append(dispute)
            self.notify("dispute.created", order_id, dispute.dispute_id)
            return dispute

    def end_dispute(self, order_id: int, dispute_id: int, status: str) -> Dispute:
        """It is `lost`, `won`, `accepted`, … from now on."""
        with self.lock:
            order = self._touched(order_id)
            found = [each for each in order.disputes if each.dispute_id == dispute_id]
            if not found:
                raise NotFound(f"order {order_id} has no dispute {dispute_id}")
            found[0].status, found[0].finalized_on = status, order.updated_at
            self.notify("dispute.updated", order_id, dispute_id)
            return found[0]

    # The shop's staff

    def delete_refund(self, order_id: int, refund_id: int) -> None:
        """As shops do it: no date moves, and nobody is told."""
        with self.lock:
            found = [one for one in self.order(order_id).refunds if one.refund_id == refund_id]
            if not found:
                raise NotFound(f"order {order_id} has no refund {refund_id}")
            found[0].deleted = True

    def edit(
        self,
        order_id: int,
        *,
        quantities: Mapping[int, int] | None = None,
        add: Sequence[Item] = (),
        code: str | None = None,
        silently: bool = False,
    ) -> Order:
        """New quantities of lines (0 takes one away), more items, another coupon. `silently`: no
        date moves and nobody is told."""
        with self.lock:
            order = self.order(order_id)
            for line_id, qty in (quantities or {}).items():
                if qty < order.refunded_qty(line_id):
                    raise ValueError(f"of line {line_id} more than that was refunded already")
                self._set_qty(order.line(line_id), qty)
            order.lines = [line for line in order.lines if line.qty]
            order.lines += [self._line(item) for item in add]
            order.code = order.code if code is None else code
            if not silently:
                self._touched(order_id)
                self.notify("order.edited", order_id)
            return order

    def delete_order(self, order_id: int, *, for_good: bool = True) -> None:
        """Out of the shop, or only into the trash."""
        with self.lock:
            order = self._touched(order_id)
            order.trashed, order.deleted = True, for_good
            self.notify("order.deleted", order_id)

    # Who looks

    def order(self, order_id: int) -> Order:
        with self.lock:
            if order_id not in self.orders:
                raise NotFound(f"no order {order_id}")
            return self.orders[order_id]

    def _line(self, item: Item) -> Line:
        product, variant = self.variant(item.variant_id)
        line = Line(
            self.ids.next(), product.product_id, variant.variant_id, variant.sku, variant.title,
            item.qty, variant.price, item.discount,
        )  # fmt: skip
        line.tax = (line.net * self.tax_percent + 50) // 100 if item.tax is None else item.tax
        return line

    def _set_qty(self, line: Line, qty: int) -> None:
        line.discount = line.discount * qty // line.qty
        line.tax = line.tax * qty // line.qty
        line.qty = qty

    def _touched(self, order_id: int) -> Order:
        order = self.order(order_id)
        order.updated_at = self.clock()
        return order
