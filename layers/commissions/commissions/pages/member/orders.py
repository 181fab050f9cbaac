"""A distributor's orders of a month: its totals first, then the orders that add up to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from urllib.parse import urlencode

from commissions.domain.ledger.member_month import MemberMonth, MonthMoney
from commissions.domain.money import Money
from commissions.domain.payouts.member_hold import ListedOrder
from commissions.pages.frame import Frame, fragment, page
from commissions.pages.member.months import MonthShown, month_shown
from commissions.pages.member.order_rows import OrderRow, Seen, order_row

TEMPLATE = "member/orders.html"
SHOWS = ("all", "own", "team", "refunds", "not-paid")
VOLUME_UNITS = ("pv", "cv", "qv", "bv")
"""By the first of which there is any, a month's own sales are told."""
PATH, FILE = "/app/orders", "/app/orders.csv"
DAYS_MAX = 31
FILE_LINES = 5_000
"""About as many as one file is to have; a file takes twice as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersFilter:
    """As the address has it."""

    month: str
    show: str = SHOWS[0]
    store: str = ""
    number: str = ""

    def address(self, path: str = PATH, **changed: str) -> str:
        said = {"month": self.month, "show": self.show, "store": self.store, **changed}
        kept = {name: value for name, value in said.items() if value and value != SHOWS[0]}
        return f"{path}?{urlencode(kept)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTotals:
    """Of one currency: what the list, read to its end, adds up to by what it shows."""

    net: Money
    own: Money
    team: Money
    taken_back: Money
    unpaid: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersFound:
    """`goes_on`: a cursor; empty at the end."""

    orders: Sequence[ListedOrder]
    goes_on: str = ""
    looked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersView:
    month: MonthShown
    asked: OrdersFilter
    lines: int
    """Of the month's statement."""
    orders_in_all: int
    refunds_in_all: int
    totals: tuple[MonthTotals, ...]
    volume: int
    unit: str
    stores: tuple[str, ...]
    rows: tuple[OrderRow, ...]
    more: str
    """The address of the next rows; empty at the end."""
    looked_until: datetime | None
    is_filtered: bool

    @property
    def shows(self) -> list[tuple[str, str, bool]]:
        """Each with its address, and whether it is the current one."""
        return [(each, self.asked.address(show=each), each == self.asked.show) for each in SHOWS]

    @property
    def files(self) -> list[tuple[range, str]]:
        """The days of each file of the month, which has so many lines, and its address."""
        many = min(DAYS_MAX, ceil(self.lines / FILE_LINES))
        if many <= 1:
            return [(range(1, DAYS_MAX + 1), self.asked.address(FILE))]
        firsts = [1 + DAYS_MAX * part // many for part in range(many)]
        ranges = zip(firsts, [*firsts[1:], DAYS_MAX + 1], strict=True)
        return [
            (range(first, end), self.asked.address(FILE, days=f"{first}-{end - 1}"))
            for first, end in ranges
        ]

    def of_month(self, month: str) -> str:
        """The address of the same in another month; empty of none."""
        return self.asked.address(month=month) if month else ""


def orders(  # noqa: PLR0913 - what the page is made of
    asked: OrdersFilter,
    month: MemberMonth,
    found: OrdersFound,
    *,
    stores: Sequence[str],
    currency: str,
    today: date,
    seen: Seen,
) -> OrdersView:
    """`currency`: in which nothing was earned, where nothing was, empty before there is any plan;
    `today`: by the plan's clock."""
    unit = next((each for each in VOLUME_UNITS if month.volumes.get(each)), VOLUME_UNITS[0])
    nothing = [month.of(currency)] if currency else []
    return OrdersView(
        month=month_shown(asked.month, today),
        asked=asked,
        lines=month.lines,
        orders_in_all=month.orders,
        refunds_in_all=month.refunds,
        totals=tuple(map(_totals, month.money or nothing)),
        volume=month.volumes.get(unit, 0),
        unit=unit,
        stores=tuple(stores),
        rows=tuple(order_row(each, currency, seen, unit) for each in found.orders),
        more=asked.address(after=found.goes_on) if found.goes_on else "",
        looked_until=found.looked_until,
        is_filtered=bool(asked.store or asked.number or asked.show != SHOWS[0]),
    )


def render(view: OrdersView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view)


def render_more(view: OrdersView, frame: Frame) -> str:
    """The next rows, in place of the link that asked for them."""
    return fragment(TEMPLATE, "rows", frame, view=view)


def _totals(money: MonthMoney) -> MonthTotals:
    def of(amount: int) -> Money:
        return Money(amount, money.currency)

    return MonthTotals(
        net=of(money.net),
        own=of(money.own),
        team=of(money.team),
        taken_back=of(-money.taken_back),
        unpaid=of(money.unpaid),
    )
