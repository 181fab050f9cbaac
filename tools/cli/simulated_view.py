"""A simulation on the screen: a screen or two, all else is in `--json`."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.application.simulation.comparing import (
    Comparison,
    MemberDifference,
    compared,
)
from commissions.application.simulation.outcome import (
    MemberTotal,
    PayoutRow,
    Simulation,
    UnpaidSum,
)
from tools.cli import output
from tools.cli.formats import NOTHING, amount, count, points, signed_amount
from tools.cli.simulated_lines import sentence

PERIODS_SHOWN, MEMBERS_SHOWN, REASONS_SHOWN, LINES_SHOWN = 24, 10, 12, 200


def screen(outcome: Simulation, other: Simulation | None, member: str) -> RenderableType:
    if member:
        return Group(*_person(outcome, other, member))
    if other:
        return Group(*_both(outcome, other))
    return Group(*_one(outcome))


def _one(outcome: Simulation) -> Iterator[RenderableType]:
    yield from _payout(outcome)
    yield _bonuses(outcome)
    yield from _earners(outcome)
    if outcome.unpaid:
        yield _reasons(outcome)
        yield from _more(len(outcome.unpaid) - REASONS_SHOWN, "reason")
    yield from _notes(outcome)


def _payout(outcome: Simulation) -> Iterator[RenderableType]:
    head = f"{outcome.plan_id} version {outcome.version}"
    yield Text.assemble((head, "bold"), f", in {outcome.currency}")
    unit = outcome.volume_unit.upper()
    grid = output.table(
        "period",
        ">orders",
        f">{unit}",
        ">with orders",
        ">at close",
        ">taken back",
        ">paid",
        ">payout",
    )
    shown = outcome.rows[-PERIODS_SHOWN:]
    output.rows(grid, shown, lambda row: _row(row, outcome))
    if len(outcome.rows) > 1:
        grid.add_section()
        grid.add_row(*_together(outcome))
    yield grid
    yield from _more(len(outcome.rows) - len(shown), "earlier period")
    cut = [row.period for row in outcome.rows if row.cut_by_company]
    yield Text(f"The plan's cap is {_percent(outcome.cap)} of its {unit}.")
    if cut:
        yield Text(f"The company's cap cut what was paid in {', '.join(cut[-6:])}.", "yellow")


def _row(row: PayoutRow, outcome: Simulation) -> tuple[str, ...]:
    return (
        row.period,
        str(row.orders),
        _points(row.volume),
        _money(row.with_orders, outcome),
        _money(row.at_close, outcome),
        _money(row.taken_back + row.corrections, outcome),
        _money(row.paid, outcome),
        _percent(row.share) if row.share is not None else NOTHING,
    )


def _together(outcome: Simulation) -> tuple[str, ...]:
    rows = outcome.rows
    back = sum(row.taken_back + row.corrections for row in rows)
    per_point = rows[0].per_point
    share = Fraction(outcome.paid * 100, outcome.volume * per_point) if outcome.volume > 0 else None
    return (
        "together",
        str(sum(row.orders for row in rows)),
        _points(outcome.volume),
        _money(sum(row.with_orders for row in rows), outcome),
        _money(sum(row.at_close for row in rows), outcome),
        _money(back, outcome),
        _money(outcome.paid, outcome),
        _percent(share) if share is not None else NOTHING,
    )


def _bonuses(outcome: Simulation) -> RenderableType:
    sums: dict[str, int] = {}
    for row in outcome.rows:
        for bonus, paid in row.by_bonus.items():
            sums[bonus] = sums.get(bonus, 0) + paid
    told = ", ".join(f"{bonus} {amount(paid, outcome.currency)}" for bonus, paid in sums.items())
    return Text(f"By bonus: {told or 'nothing was paid'}.")


def _earners(outcome: Simulation) -> Iterator[RenderableType]:
    best = [each for each in outcome.members if each.earned > 0][:MEMBERS_SHOWN]
    if best:
        grid = output.table("who earns most", "rank", "active", ">earned", "of it")
        yield output.rows(grid, best, lambda each: _earner(each, outcome))
    nothing = sum(not each.earned for each in outcome.members)
    owe = sum(each.earned < 0 for each in outcome.members)
    many = count(len(outcome.members), "member")
    owing = f", {owe} {'owes' if owe == 1 else 'owe'} something" if owe else ""
    earns = "earns" if nothing == 1 else "earn"
    yield Text(f"Of {many}, {nothing} {earns} nothing{owing}.")
    for top in outcome.top:
        if top.share is not None:
            people = "the best-paid one earns" if top.members == 1 else f"{top.members} earn"
            share = _percent(top.share)
            yield Text(f"The best-paid {top.percent} %: {people} {share} of all earnings.")


def _earner(total: MemberTotal, outcome: Simulation) -> tuple[str, ...]:
    parts = (f"{bonus} {_money(paid, outcome)}" for bonus, paid in total.by_bonus.items())
    return (
        total.member,
        total.rank or NOTHING,
        {True: "yes", False: "no", None: NOTHING}[total.active],
        _money(total.earned, outcome),
        ", ".join(parts),
    )


def _reasons(outcome: Simulation) -> RenderableType:
    grid = output.table("not paid", "why", ">lines", ">members", ">on", ">cut off")
    return output.rows(grid, outcome.unpaid[:REASONS_SHOWN], lambda each: _reason(each, outcome))


def _reason(unpaid: UnpaidSum, outcome: Simulation) -> tuple[str, ...]:
    on = points(unpaid.base, unpaid.basis) if unpaid.basis else _money(unpaid.base, outcome)
    return (
        unpaid.bonus,
        f"{unpaid.reason} (the company keeps it)" if unpaid.nobody else unpaid.reason,
        str(unpaid.lines),
        str(unpaid.members) if unpaid.members else NOTHING,
        on,
        _money(unpaid.lost, outcome) if unpaid.lost else NOTHING,
    )


def _notes(outcome: Simulation) -> Iterator[RenderableType]:
    for note in outcome.notes:
        yield Text(note, "dim")


def _both(outcome: Simulation, other: Simulation) -> Iterator[RenderableType]:
    yield from _payout(outcome)
    yield from _payout(other)
    found = compared(outcome, other)
    change = other.paid - outcome.paid
    yield Text(
        f"{other.plan_id} version {other.version} pays "
        f"{signed_amount(change, outcome.currency)} in all: {len(found.winners)} win "
        f"{_sum(found.winners, outcome)}, {len(found.losers)} lose "
        f"{_sum(found.losers, outcome)}, {found.same} stay the same.",
        "bold",
    )
    yield _by_bonus(found, outcome)
    for title, those in (("who wins most", found.winners), ("who loses most", found.losers)):
        if those:
            grid = output.table(title, ">before", ">after", ">change", "of it")
            shown = those[:MEMBERS_SHOWN]
            yield output.rows(grid, shown, lambda each: _changed(each, outcome))
            yield from _more(len(those) - len(shown), "member")
    yield from _notes(other)


def _by_bonus(found: Comparison, outcome: Simulation) -> RenderableType:
    grid = output.table("bonus", ">before", ">after", ">change")
    for bonus, (before, after) in found.by_bonus.items():
        grid.add_row(
            bonus,
            _money(before, outcome),
            _money(after, outcome),
            _signed(after - before, outcome),
        )
    return grid


def _changed(each: MemberDifference, outcome: Simulation) -> tuple[str, ...]:
    parts = (f"{bonus} {_signed(change, outcome)}" for bonus, change in each.by_bonus.items())
    return (
        each.member,
        _money(each.before, outcome),
        _money(each.after, outcome),
        _signed(each.change, outcome),
        ", ".join(parts),
    )


def _person(outcome: Simulation, other: Simulation | None, member: str) -> Iterator[RenderableType]:
    for each in filter(None, (outcome, other)):
        total = next(one for one in each.members if one.member == member)
        head = f"{member} by {each.plan_id} version {each.version}"
        earned = amount(total.earned, each.currency)
        rank = f", {total.rank}" if total.rank else ""
        active = {True: ", active", False: ", not active", None: ""}[total.active]
        yield Text.assemble((head, "bold"), f": {earned}{rank}{active}")
        mine = (line for line in each.lines if line.member == member)
        lines = sorted(mine, key=lambda line: line.period)
        for line in lines[:LINES_SHOWN]:
            style = "" if line.amount > 0 else "yellow"
            yield Text(f"  {line.period}  {sentence(line, each.currency)}", style)
        yield from _more(len(lines) - LINES_SHOWN, "line")
    yield from _notes(outcome)


def _more(many: int, what: str) -> Iterator[RenderableType]:
    if many > 0:
        yield Text(f"and {count(many, f'more {what}')}, in --json", "dim")


def _sum(those: Sequence[MemberDifference], outcome: Simulation) -> str:
    return amount(abs(sum(each.change for each in those)), outcome.currency)


def _money(minor: int, outcome: Simulation) -> str:
    return amount(minor, outcome.currency).split()[0]


def _signed(minor: int, outcome: Simulation) -> str:
    return signed_amount(minor, outcome.currency).split()[0]


def _points(volume: int) -> str:
    return points(volume, "").split()[0]


def _percent(share: Fraction) -> str:
    """With two decimals, half to even."""
    return f"{_points(round(share * 10_000))} %"
