"""What a refund undoes, and in which period."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.words import PlanWords, Share


class BrokenPairs(PlanWords):
    broken_pair: Literal["refunded_quantity", "whole_pair"]
    """What goes back to the other side: as much as was refunded, or the whole pair."""
    expired_lot: Literal["lapses", "returns"]
    """What becomes of a returned lot that is past its expiry."""


class BuyBack(PlanWords):
    pct: Share
    months: Annotated[int, Field(ge=0, le=1200)]


class Refunds(PlanWords):
    reverse: Literal["all_lines"]
    period: Literal["original_if_open", "current"]
    volume_period: Literal["original_if_open", "current"] | None = None
    """Of volume, where that is another than of money."""
    ranks: Literal["keep", "paid_as", "title"]
    late_orders: Literal["recompute", "current"] | None = None
    """Whether an order that comes after a close is computed with its own period, or in the open."""
    rate: Literal["line", "period_average"] | None = None
    binary: Literal["lots"] | BrokenPairs | None = None
    """`lots` alone is what plans said before there were words for it."""
    buyback: BuyBack | None = None
