"""An order that waits: what the store told, why it cannot go on, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.money import Money
from commissions.pages.console.parked import ACT, PATH, address
from commissions.pages.frame import Frame, page, sheet

TEMPLATE = "console/parked_order.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingField:
    """One thing that was told in two ways; "" where one telling does not have it."""

    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRecord:
    """A record of the order that waits, or is listed."""

    record_key: str
    reason: str
    detail: str
    holds: bool
    tries: int
    since: datetime
    tried_at: datetime
    choices: Sequence[str]
    filter: Mapping[str, str]
    tellings: Sequence[TellingField] = ()
    """Of a conflict: what differs between what counts and what waits."""

    def act(self, choice: str) -> str:
        return address(f"{ACT}/{choice}", self.filter)

    def tone(self, choice: str) -> str:
        return "main" if choice == self.choices[0] else "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    sku: str
    quantity: str
    net: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEvent:
    """Something that came in about the order, or was posted of it."""

    at: datetime
    what: str
    """A message id behind `parked.told.`."""
    topic: str
    """In the platform's own word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedOrderView:
    order_key: str
    order_id: str
    store_id: str
    platform: str
    placed_at: datetime | None
    status: str
    net: Money | None
    lines: Sequence[OrderLine]
    records: Sequence[WaitingRecord]
    told: Sequence[ToldEvent]
    """The earliest first."""
    posted: int
    """Journals."""
    may_act: bool

    @property
    def is_over(self) -> bool:
        return not self.records


def render(view: ParkedOrderView, frame: Frame, *, in_sheet: bool) -> str:
    made = sheet if in_sheet else page
    return made(TEMPLATE, frame, view=view, back=PATH, in_sheet=in_sheet)
