"""A skus.csv: chosen, then shown with what is wrong with it or what it changes, then loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commissions.pages.console.skus import PATH, SkuVersionLine
from commissions.pages.frame import Frame, page

TEMPLATE = "console/sku_load.html"
LOAD = f"{PATH}/load"
SHOWN_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProblem:
    """`line` 0: of the file as a whole; `column` "": of the row. `says` as its check words it."""

    line: int
    column: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedValue:
    """A version that the file adds."""

    store_id: str
    sku: str
    href: str
    before: SkuVersionLine | None
    after: SkuVersionLine
    is_retired: bool
    orders: int
    """How many wait for a value of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuLoadView:
    rows: int = 0
    problems: Sequence[FileProblem] = ()
    values: Sequence[LoadedValue] = ()
    """The first SHOWN_MAX of them."""
    new: int = 0
    notices: Sequence[str] = ()
    packed: str = ""
    """The file itself, as the form hands it back; "" before one was chosen, and of one that cannot
    be loaded."""
    once: str = ""
    needs_second: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    gaps_href: str = f"{PATH}/gaps.csv"

    @property
    def more(self) -> int:
        return self.new - len(self.values)

    @property
    def unchanged(self) -> int:
        return self.rows - self.new


def render(view: SkuLoadView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view, back=PATH, action=LOAD)
