"""How much of its volume a company pays out, period by period, under one plan or two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from commissions.audit.wording import count
from commissions.domain.currencies import exponent
from commissions.pages.plots import scale as scales
from commissions.pages.plots.scale import Scale, decimal, draw, money, percent, px, readable

PLANS_MAX = 2
WIDTH, LEFT, RIGHT = 960, 72, 936
HEADER, PANEL, NAMES, GAP = 104, 208, 56, 36
"""Heights: of the title and legend, of a plan's bars, of the periods' names, of its heading."""
BAR_MAX = 56
NAME_WIDTH, FIGURE_WIDTH = 64, 44
"""What the name of a period, and a figure over its bar, need so that none touches the next."""
HATCHED_MAX = 60
"""Of narrower bars no hatching can be seen: they are told apart by their tone alone."""
HUNDREDTHS = 100
_SHOWN_WHERE_EMPTY = Fraction(1, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPayout:
    """What a plan pays for a period. Money in minor units of the plan's currency."""

    period: str
    volume: int
    """The company volume in hundredths of a point, of the unit that the plan's cap is of."""
    with_orders: int
    """What stands of the awards that are paid with the order; below 0 where more came back."""
    at_close: int

    def share(self, minor: int, currency: str) -> Fraction | None:
        """Of the volume, a point being a unit of the currency; None where there is no volume."""
        if self.volume <= 0:
            return None
        return Fraction(minor * HUNDREDTHS, self.volume * 10 ** exponent(currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPayout:
    name: str
    currency: str
    periods: Sequence[PeriodPayout]
    """In their order."""
    cap: Fraction | None = None
    """The company's cap as a share of its volume; None where the plan has none."""

    @property
    def totals(self) -> list[Fraction | None]:
        return [
            each.share(each.with_orders + each.at_close, self.currency) for each in self.periods
        ]

    @property
    def known(self) -> list[tuple[str, Fraction]]:
        """The periods that have volume, and what is paid of it."""
        named = zip(self.periods, self.totals, strict=True)
        return [(each.period, total) for each, total in named if total is not None]


@dataclass(frozen=True, slots=True)
class _BarPart:
    """One of the two parts of a bar."""

    kind: str
    top: str
    height: str
    label: str


@dataclass(frozen=True, slots=True)
class _PeriodBar:
    middle: str
    left: str
    width: str
    parts: list[_BarPart]
    name: str
    figure: str
    figure_label: str
    """Of a period that has no share: what was paid."""
    figure_top: str
    tick: str
    """Where the first plan's total stands, for comparison; empty where there is none."""
    tick_label: str = ""


@dataclass(frozen=True, slots=True)
class _PlanPanel:
    name: str
    summary: str
    top: int
    bars: list[_PeriodBar]
    lines: list[tuple[str, str]]
    """Height and figure of each line of the grid."""
    zero: str
    cap: tuple[str, str] | None
    names_top: int


def payout_by_period(plans: Sequence[PlanPayout], *, prefix: str = "payout") -> str:
    """The picture as SVG text, one or two plans below each other on the same scale.

    `prefix` begins the ids in it, where a page has several. Raises ValueError for no plan, or more.
    """
    if not 0 < len(plans) <= PLANS_MAX:
        raise ValueError(f"one plan or two can be shown, not {len(plans)}")
    marks = _marks(plans)
    panels = [_panel(plans, which, marks) for which in range(len(plans))]
    return draw(
        "plots/payout_by_period.svg",
        prefix=prefix,
        panels=panels,
        width=WIDTH,
        height=HEADER + len(plans) * (GAP + PANEL + NAMES),
        left=LEFT,
        right=RIGHT,
        first=readable(plans[0].name, 40) if len(plans) > 1 else "",
        capped=any(plan.cap is not None for plan in plans),
        hatched=all(len(plan.periods) <= HATCHED_MAX for plan in plans),
        description=" ".join(f"{panel.name}: {panel.summary}" for panel in panels),
    )


def _marks(plans: Sequence[PlanPayout]) -> list[Fraction]:
    """The lines of the grid: all that is shown lies between the first and the last."""
    shown = [Fraction(0), *(plan.cap for plan in plans if plan.cap is not None)]
    for plan in plans:
        for period in plan.periods:
            shown += [edge for _, *edges in _stacked(plan, period) for edge in edges]
    return scales.ticks(min(shown), max(shown) if max(shown) > min(shown) else _SHOWN_WHERE_EMPTY)


def _stacked(plan: PlanPayout, period: PeriodPayout) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Per part where it begins and ends: what is paid above 0, what is taken back below."""
    above = below = Fraction(0)
    for kind, minor in (("orders", period.with_orders), ("close", period.at_close)):
        share = period.share(minor, plan.currency)
        if not share:
            continue
        begin = above if share > 0 else below
        yield kind, begin, begin + share
        above, below = (above + share, below) if share > 0 else (above, below + share)


def _panel(plans: Sequence[PlanPayout], which: int, marks: Sequence[Fraction]) -> _PlanPanel:
    plan, top = plans[which], HEADER + which * (GAP + PANEL + NAMES) + GAP
    scale = Scale(marks[0], marks[-1], Fraction(top + PANEL), Fraction(top))
    places = max(scales.places_of(after - before) for before, after in pairwise(marks))
    cap = plan.cap
    return _PlanPanel(
        name=readable(plan.name),
        summary=_summary(plan),
        top=top,
        bars=list(_bars(plan, plans[0] if which else None, scale)),
        lines=[(px(scale.at(each)), percent(each, places)) for each in marks],
        zero=px(scale.at(Fraction(0))),
        cap=(px(scale.at(cap)), _exact(cap)) if cap is not None else None,
        names_top=top + PANEL + 20,
    )


def _bars(plan: PlanPayout, first: PlanPayout | None, scale: Scale) -> Iterator[_PeriodBar]:
    slot = Fraction(RIGHT - LEFT, max(1, len(plan.periods)))
    width = min(Fraction(BAR_MAX), slot * 7 / 10)
    every = -(-NAME_WIDTH // slot)
    before, name = (dict(first.known), first.name) if first else ({}, "")
    for place, (period, total) in enumerate(zip(plan.periods, plan.totals, strict=True)):
        middle = LEFT + slot * place + slot / 2
        parts = list(_stacked(plan, period))
        highest = max([Fraction(0), *(max(begin, end) for _, begin, end in parts)])
        compared = before.get(period.period)
        yield _PeriodBar(
            middle=px(middle),
            left=px(middle - width / 2),
            width=px(width),
            parts=[_part(plan, period, each, scale) for each in parts],
            name=readable(period.period, 12) if place % every == 0 else "",
            figure=_figure(period, total) if slot >= FIGURE_WIDTH else "",
            figure_label="" if total is not None else _without_share(plan, period),
            figure_top=px(scale.at(highest) - 6),
            tick=px(scale.at(compared)) if compared is not None else "",
            tick_label=f"{period.period}, {name}: {percent(compared or Fraction(0))}",
        )


def _part(
    plan: PlanPayout,
    period: PeriodPayout,
    stacked: tuple[str, Fraction, Fraction],
    scale: Scale,
) -> _BarPart:
    kind, begin, end = stacked
    minor, what = {
        "orders": (period.with_orders, "paid with orders"),
        "close": (period.at_close, "paid at the close"),
    }[kind]
    upper, lower = scale.at(max(begin, end)), scale.at(min(begin, end))
    paid, volume = money(minor, plan.currency), decimal(Fraction(period.volume, HUNDREDTHS), 2)
    share = percent(end - begin)
    label = f"{period.period}, {what}: {paid}, {share} of {volume} points"
    return _BarPart(kind, px(upper), px(lower - upper), label)


def _figure(period: PeriodPayout, total: Fraction | None) -> str:
    if total is not None:
        return percent(total)
    return "volume < 0" if period.volume else "no volume"


def _without_share(plan: PlanPayout, period: PeriodPayout) -> str:
    orders, close = (money(each, plan.currency) for each in (period.with_orders, period.at_close))
    volume = decimal(Fraction(period.volume, HUNDREDTHS), 2)
    return f"{period.period}: {orders} with orders, {close} at the close, {volume} points"


def _summary(plan: PlanPayout) -> str:
    """The picture in words."""
    known = plan.known
    if not known:
        return "no period with volume." if plan.periods else "no periods."
    least, most = (choose(known, key=lambda each: each[1]) for choose in (min, max))
    said = [f"{count(len(known), 'period')}, {percent(known[0][1])} of the company volume"]
    if len(known) > 1:
        said = [
            f"{count(len(known), 'period')}, from {percent(least[1])} ({least[0]}) "
            f"to {percent(most[1])} ({most[0]}) of the company volume"
        ]
    if plan.cap is not None:
        over = sum(total > plan.cap for _, total in known)
        said.append(f"{over or 'none'} above the cap of {_exact(plan.cap)}")
    if without := len(plan.periods) - len(known):
        said.append(f"{count(without, 'period')} without volume")
    return "; ".join(said) + "."


def _exact(share: Fraction) -> str:
    """As a plan has it: no more decimals than it needs."""
    shown = percent(share, 4).removesuffix(" %")
    return f"{shown.rstrip('0').rstrip('.')} %"
