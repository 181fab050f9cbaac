"""What would be done to parked records, before somebody confirms it: to which, at what stake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.money import Money
from commissions.domain.orders.parked_choices import ADD_VALUE, DISMISS, MAP_CODE
from commissions.pages.console.parked import ACT, PATH, ParkedLine, StakeView, address
from commissions.pages.frame import Frame, page, sheet

TEMPLATE = "console/parked_act.html"
SHOWN_MAX = 10
VALUE_FIELDS = (*UNITS, "commission_class", "effective_from", "name", "category", "sku_id")
CODE_FIELDS = ("member",)
FIELDS: Mapping[str, Sequence[str]] = {ADD_VALUE: VALUE_FIELDS, MAP_CODE: CODE_FIELDS}
"""What a choice asks for besides a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedActView:
    choice: str
    kind: str
    """What the records wait for, where all wait for one thing."""
    name: str
    store_id: str
    filter: Mapping[str, str]
    records: int
    left: int
    """How many the filter has beyond those that one action takes."""
    at_stake: StakeView
    lines: Sequence[ParkedLine]
    seen: str
    """A digest of what is shown: nothing else is done."""
    once: str
    """Names this form, which is taken once."""
    needs_second: bool
    said: Mapping[str, str] = field(default_factory=dict)
    """What stands in the fields."""
    sold_at: Sequence[Money] = ()
    """Of a SKU without a value, what orders that wait paid for one."""
    changed: bool = False
    """Whether what waits changed since it was shown before."""
    wrong: Mapping[str, str] = field(default_factory=dict)
    """By field, the message that says what is wrong with it."""
    refused: str = ""
    """Why all of it cannot be done, in the words of who refused it."""

    @property
    def fields(self) -> Sequence[str]:
        return FIELDS.get(self.choice, ())

    @property
    def more(self) -> int:
        return self.records - len(self.lines)

    @property
    def kind_of_button(self) -> str:
        return "danger" if self.choice == DISMISS else "main"

    @property
    def action(self) -> str:
        return f"{ACT}/{self.choice}"

    @property
    def back(self) -> str:
        return address(PATH, self.filter)

    @property
    def hidden(self) -> dict[str, str]:
        return {**self.filter, "seen": self.seen, "once": self.once}


def render(view: ParkedActView, frame: Frame, *, in_sheet: bool) -> str:
    return (sheet if in_sheet else page)(TEMPLATE, frame, view=view)
