"""A Shopify order as its webhooks tell it: a snapshot with all that has happened to it so far."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from commissions.domain.orders.negative_lines import flags_of_negative_lines
from commissions.domain.orders.order import (
    TIP,
    Item,
    OfOrder,
    OrderCancelled,
    OrderPlaced,
    difference,
)
from commissions.domain.orders.parking_reasons import REFUNDED_WITHOUT_REFUND
from commissions.domain.orders.payment_doubts import GAVE_BACK
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook, customer_hash
from commissions.platforms.payload import Field
from commissions.platforms.referrals import ranked, word
from commissions.platforms.shopify.amounts import amount, amount_or_none, total
from commissions.platforms.shopify.bundles import bundles_of
from commissions.platforms.shopify.continues import continued, contract_of, own_number
from commissions.platforms.shopify.disputes import disputes_of
from commissions.platforms.shopify.exchange_credit import CreditReader, credit_reader
from commissions.platforms.shopify.lines import has_unusable_sku, items_of
from commissions.platforms.shopify.name import NAME
from commissions.platforms.shopify.payment_status import NOTHING_CAME_IN, status_of
from commissions.platforms.shopify.referrals import referrals_of
from commissions.platforms.shopify.refunds import refunded
from commissions.platforms.shopify.tips import marked_tips, tipped, unmarked_tips

FETCHED = "orders/fetched"
"""What takes the place of a topic where the store was asked."""


def parse_order(payload: Any, store: Store, customer_key: bytes) -> ParsedWebhook:
    """The records of an order in a webhook's shape, into which our client turns what the API
    answers. What the API could not show is named beside them as `unseen`. Raises InvalidPayload."""
    order = Field(payload)
    unseen = ",".join(filter(None, map(word, order.get("unseen").each())))
    return ParsedWebhook(
        topic=FETCHED,
        records=order_records(order, store, customer_key),
        occurred_at=order["updated_at"].moment(),
        delivery={"unseen": unseen} if unseen else {},
    )


def order_records(order: Field, store: Store, customer_key: bytes) -> tuple[OfOrder, ...]:
    """The snapshot, and as facts of their own the refunds, disputes and the cancellation in it."""
    placed = snapshot(order, store, customer_key)
    refunds: list[OrderRefunded] = []
    for refund in order.get("refunds").each():
        refunds += refunded(refund, order["id"], store)
    records: list[OfOrder] = [_with_received(placed, refunds, order), *refunds]
    records += disputes_of(order, store)
    if placed.cancelled_at:
        records.append(
            OrderCancelled(
                platform=NAME,
                store_id=store.store_id,
                platform_order_id=placed.platform_order_id,
                cancelled_at=placed.cancelled_at,
                updated_at=placed.updated_at,
            )
        )
    return tuple(records)


def needs_received(placed: OrderPlaced, refunds: Iterable[OrderRefunded]) -> bool:
    """Whether what is outstanding does not say what came in: beside money that went back and names
    nothing, Shopify does not say whether that is outstanding again."""
    names_nothing = any(each.amount_only > 0 for each in refunds)
    return placed.unpaid > 0 and names_nothing


def _with_received(
    placed: OrderPlaced, refunds: Iterable[OrderRefunded], order: Field
) -> OrderPlaced:
    """With what came in where it is needed, as the API alone tells it; told always, each order
    would be two facts, the webhook's and the API's."""
    if not order.get("total_received_set").given or not needs_received(placed, refunds):
        return placed
    return replace(placed, received=amount(order, "total_received", placed.currency))


def snapshot(order: Field, store: Store, customer_key: bytes) -> OrderPlaced:
    """The order as of its `updated_at`; nothing of it but what is named here is kept."""
    currency, lines = order["currency"].currency(), list(order["line_items"].rows())
    placed = _snapshot(order, store, customer_key, marked := marked_tips(lines))
    if marked or not tipped(order, currency):
        return placed
    tips = unmarked_tips(order, lines, currency, difference(placed))
    return _snapshot(order, store, customer_key, tips) if tips else placed


def _snapshot(
    order: Field, store: Store, customer_key: bytes, tips: Collection[Field]
) -> OrderPlaced:
    currency = order["currency"].currency()
    tax_included = order["taxes_included"].boolean()
    names = store.marks.exchange_credit
    credits_ = credit_reader(order, names, currency, tax_included=tax_included)
    items, paid_by_credit = items_of(order, credits_, tips), credits_.of_order(order)
    referrals, flags = ranked(referrals_of(order), store.carriers)
    customer = _customer(order, store, customer_key)
    placed = OrderPlaced(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=order["id"].identity(),
        order_ts=_first(order, "processed_at", "created_at").moment(),
        updated_at=order["updated_at"].moment(),
        status=status_of(order),
        currency=currency,
        distributor_ref=referrals[0].value if referrals else "",
        items=items,
        total=amount(order, "total_price", currency),
        shipping=_shipping(order, credits_),
        tax=amount(order, "total_tax", currency) + paid_by_credit.tax,
        other=_other(order, items, currency),
        referrals=referrals,
        customer=customer,
        cancelled_at=_cancelled(order),
        test=order.get("test").boolean(),
        flags=tuple(sorted({*flags, *_flags(order, items, credits_)})),
        unpaid=_unpaid(order, currency),
        tender=paid_by_credit.amount,
        continues=continued(order, store.marks),
        number=own_number(order, store.marks),
        contract=contract_of(order, store.marks, customer),
        counted_refunds=_counted(order) if any(item.removed for item in items) else None,
        bundles=bundles_of(order),
    )
    return _with_rounding(_with_other_tips(placed, order), order)


def _first(order: Field, name: str, otherwise: str) -> Field:
    return order[name] if order.get(name).stated else order[otherwise]


def _counted(order: Field) -> tuple[str, ...]:
    """The refunds whose units are not among those that count as taken off by an edit."""
    return tuple(sorted(each["id"].identity() for each in order.get("refunds").each()))


def _shipping(order: Field, credits_: CreditReader) -> int:
    currency = credits_.currency
    return sum(
        amount(line, "price", currency)
        - total(line.get("discount_allocations"), "amount", currency)
        - (total(line.get("tax_lines"), "price", currency) if credits_.tax_included else 0)
        + paid.amount
        - paid.tax
        for line in order.get("shipping_lines").each()
        if not line.get("is_removed").boolean()
        for paid in (credits_.of(line),)
    )


def _other(order: Field, items: Sequence[Item], currency: str) -> int:
    """What is part of the total and of nobody's commission; a tip that is a line counts there."""
    tip_is_a_line = any(item.kind == TIP for item in items)
    return (
        (0 if tip_is_a_line else amount_or_none(order, "total_tip_received", currency))
        + (
            0
            if _duties_included(order)
            else amount_or_none(order, "original_total_duties", currency)
        )
        + amount_or_none(order, "original_total_additional_fees", currency)
    )


def _unpaid(order: Field, currency: str) -> int:
    """What is outstanding of an order of which a part has come in; below 0 the shop owes the buyer.

    Where all of it is, Shopify knows of no payment (an import, a payment elsewhere, one that is
    only authorized): then the status is all that is said.
    """
    if status_of(order) in NOTHING_CAME_IN:
        return 0
    outstanding = amount_or_none(order, "total_outstanding", currency)
    return outstanding if 0 < outstanding < amount(order, "total_price", currency) else 0


def _with_other_tips(placed: OrderPlaced, order: Field) -> OrderPlaced:
    """Of several tips one may be a line and another not: then the order is off by exactly that, and
    by what cash was rounded."""
    tips = sum(int(item.unit_price * item.qty) for item in placed.items if item.kind == TIP)
    beside = amount_or_none(order, "total_tip_received", placed.currency) - tips if tips else 0
    rounding = amount_or_none(order, "total_cash_rounding_payment_adjustment", placed.currency)
    if beside > 0 and difference(placed) + beside in (0, -rounding):
        return replace(placed, other=placed.other + beside)
    return placed


def _with_rounding(placed: OrderPlaced, order: Field) -> OrderPlaced:
    """Cash is rounded when it is paid, which the total leaves out.

    Should a total include it, the order is off by exactly that; then it is counted.
    """
    rounding = amount_or_none(order, "total_cash_rounding_payment_adjustment", placed.currency)
    if rounding and difference(placed) == -rounding:
        return replace(placed, other=placed.other + rounding)
    return placed


def _customer(order: Field, store: Store, key: bytes) -> str:
    if (customer := order.get("customer")).is_empty or not customer.get("id").is_id:
        return ""
    return customer_hash(store.store_id, customer["id"].identity(), key)


def _cancelled(order: Field) -> datetime | None:
    cancelled_at = order.get("cancelled_at")
    return cancelled_at.moment() if cancelled_at.stated else None


def _flags(order: Field, items: Sequence[Item], credits_: CreditReader) -> Iterator[str]:
    """Words for what a person may want to know when they look at the order."""
    if order["taxes_included"].boolean():
        yield "tax_inclusive"
    if _duties_included(order):
        yield "duties_included"
    if status_of(order) in GAVE_BACK and order.get("refunds").value == []:
        yield REFUNDED_WITHOUT_REFUND
    if has_unusable_sku(order):
        yield "sku_unusable"
    yield from flags_of_negative_lines(items)
    shown = sum(
        int(item.unit_price * item.qty) - item.discount for item in items if item.kind != TIP
    )
    by_credit = sum(credits_.of(each).amount for each in order["line_items"].each())
    if shown - by_credit != amount(order, "subtotal_price", credits_.currency):
        yield "subtotal_differs"


def _duties_included(order: Field) -> bool:
    return order.get("duties_included").boolean()
