"""A BigCommerce order as its APIs tell it: V2 for the order and its lines, V3 for its refunds."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from commissions.domain.orders.order import (
    DISCOUNT_OF_ALL,
    OF_ORDER,
    Item,
    OrderCancelled,
    OrderPlaced,
    difference,
)
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.orders.rounding import Shown, unit_shown, without_rounding
from commissions.domain.stores.store import Store
from commissions.platforms import InvalidPayload, ParsedWebhook, customer_hash
from commissions.platforms.bigcommerce import transactions
from commissions.platforms.bigcommerce.amounts import (
    NOTHING,
    exact,
    exact_or_none,
    minor,
    without_tax,
)
from commissions.platforms.bigcommerce.continues import continued
from commissions.platforms.bigcommerce.fees import fees_of
from commissions.platforms.bigcommerce.lines import ParsedLines, lines_of
from commissions.platforms.bigcommerce.name import NAME
from commissions.platforms.bigcommerce.payment_status import (
    BY_PAYMENT,
    CANCELLED,
    REFUNDED,
    is_refunded_by_hand,
    is_still_edited,
    is_word_of_payment,
    payment_state,
)
from commissions.platforms.bigcommerce.referrals import referrals_of
from commissions.platforms.bigcommerce.refunds import ParsedRefunds, refunds_of
from commissions.platforms.bigcommerce.sales_channels import other_channel
from commissions.platforms.bigcommerce.times import moment
from commissions.platforms.payload import Field
from commissions.platforms.referrals import ranked, word

FETCHED = "order"
"""What takes the place of a topic where the store was asked."""
TEST_METHOD = "test payment gateway"
COSTS = ("handling_cost", "wrapping_cost")
PARTS_OF_AN_ORDER = 5
"""Amounts that are rounded once each: shipping, costs, fees, tax, and the total itself."""

# Flags
ROUNDED, TOTALS_DIFFER, TENDER = "rounded", "totals_differ", "tender_deducted"


def parse_order(payload: Any, store: Store, customer_key: bytes) -> ParsedWebhook:
    """The records of an order with its lines, coupons, refunds and, where the client asked for
    them, transactions. What could not be shown is named beside them as `unseen`. Raises
    InvalidPayload."""
    unseen = ",".join(each.text() for each in Field(payload).get("unseen").each())
    placed, *others = order_records(Field(payload), store, customer_key)
    is_asked = "transactions" in payload or not is_word_of_payment(Field(payload)["order"])
    return ParsedWebhook(
        topic=FETCHED,
        records=(placed, *others),
        occurred_at=placed.updated_at,
        other_channel=other_channel(Field(payload)["order"], store),
        payments_left_out=not is_asked,
        delivery={"unseen": unseen} if unseen else {},
    )


def order_records(
    payload: Field, store: Store, customer_key: bytes
) -> tuple[OrderPlaced, *tuple[OrderRefunded | OrderCancelled, ...]]:
    """The snapshot, and as facts of their own the refunds and the cancellation."""
    order = payload["order"]
    order_id, currency = order["id"].identity(), order["default_currency_code"].currency()
    tax_included = order.get("is_tax_inclusive_pricing").boolean()
    lines = lines_of(payload["products"], currency, tax_included=tax_included)
    refunds = refunds_of(
        payload["refunds"],
        order_id,
        currency,
        store,
        is_discounted=DISCOUNT_OF_ALL in lines.flags or fees_of(order, currency).is_discount,
    )
    placed = _snapshot(payload, lines, refunds, store, customer_key)
    # A refund by hand takes the order back as well, but only while no refund is there: no fact.
    off = order["status_id"].value == CANCELLED
    return (placed, *refunds.records, *((_cancelled(placed),) if off else ()))


def _cancelled(order: OrderPlaced) -> OrderCancelled:
    return OrderCancelled(
        platform=NAME,
        store_id=order.store_id,
        platform_order_id=order.platform_order_id,
        cancelled_at=order.updated_at,
        updated_at=order.updated_at,
    )


def _snapshot(
    payload: Field, lines: ParsedLines, refunds: ParsedRefunds, store: Store, customer_key: bytes
) -> OrderPlaced:
    """The order as of its `date_modified`; nothing of it but what is named here is kept."""
    order = payload["order"]
    state = payment_state(order, store, refunds=refunds.count)
    # The currency that is paid in; `currency_code` is only the one that prices were shown in.
    currency = order["default_currency_code"].currency()
    tax_included = order.get("is_tax_inclusive_pricing").boolean()
    found = referrals_of(order, payload.get("coupons"), payload.get("metafields"))
    referrals, flags = ranked(found, store.carriers)
    updated_at = _updated_at(order)
    # The rest went back beside BigCommerce, as all of it does where no refund is there.
    is_all_back = is_refunded_by_hand(state) or _falls_short(order, refunds, currency)
    placed = OrderPlaced(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=order["id"].identity(),
        order_ts=moment(order["date_created"]),
        updated_at=updated_at,
        status=state.status,
        currency=currency,
        distributor_ref=referrals[0].value if referrals else "",
        items=_gone(lines.items) if is_all_back else lines.items,
        total=minor(exact(order["total_inc_tax"], currency)),
        shipping=minor(without_tax(order, "shipping_cost", currency, tax_included=tax_included)),
        tax=minor(exact(order["total_tax"], currency)),
        other=_other(order, currency, tax_included=tax_included),
        referrals=referrals,
        customer=_customer(order, store, customer_key),
        cancelled_at=updated_at if state.cancelled else None,
        continues=continued(order, store.marks),
        test=word(order.get("payment_method")).lower() == TEST_METHOD,
        flags=tuple(sorted({*flags, *state.flags, *_flags(order, lines, refunds, currency)})),
    )
    placed = replace(placed, rounds_to=_unit(placed), discount=fees_of(order, currency).discount)
    return _with_received(_reconciled(placed, order), payload)


def _with_received(placed: OrderPlaced, payload: Field) -> OrderPlaced:
    """With what came in by the transactions, where they were asked for and say more than the
    payment's word: that is good for the total that was paid, and for none that an edit made."""
    if not is_word_of_payment(payload["order"]):
        return _with_own_word(placed, payload["order"])
    if transactions.is_unknown(payload, placed.currency):
        return replace(placed, flags=_with(placed, transactions.UNKNOWN))
    came_in = transactions.received(payload.get("transactions"), placed.currency)
    is_first = placed.updated_at - placed.order_ts <= transactions.CHECKOUT
    if came_in is None or (is_first and came_in == placed.total + placed.tender):
        return placed
    return replace(placed, received=came_in)


def _gone(items: Iterable[Item]) -> tuple[Item, ...]:
    """The lines with all their units taken off: a status alone says that all of it went back."""
    return tuple(replace(item, removed=item.qty) for item in items)


def _with_own_word(placed: OrderPlaced, order: Field) -> OrderPlaced:
    """A rule of the store's is about the order as it is, which has to be said where it may have
    been edited."""
    is_late = placed.updated_at - placed.order_ts > transactions.CHECKOUT
    by_rule = placed.status in BY_PAYMENT and is_late and is_still_edited(order)
    return replace(placed, word=OF_ORDER) if by_rule else placed


def _updated_at(order: Field) -> datetime:
    return moment(order["date_modified" if order["date_modified"].stated else "date_created"])


def _other(order: Field, currency: str, *, tax_included: bool) -> int:
    """Handling, gift wrapping and fees: part of the total, of nobody's commission."""
    costs = (without_tax(order, name, currency, tax_included=tax_included) for name in COSTS)
    return minor(sum(costs, start=NOTHING)) + minor(fees_of(order, currency).net)


def _customer(order: Field, store: Store, key: bytes) -> str:
    customer = order.get("customer_id")
    return customer_hash(store.store_id, customer.identity(), key) if customer.is_id else ""


def _reconciled(placed: OrderPlaced, order: Field) -> OrderPlaced:
    """What the total is off by, where that is known: money that was paid by credit, or rounding.

    A store that taxes line by line and rounds once, or once and rounds line by line, is off by a
    minor unit here and there; that is nobody's commission.
    """
    currency, gap = placed.currency, difference(placed)
    credit = sum(
        minor(exact_or_none(order.get(name), currency))
        for name in ("store_credit_amount", "gift_certificate_amount")
    )
    if credit and gap == credit:
        return replace(placed, tender=credit, flags=_with(placed, TENDER))
    if gap and abs(gap) <= len(placed.items) + 1:
        return replace(placed, other=placed.other - gap, flags=_with(placed, ROUNDED))
    return without_rounding(
        placed,
        parts=len(placed.items) + PARTS_OF_AN_ORDER,
        unit=placed.rounds_to,
        flag=ROUNDED,
        otherwise=TOTALS_DIFFER,
    )


def _unit(placed: OrderPlaced) -> int:
    """What the store rounds to, where it is set to show fewer decimals than the currency has."""
    taxes = tuple(item.tax for item in placed.items)
    nets = tuple(item.net for item in placed.items)
    sums = (placed.total, placed.tax)
    parts = (*nets, *taxes, placed.shipping, placed.other)
    return unit_shown(
        Shown(currency=placed.currency, sums=sums, parts=parts, tax=placed.tax, taxes=taxes)
    )


def _with(placed: OrderPlaced, flag: str) -> tuple[str, ...]:
    return tuple(sorted({*placed.flags, flag}))


def _differs(order: Field, total: Fraction, currency: str) -> bool:
    """Whether the total is not what it says that it is made of; what it would be before tax decides
    nothing, so that it may be whatever it is."""
    with suppress(InvalidPayload):
        before_tax = exact_or_none(order.get("total_ex_tax"), currency)
        return abs(before_tax + exact(order["total_tax"], currency) - total) > 1
    return True


def _flags(
    order: Field, lines: ParsedLines, refunds: ParsedRefunds, currency: str
) -> Iterator[str]:
    """Words for what a person may want to know when they look at the order."""
    yield from lines.flags
    if order.get("is_tax_inclusive_pricing").boolean():
        yield "tax_inclusive"
    if order.get("is_deleted").value is True:
        yield "archived"
    if fees_of(order, currency).is_discount:
        yield from ("negative_fee", DISCOUNT_OF_ALL)
    if refunds.declined:
        yield "refund_declined"
    total = exact(order["total_inc_tax"], currency)
    if _differs(order, total, currency):
        yield TOTALS_DIFFER
    if _falls_short(order, refunds, currency):
        yield "refunds_fall_short"


def _falls_short(order: Field, refunds: ParsedRefunds, currency: str) -> bool:
    """Whether the order is refunded by its status, and there are refunds that do not add up."""
    total = minor(exact(order["total_inc_tax"], currency))
    is_whole = order["status_id"].value == REFUNDED and bool(refunds.records)
    return is_whole and refunds.total < total
