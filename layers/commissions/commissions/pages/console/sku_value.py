"""A value for a SKU: stated, then shown with what it changes, then confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from commissions.domain.money import Money
from commissions.pages.console.parked_act import VALUE_FIELDS
from commissions.pages.console.skus import PATH, SkuVersionLine
from commissions.pages.frame import Frame, page, sheet

TEMPLATE = "console/sku_value.html"
FIELDS = VALUE_FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachView:
    """Which orders a value would be of."""

    order_id: str
    """The first of those that wait; "" where it is of the next that comes."""
    order_href: str
    placed_at: datetime | None
    goes_on: int
    still_waits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    before: SkuVersionLine | None
    after: SkuVersionLine
    reach: ReachView
    seen: str
    """A digest of what is shown: nothing else is put on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuValueView:
    store_id: str
    sku: str
    action: str
    back: str
    said: Mapping[str, str]
    """What stands in the fields."""
    beside: str
    """The SKU that the variant has, where the value is of its id."""
    sold_at: Sequence[Money]
    change: ValueChange | None = None
    """What it would do; None before all fields say something that fits."""
    once: str = ""
    needs_second: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    changed: bool = False
    """Whether it would do something else than was shown before."""

    @property
    def fields(self) -> Sequence[str]:
        return FIELDS

    @property
    def hidden(self) -> dict[str, str]:
        seen = {"seen": self.change.seen} if self.change else {}
        return {**self.said, "beside": self.beside, "once": self.once, **seen}


def render(view: SkuValueView, frame: Frame, *, in_sheet: bool) -> str:
    return (sheet if in_sheet else page)(TEMPLATE, frame, view=view, list=PATH)
