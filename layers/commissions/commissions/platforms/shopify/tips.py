"""Which lines of a Shopify order are tips.

Webhooks mark them. The API does not, so without a mark they are the unnamed lines that are worth
together what the order says was tipped; both find the same.
"""

from collections.abc import Sequence
from itertools import combinations

from commissions.platforms.payload import Field
from commissions.platforms.shopify.amounts import amount, amount_or_none

TIPS_MAX = 8
"""Unnamed lines among which tips are looked for; an order has one tip, or two."""


def tips_of(order: Field, lines: Sequence[Field], currency: str) -> Sequence[Field]:
    """The lines that are tips, where tips are lines at all."""
    if marked := [line for line in lines if line.get("tip").value]:
        return marked
    if not (tipped := amount_or_none(order, "total_tip_received", currency)):
        return ()
    return _worth(tipped, [line for line in lines if _may_be_tip(line)], currency)


def is_of_catalogue(line: Field) -> bool:
    named = (line.get(name) for name in ("product_id", "variant_id"))
    return any(field.is_id and field.identity() for field in named)


def _worth(tipped: int, lines: Sequence[Field], currency: str) -> Sequence[Field]:
    """The fewest lines, the first of them, that are worth so much."""
    candidates = lines[:TIPS_MAX]
    some = (
        found
        for count in range(1, len(candidates) + 1)
        for found in combinations(candidates, count)
        if sum(_gross(line, currency) for line in found) == tipped
    )
    return next(some, ())


def _may_be_tip(line: Field) -> bool:
    return not is_of_catalogue(line) and not line.get("sku").text()


def _gross(line: Field, currency: str) -> int:
    return amount(line, "price", currency) * line["quantity"].integer()
