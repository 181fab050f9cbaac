"""The steps of a period's close, and its figures beside those of other runs."""

from collections.abc import Callable, Iterator
from functools import partial

from commissions.application.queries.periods import DUE, OPEN, PeriodView
from commissions.domain.money import Money
from commissions.domain.periods.figures import RunFigures
from commissions.domain.periods.record import CLOSED, COMPUTED, FREEZING, INCOMPLETE, POSTING
from commissions.pages.console.periods import ComparedRow, StepLine

DONE, NOW, NEXT = "done", "now", "next"
_ORDER = {OPEN: 0, DUE: 1, INCOMPLETE: 1, FREEZING: 2, COMPUTED: 3, POSTING: 4, CLOSED: 5}
type Figure = Callable[[RunFigures], object]


def steps_of(view: PeriodView) -> list[StepLine]:
    """All of them, those to come too."""
    record, span, reached = view.record, view.closing.span, _ORDER[view.state]
    by = " + ".join(each for each in record.approved_by if each) if record else ""
    return [
        StepLine(kind="begins", at=span.starts, place=DONE),
        StepLine(kind="ends", at=span.ends, place=DONE if reached else NOW),
        StepLine(kind="cut-off", at=span.closes_at, place=_place(reached, 1, view.state == DUE)),
        StepLine(
            kind="incomplete" if view.state == INCOMPLETE else "frozen",
            at=record.frozen_at if record else None,
            place=_place(reached, 2, view.state in (INCOMPLETE, FREEZING)),
            attempt=record.attempt if record else 0,
        ),
        StepLine(
            kind="computed",
            at=record.computed_at if record else None,
            place=_place(reached, 3, view.state == COMPUTED),
        ),
        StepLine(
            kind="approved",
            at=record.approved_at if record else None,
            place=_place(reached, 4, view.state == POSTING),
            who=by,
        ),
        StepLine(
            kind="closed",
            at=record.closed_at if record else None,
            place=DONE if reached == 5 else NEXT,
        ),
    ]


def _place(reached: int, own: int, is_now: bool) -> str:
    if is_now:
        return NOW
    return DONE if reached >= own else NEXT


def compared_rows(
    now: RunFigures, last: RunFigures | None, earlier: RunFigures | None
) -> list[ComparedRow]:
    """`last`: the run of the same period before; `earlier`: of the period before."""
    return list(_rows(now, last, earlier))


def _rows(
    now: RunFigures, last: RunFigures | None, earlier: RunFigures | None
) -> Iterator[ComparedRow]:
    def row(kind: str, form: str, figure: Figure, name: str = "") -> ComparedRow:
        was, stands = figure(last) if last else None, figure(now)
        return ComparedRow(
            kind=kind,
            name=name,
            form=form,
            now=stands,
            last=was,
            change=_change(stands, was),
            earlier=figure(earlier) if earlier else None,
        )

    yield row("paid", "money", lambda each: Money(each.paid, each.currency))
    yield row("share", "percent", lambda each: each.share)
    yield row("people", "number", lambda each: each.people)
    yield row("active", "number", lambda each: each.active)
    yield row("orders", "number", lambda each: each.orders)
    for unit in now.volumes:
        yield row("volume", "volume", partial(_volume, unit), unit.upper())
    for bonus in now.bonuses:
        yield row("bonus", "money", partial(_bonus, bonus), bonus)
    yield from _if_any(row("corrections", "money", _corrections))
    yield row("breakage", "money", lambda each: Money(each.breakage, each.currency))
    yield from _if_any(row("cut", "money", lambda each: Money(each.cut, each.currency)))


def _if_any(row: ComparedRow) -> list[ComparedRow]:
    """Nothing of what is nothing everywhere."""
    amounts = [each for each in (row.now, row.last, row.earlier) if isinstance(each, Money)]
    return [row] if any(each.minor for each in amounts) else []


def _volume(unit: str, figures: RunFigures) -> int | None:
    return figures.volumes.get(unit)


def _bonus(bonus: str, figures: RunFigures) -> Money | None:
    amount = figures.bonuses.get(bonus)
    return None if amount is None else Money(amount, figures.currency)


def _corrections(figures: RunFigures) -> Money:
    return Money(sum(figures.corrections.values()), figures.currency)


def _change(now: object, last: object) -> object:
    """None where there is nothing to compare, or where it is nothing of which there is more."""
    if isinstance(now, Money) and isinstance(last, Money) and now.currency == last.currency:
        return now - last
    if isinstance(now, int) and isinstance(last, int):
        return now - last
    return None
