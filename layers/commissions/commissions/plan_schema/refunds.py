"""What a refund undoes, and in which period."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from commissions.plan_schema.words import BY_SHAPE, PlanWords, Share


class BrokenPairs(PlanWords):
    broken_pair: Literal["refunded_quantity", "whole_pair"]
    """What goes back to the other side: as much as was refunded, or the whole pair."""
    expired_lot: Literal["lapses", "returns"]
    """What becomes of a returned lot that is past its expiry."""


class BuyBack(PlanWords):
    pct: Share
    months: Annotated[int, Field(strict=True, ge=0, le=1200)]


class RefundsWords(PlanWords):
    reverse: Literal["all_lines"]
    period: Literal["original_if_open", "current"]
    """In which period what comes back is taken off: in its own, by a correction where that is
    closed, or in the open one, where nothing is computed again."""
    volume_period: Literal["original_if_open", "current"] | None = None
    """The same of volume, and of all that a close makes of volume; without the word as above."""
    ranks: Literal["keep", "paid_as", "title"]
    late_orders: Literal["recompute", "current"] | None = None
    """Whether an order that comes after a close is computed with its own period, or in the open."""
    rate: Literal["line", "period_average"] | None = None
    """Whether a return goes by the rates of its own line, or by the average of its period; without
    the word by its line's."""
    binary: (
        Annotated[
            Annotated[Literal["lots"], Tag("text")] | Annotated[BrokenPairs, Tag("map")], BY_SHAPE
        ]
        | None
    ) = None
    """`lots` alone is what plans said before there were words for it."""
    buyback: BuyBack | None = None
