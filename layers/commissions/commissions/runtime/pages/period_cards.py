"""What a period's page shows of it: figures, what waits, what it is looked at beside."""

import re
from collections.abc import Iterator, Sequence

from commissions.application.queries import period_previews
from commissions.application.queries.periods import (
    DUE,
    OPEN,
    PeriodHistory,
    PeriodStatus,
    PeriodView,
)
from commissions.domain.money import Money
from commissions.domain.periods.figures import RunFigures
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import CLOSED, INCOMPLETE, PeriodRecord
from commissions.pages.addresses import part_of
from commissions.pages.console import periods as page
from commissions.pages.console.period_figures import (
    EstimateView,
    FiguresView,
    SinceView,
    WaitingLine,
)
from commissions.pages.console.periods import BesideView
from commissions.runtime.pages.console_parked import order_id_of
from commissions.runtime.pages.period_steps import compared_rows

MOST_SHOWN = 10
_ORDER = re.compile(r"order (?P<key>\S+): (?P<why>.+)", re.DOTALL)


def href(period: PeriodId) -> str:
    return f"{page.PATH}/{part_of(str(period))}"


def figures_view(figures: RunFigures) -> FiguresView:
    def money(amount: int) -> Money:
        return Money(amount, figures.currency)

    return FiguresView(
        attempt=figures.attempt,
        run=figures.run,
        inputs=figures.inputs,
        paid=money(figures.paid),
        earned=money(figures.earned),
        people=figures.people,
        active=figures.active,
        orders=figures.orders,
        volumes=[(unit.upper(), each) for unit, each in sorted(figures.volumes.items())],
        unit=figures.capped_unit.upper(),
        volume=figures.volume,
        share=figures.share,
        cap=figures.cap,
        breakage=money(figures.breakage),
        cut=money(figures.cut),
        bonuses=[(bonus, money(each)) for bonus, each in figures.bonuses.items()],
        corrections=[(of, money(each)) for of, each in sorted(figures.corrections.items())],
        unpaid=sorted(figures.unpaid.items(), key=lambda each: (-each[1], each[0])),
    )


def waiting_lines(told: PeriodStatus) -> list[WaitingLine]:
    return [waiting_line(each) for each in told.waits]


def lacked_lines(told: PeriodStatus) -> list[WaitingLine]:
    """What the last attempt found missing, as far as nothing waits any more: what it found of
    ledgers is found anew by the next one alone."""
    record = told.view.record
    if record is None or record.state != INCOMPLETE or told.waits:
        return []
    return [waiting_line(each) for each in record.waits]


def waiting_line(sentence: str) -> WaitingLine:
    """`order shopify/tea/30: something of it is parked: …`, with where that is looked after."""
    if not (found := _ORDER.fullmatch(sentence)):
        return WaitingLine(says=sentence)
    key = found["key"]
    return WaitingLine(
        says=found["why"],
        order_id=order_id_of(key),
        href=f"/console/parked/orders/{part_of(key)}",
    )


def beside_view(view: PeriodView, history: PeriodHistory) -> BesideView:
    """What it is compared with."""
    now, last, before = view.figures, history.last_run, history.period_before
    if now is None:
        last, before = None, None
    currency = now.currency if now else view.closing.plan.base_currency
    return BesideView(
        rows=compared_rows(now, last, before[1] if before else None) if now else [],
        last_attempt=last.attempt if last else 0,
        earlier=str(before[0]) if before else "",
        same_inputs=bool(now and last and now.inputs == last.inputs),
        corrected_by=[
            (str(period), href(period), Money(amount, currency))
            for period, amount in history.corrected_by.items()
        ],
    )


def estimate_view(view: PeriodView) -> EstimateView | None:
    """Of one whose close has not begun."""
    if view.state not in (OPEN, DUE):
        return None
    found = period_previews.stored_estimate(view.period)
    return EstimateView(as_of=found.as_of, figures=figures_view(found.figures)) if found else None


def since_view(view: PeriodView) -> SinceView | None:
    found = period_previews.came_since(view.period) if view.state == CLOSED else None
    if found is None:
        return None
    return SinceView(
        as_of=found.as_of,
        amount=Money(found.amount, found.currency),
        people=found.people,
        most=[(who, Money(amount, found.currency)) for who, amount in found.most[:MOST_SHOWN]],
        orders=found.orders,
        named=[
            WaitingLine(
                says="", order_id=order_id_of(key), href=f"/console/parked/orders/{part_of(key)}"
            )
            for key in found.named[:MOST_SHOWN]
        ],
    )


def left_out(record: PeriodRecord | None) -> Sequence[WaitingLine]:
    """Of one that is computed: what is open now is looked up anew."""
    if record is None or record.state == INCOMPLETE:
        return []
    return [waiting_line(each) for each in record.waits]


def most(record: PeriodRecord | None) -> list[tuple[str, Money]]:
    if record is None or not record.run:
        return []
    currency = str(record.summary["currency"])
    found = record.summary["most"][:MOST_SHOWN]
    return [(str(who), Money(int(amount), currency)) for who, amount in found]


def ranks(record: PeriodRecord | None) -> list[tuple[str, int]]:
    return list(_ranked(record)) if record and record.run else []


def _ranked(record: PeriodRecord) -> Iterator[tuple[str, int]]:
    for rank, many in record.summary["ranks"].items():
        if rank:
            yield str(rank), int(many)
