"""What SKUs are worth: gaps first, then each SKU with its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.money import Money
from commissions.pages.console.parked import StakeView
from commissions.pages.frame import Frame, page

LIST, ONE = "console/skus.html", "console/sku.html"
PATH = "/console/skus"
PAST, IN_FORCE, TO_COME, RETIRED = "past", "in-force", "to-come", "retired"
"""What a version is as of now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuGapLine:
    """What lacks a value."""

    row_id: str
    store_id: str
    sku: str
    """Under which orders wait: a SKU, or an id."""
    name: str
    variant_id: str
    sold_at: Sequence[Money]
    orders: int
    at_stake: StakeView
    since: datetime
    valued_from: datetime | None
    """It has a value by now, and orders of before wait for one."""
    has_two: bool
    """By its id it is worth another thing than by its SKU."""
    href: str
    value_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkusView:
    made_at: datetime
    gaps: Sequence[SkuGapLine]
    every: int
    """How many there are, on all pages of the list."""
    waiting: int
    """How many of them orders wait for."""
    orders: int
    at_stake: StakeView
    stores: Sequence[str]
    store: str
    kind: str
    kinds: Sequence[tuple[str, str]]
    """Each with the address that shows it."""
    file_href: str
    may_act: bool
    goes_on: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.store or self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuVersionLine:
    """What one of a SKU is worth from a moment on. `state`: one of the words above."""

    since: datetime
    until: datetime | None
    state: str
    name: str
    category: str
    commission_class: str
    volumes: Mapping[str, str]
    """By unit, as people state them: points, or a share of the net."""
    holds: Sequence[tuple[str, str]] = ()
    """Of a bundle: each SKU in it, and how many."""

    @property
    def is_alike(self) -> bool:
        """Whether all units are worth the same."""
        return len({*self.volumes.values()}) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuView:
    store_id: str
    sku: str
    is_id: bool
    made_at: datetime
    versions: Sequence[SkuVersionLine]
    """The earliest first."""
    orders: int
    at_stake: StakeView
    since: datetime | None
    """Since when the first of them waits."""
    sold_at: Sequence[Money]
    parked_href: str
    value_href: str
    """"" where who looks may state no value, or none can be stated in a form."""
    is_bundle: bool

    @property
    def current(self) -> SkuVersionLine | None:
        return next((each for each in self.versions if each.state == IN_FORCE), None)


def render_list(view: SkusView, frame: Frame) -> str:
    return page(LIST, frame, view=view, path=PATH)


def render_one(view: SkuView, frame: Frame) -> str:
    return page(ONE, frame, view=view, back=PATH)
