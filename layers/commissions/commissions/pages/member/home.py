"""A distributor's first page: what the month has brought, when it is paid, and why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from commissions.domain.currencies import exponent
from commissions.domain.ledger.member_month import DayMoney, MonthMoney
from commissions.domain.money import Money
from commissions.domain.orders.canonical import stamp
from commissions.domain.payouts.home_facts import HomeFacts, InactiveSince
from commissions.pages.charts import Bars, Column, stacked
from commissions.pages.formats import Formats
from commissions.pages.frame import Frame, fragment, page
from commissions.pages.member.months import MonthShown, day_of, month_shown
from commissions.pages.member.order_rows import OrderRow, Seen, last_written, order_row

TEMPLATE = "member/home.html"
OWN, TEAM, UNPAID = "own", "team", "unpaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyStrip:
    """The month in one currency: earned = on hold + available + paid. What was taken back is in
    what was earned already."""

    earned: Money
    on_hold: Money
    next_day: date | None
    """When the next part of all that is on hold is released."""
    available: Money
    minimum: Money | None
    paid: Money
    taken_back: Money
    refunds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartDay:
    day: date
    own: Money
    team: Money
    unpaid: Money

    @property
    def is_empty(self) -> bool:
        return not (self.own.minor or self.team.minor or self.unpaid.minor)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthChart:
    currency: str
    days: tuple[ChartDay, ...]
    """Of the whole month, those without anything among them."""
    has_unpaid: bool

    @property
    def moved(self) -> list[ChartDay]:
        """Those with anything."""
        return [each for each in self.days if not each.is_empty]

    @property
    def places(self) -> int:
        """Decimals of the currency."""
        return exponent(self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedWeek:
    """What is free to be paid in the week up to a Sunday."""

    ends: date
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseList:
    """When all that is on hold is free; the weeks add up to the whole."""

    whole: Money
    weeks: tuple[ReleasedWeek, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    month: MonthShown
    version: int
    strips: tuple[MoneyStrip, ...]
    """By currency, that of the most money first; at least one."""
    charts: tuple[MonthChart, ...]
    """Of the currencies in which anything moved."""
    orders: tuple[OrderRow, ...]
    orders_in_all: int
    news: int
    """How many of the rows are new to whoever looks."""
    seen: str
    """Until when what was written is on the page."""
    releases: tuple[ReleaseList, ...]
    inactive: InactiveSince | None
    inactive_day: date | None
    """Since when."""
    not_paid: tuple[Money, ...]
    """Of the month."""
    negative: tuple[Money, ...]
    """What is owed to the company."""
    came_back: str
    """The batch of the last payout, where its money came back; else empty."""


def home(facts: HomeFacts, seen: Seen) -> HomeView:
    orders = [each.order for each in facts.latest]
    written = last_written(orders) or seen.until or seen.now
    rows = tuple(order_row(each, facts.currency, seen) for each in facts.latest)
    return HomeView(
        month=month_shown(facts.month.month, facts.today),
        version=facts.month.version,
        strips=tuple(_strips(facts, seen.zone)),
        charts=tuple(_charts(facts)),
        orders=rows,
        orders_in_all=facts.month.orders,
        news=sum(each.is_new for each in rows),
        seen=stamp(written),
        releases=tuple(_releases(facts)),
        inactive=facts.inactive,
        inactive_day=day_of(facts.inactive.since, seen.zone) if facts.inactive else None,
        not_paid=tuple(
            Money(each.unpaid, each.currency) for each in facts.month.money if each.unpaid
        ),
        negative=tuple(Money(amount, each) for each, amount in facts.owed.items()),
        came_back=facts.came_back,
    )


def render(view: HomeView, frame: Frame) -> str:
    return page(TEMPLATE, frame, **_values(view, frame))


def render_news(view: HomeView, frame: Frame) -> str:
    """The part that changes, for a page that is open."""
    return fragment(TEMPLATE, "news", frame, **_values(view, frame))


def _values(view: HomeView, frame: Frame) -> dict[str, object]:
    return {
        "view": view,
        "drawings": {each.currency: drawn(each, frame) for each in view.charts},
    }


def drawn(chart: MonthChart, frame: Frame) -> Bars:
    """Each bar says in words what it is of."""
    formats = Formats(frame.text, frame.zone, frame.now)
    return stacked([_column(each, chart, frame, formats) for each in chart.days])


def _column(each: ChartDay, chart: MonthChart, frame: Frame, formats: Formats) -> Column:
    money = {OWN: each.own, TEAM: each.team} | ({UNPAID: each.unpaid} if chart.has_unpaid else {})
    day = formats.day_text(each.day)
    named = {name: formats.money_text(amount) for name, amount in money.items()}
    words = "home.bar-unpaid" if chart.has_unpaid else "home.bar"
    title = str(frame.text(words, day=day, **named))
    return Column(day, title, [amount.minor for amount in money.values()])


def _strips(facts: HomeFacts, zone: str) -> Iterator[MoneyStrip]:
    by_weight = sorted(facts.month.money, key=lambda each: (-abs(each.net), each.currency))
    known = [each for each in by_weight if _has_moved(each)]
    for place, each in enumerate(known or [facts.month.of(facts.currency)]):
        yield _strip(facts, each, zone, refunds=facts.month.refunds if place == 0 else 0)


def _has_moved(each: MonthMoney) -> bool:
    return bool(each.earned or each.taken_back or each.unpaid or each.days)


def _strip(facts: HomeFacts, each: MonthMoney, zone: str, *, refunds: int) -> MoneyStrip:
    currency = each.currency
    standing = facts.standings[currency]
    held = facts.on_hold.get(currency)
    minimum = facts.minimum.get(currency)
    return MoneyStrip(
        earned=Money(each.net, currency),
        on_hold=Money(standing.held, currency),
        next_day=held.next_release.astimezone(ZoneInfo(zone)).date()
        if held and held.next_release
        else None,
        available=Money(standing.available, currency),
        minimum=Money(minimum, currency) if minimum else None,
        paid=Money(standing.paid, currency),
        taken_back=Money(-each.taken_back, currency),
        refunds=refunds,
    )


def _charts(facts: HomeFacts) -> Iterator[MonthChart]:
    first = date.fromisoformat(f"{facts.month.month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    for money in facts.month.money:
        by_day = {each.day: each for each in money.days}
        if by_day:
            days = (first + timedelta(days=at) for at in range((following - first).days))
            yield MonthChart(
                currency=money.currency,
                days=tuple(_chart_day(day, by_day.get(day.day), money.currency) for day in days),
                has_unpaid=bool(money.unpaid),
            )


def _chart_day(day: date, found: DayMoney | None, currency: str) -> ChartDay:
    return ChartDay(
        day=day,
        own=Money(found.own if found else 0, currency),
        team=Money(found.team if found else 0, currency),
        unpaid=Money(found.unpaid if found else 0, currency),
    )


def _releases(facts: HomeFacts) -> Iterator[ReleaseList]:
    for currency, held in facts.on_hold.items():
        if held.weeks:
            yield ReleaseList(
                whole=Money(held.amount, currency),
                weeks=tuple(
                    ReleasedWeek(ends=each.ends, amount=Money(each.amount, currency))
                    for each in held.weeks
                ),
            )
