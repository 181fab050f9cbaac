"""Deposits in WooCommerce: plug-ins charge a part of a price now and the rest later, in two ways.

Two orders for one unit (WooCommerce Deposits, YITH): the deposit's line charges a part and says
what the whole costs; a balance order, or several of a payment plan, names the order of the deposit.
One order that is paid in parts (Acowebs, Webtomizer): its lines have their full prices, its status
is `partially-paid` until all is paid, and what was paid of it stands in its meta data.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commissions.domain.currencies import exponent
from commissions.domain.money import rounded
from commissions.domain.orders.continues import INSTALMENT, Continues
from commissions.domain.orders.keys import order_key
from commissions.domain.orders.order import Item
from commissions.platforms.payload import Field
from commissions.platforms.woocommerce.name import NAME

YITH_BALANCE = "yith_wcdp_balance_order"
MADE_BY_DEPOSITS = frozenset({"wc_deposits", YITH_BALANCE})
"""What `created_via` says of an order that a plug-in made for the rest of a deposit."""
PARTLY_PAID = frozenset({"partially-paid", "partial-payment"})
"""Statuses by which plug-ins say that the rest is still to come."""
ALL_PAID = frozenset({"processing", "completed", "refunded"})
PREFIXES = ("_awcdp_deposits_", "_wc_deposits_")
UNKNOWN_FULL = 0
_EXACT = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,30})?", re.ASCII)
_ID = re.compile(r"[1-9][0-9]{0,19}", re.ASCII)

Metas = Mapping[str, Any]


def with_parts(order: Field, items: Sequence[Item]) -> tuple[Item, ...]:
    """The lines, with what each is a part of."""
    lines = list(order["line_items"].each())
    scale = 10 ** exponent(order["currency"].currency())
    named = _named_originals(order, lines)
    return tuple(
        replace(item, full=_full(item, metas_of(line), scale), part_of=original)
        for item, line, original in zip(items, lines, named, strict=True)
    )


def continued(items: Sequence[Item], store_id: str) -> Continues | None:
    """The order whose deposit this one follows."""
    named = [item.part_of.partition("/")[0] for item in items if item.part_of]
    return Continues(order_key(NAME, store_id, named[0]), INSTALMENT) if named else None


def is_part_paid(order: Field, shop: str) -> bool:
    """Whether only a part of the order's own total came in, in whatever status it is. An order that
    charges no more than deposits is paid with them."""
    if shop in ALL_PAID or _is_of_instalments(order):
        return False
    paid = _payments(order)
    return shop in PARTLY_PAID or paid == (True, False)


def received_of(order: Field, total: int) -> int | None:
    """What came in of an order that is paid in part, gross in minor units; None where nobody says.
    Only a first payment is told by itself."""
    metas = metas_of(order)
    scale = 10 ** exponent(order["currency"].currency())
    for prefix in PREFIXES:
        deposit = _exact(metas.get(f"{prefix}deposit_amount"))
        if _is_yes(metas.get(f"{prefix}deposit_paid")) and deposit is not None:
            return max(0, min(total, rounded(deposit * scale, "half_even")))
    return None


def metas_of(holder: Field) -> Metas:
    """Meta data by key; of a key that is there twice, the last. Whatever is odd is left out: it is
    the shop's and its plug-ins', and no promise of anybody."""
    entries = holder.get("meta_data").value
    entries = entries.values() if isinstance(entries, dict) else entries
    if not isinstance(entries, Sequence | type({}.values())) or isinstance(entries, str):
        return {}
    pairs = [each for each in entries if isinstance(each, dict)]
    return {each["key"]: each.get("value") for each in pairs if isinstance(each.get("key"), str)}


def _full(item: Item, metas: Metas, scale: int) -> int | None:
    """The net of the whole line, where there is more of it to come."""
    if _is_yes(metas.get("_remaining_balance_paid")):
        return None  # the rest came in elsewhere, so the units count whole
    if _is_yes(metas.get("_is_deposit")):
        full = _full_of_deposits(item, metas, scale)
    elif _is_yes(metas.get("_deposit")):
        full = _full_of_yith(item, metas)
    else:
        return None
    if full is None:
        return UNKNOWN_FULL
    whole = rounded(full, "half_even")
    return whole if whole > item.net else None


def _full_of_deposits(item: Item, metas: Metas, scale: int) -> Fraction | None:
    """WooCommerce Deposits: what the line charges now and what will be asked for later, which is
    the full price less the deposit and less the discount that is kept for later."""
    full = _exact(metas.get("_deposit_full_amount_ex_tax"))
    if full is None:
        gross = _exact(metas.get("_deposit_full_amount"))
        with_tax = item.net + item.tax
        full = gross * item.net / with_tax if gross is not None and with_tax > 0 else None
    if full is None:
        return None
    later = _first(
        metas, "_deposit_deferred_discount_ex_tax", "_deposit_deferred_discount"
    ) or Fraction(0)
    deposit = _exact(metas.get("_deposit_deposit_amount_ex_tax"))
    if deposit is None:
        return (full - later) * scale
    return item.net + (full - deposit - later) * scale


def _full_of_yith(item: Item, metas: Metas) -> Fraction | None:
    """YITH tells deposit and balance of one unit as the shop shows prices, with tax or without:
    how they stand to each other is the same."""
    deposit = _exact(metas.get("_deposit_value"))
    balance = _exact(metas.get("_deposit_balance"))
    if deposit is None or balance is None or deposit <= 0:
        return None
    return item.net * (deposit + balance) / deposit


def _named_originals(order: Field, lines: Sequence[Field]) -> list[str]:
    """For each line, the order and perhaps the line that it pays on for; empty for any other. Where
    a plug-in made the order and marked no line, all of them do."""
    own, parent = _id(order.get("id").value), _id(order.get("parent_id").value)
    made_by = str(order.get("created_via").value)
    parent = parent if made_by in MADE_BY_DEPOSITS and parent != own else ""
    named = [_original(metas_of(line), parent) for line in lines]
    named = [each if each.partition("/")[0] != own else "" for each in named]
    return named if any(named) else [parent] * len(lines)


def _original(metas: Metas, parent: str) -> str:
    if original := _id(metas.get("_original_order_id")):
        return original
    line_id = _id(metas.get("_deposit_item_id"))
    return f"{parent}/{line_id}" if parent and line_id else ""


def _is_of_instalments(order: Field) -> bool:
    metas = [metas_of(line) for line in order["line_items"].each()]
    marks = ("_is_deposit", "_deposit")
    return any(_is_yes(each.get(mark)) for each in metas for mark in marks)


def _payments(order: Field) -> tuple[bool, bool]:
    """Whether the deposit came in, and the rest, by an order's own meta data; neither where it has
    none."""
    metas = metas_of(order)
    for prefix in PREFIXES:
        if _is_yes(metas.get(f"{prefix}order_has_deposit")):
            first, second = f"{prefix}deposit_paid", f"{prefix}second_payment_paid"
            return _is_yes(metas.get(first)), _is_yes(metas.get(second))
    return False, False


def _first(metas: Metas, *names: str) -> Fraction | None:
    return next((found for name in names if (found := _exact(metas.get(name))) is not None), None)


def _exact(value: Any) -> Fraction | None:
    """A number as plug-ins write it, PHP's floats with all their digits; None for all else."""
    text = f"{value:f}" if isinstance(value, Decimal | float) else str(value)
    return Fraction(text) if _EXACT.fullmatch(text) else None


def _is_yes(value: Any) -> bool:
    return value is True or str(value).lower() in ("yes", "1", "true")


def _id(value: Any) -> str:
    text = str(value) if type(value) in (int, str) else ""
    return text if _ID.fullmatch(text) else ""
