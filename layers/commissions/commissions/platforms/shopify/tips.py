"""Which lines of a Shopify order are tips.

Webhooks mark them. The API does not: there they are unnamed lines, worth as much as the order would
be off its total if all that was tipped stood beside the lines. So an unnamed line is none for being
worth as much as a tip.
"""

from collections.abc import Sequence
from itertools import combinations

from commissions.platforms.payload import Field
from commissions.platforms.shopify.amounts import amount, amount_or_none

TIPS_MAX = 8
"""Unnamed lines among which tips are looked for; an order has one tip, or two."""


def marked_tips(lines: Sequence[Field]) -> Sequence[Field]:
    return [line for line in lines if line.get("tip").value]


def tipped(order: Field, currency: str) -> int:
    return amount_or_none(order, "total_tip_received", currency)


def unmarked_tips(
    order: Field, lines: Sequence[Field], currency: str, over: int
) -> Sequence[Field]:
    """`over`: how much more than its total the order comes to, if no line is a tip; cash that was
    rounded may be part of it. Where nothing is worth that, what is worth all the tips."""
    rounding = amount_or_none(order, "total_cash_rounding_payment_adjustment", currency)
    unnamed, all_tips = [line for line in lines if _may_be_tip(line)], tipped(order, currency)
    sums = (over, over + rounding, all_tips) if over > 0 else ()
    found = (_worth(each, unnamed, currency) for each in sums if 0 < each <= all_tips)
    return next(filter(None, found), ())


def is_of_catalogue(line: Field) -> bool:
    named = (line.get(name) for name in ("product_id", "variant_id"))
    return any(field.is_id and field.identity() for field in named)


def _worth(tips: int, lines: Sequence[Field], currency: str) -> Sequence[Field]:
    """The fewest lines, the first of them, that are worth so much."""
    candidates = lines[:TIPS_MAX]
    some = (
        found
        for count in range(1, len(candidates) + 1)
        for found in combinations(candidates, count)
        if sum(_gross(line, currency) for line in found) == tips
    )
    return next(some, ())


def _may_be_tip(line: Field) -> bool:
    return not is_of_catalogue(line) and not line.get("sku").text()


def _gross(line: Field, currency: str) -> int:
    return amount(line, "price", currency) * line["quantity"].integer()
