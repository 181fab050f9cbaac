"""Who earns how much under a plan: members by what they earn, and how much the top has of it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate

from commissions.domain.currencies import exponent
from commissions.domain.money import rounded
from commissions.pages.plots.payout import PLANS_MAX
from commissions.pages.plots.scale import MINUS, draw, money, percent, px, readable

WIDTH, HEADER, FOOT = 960, 112, 40
BARS, BAR_WIDTH, LABEL = 236, 300, 224
"""Where the bars begin, how long the longest is, and where the text before them ends."""
CURVE, CURVE_SIZE = 676, 236
ROW = 20
EDGES_MAX = 9
STEPS = ((1, 2, 5), (1, 5), (1,))
POINTS_MAX = 120
"""Of the curve: more cannot be seen."""
SHOWN_LEAST = Fraction(1, 1000)
TOPS = (Fraction(1, 100), Fraction(1, 10), Fraction(1, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEarnings:
    """What each member earns under a plan, in minor units of its currency; 0 for who gets
    nothing, below 0 where more was taken back."""

    name: str
    currency: str
    earned: Sequence[int]
    ordered: tuple[int, ...] = field(init=False)
    """The least first."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "ordered", tuple(sorted(self.earned)))

    @property
    def paid(self) -> tuple[int, ...]:
        """As if who gets less than nothing got nothing: a share of a sum needs one sign."""
        return tuple(max(0, each) for each in self.ordered)

    def of_top(self, share: Fraction) -> Fraction | None:
        """What the best paid so many of all members (one at least) get of all that is paid; None
        where nothing is."""
        total = sum(self.paid)
        if not total:
            return None
        people = -(-len(self.ordered) * share.numerator // share.denominator)
        return Fraction(sum(self.paid[-people:]), total)


@dataclass(frozen=True, slots=True)
class EarningsBin:
    """Members who earn from `least` to `most`, both in it; None for no limit."""

    label: str
    least: int | None
    most: int | None

    def count(self, plan: PlanEarnings) -> int:
        begin = bisect_left(plan.ordered, self.least) if self.least is not None else 0
        end = len(plan.ordered)
        if self.most is not None:
            end = bisect_left(plan.ordered, self.most + 1)
        return end - begin


@dataclass(frozen=True, slots=True)
class _CountBar:
    top: int
    width: str
    figure: str
    label: str
    second: bool


@dataclass(frozen=True, slots=True)
class _BinRow:
    label: str
    middle: int
    bars: list[_CountBar]


def bins(plans: Sequence[PlanEarnings]) -> list[EarningsBin]:
    """Nothing, what is below it if anybody has that, and up to ten that each begin at a round
    amount (1, 10, 100 … of the currency, or steps between), the last of them without an end."""
    currency = plans[0].currency
    most = max((plan.ordered[-1] for plan in plans if plan.ordered), default=0)
    least = min((plan.ordered[0] for plan in plans if plan.ordered), default=0)
    found = [EarningsBin("less than nothing", None, -1)] if least < 0 else []
    found.append(EarningsBin("nothing", 0, 0))
    if most <= 0:
        return found
    edges = _edges(most, currency)
    begins, ends = [1, *edges], [each - 1 for each in edges]
    spans = zip(begins, ends, strict=False)
    found += [EarningsBin(_label(*span, currency), *span) for span in spans]
    last = money(begins[-1], currency)
    return [*found, EarningsBin(f"{last} and more", begins[-1], None)]


def _edges(most: int, currency: str) -> list[int]:
    """Round amounts from a unit of the currency on, as fine as so few of them can be."""
    unit = min(10 ** exponent(currency), most)
    powers = [10**power for power in range(len(str(most)))]
    for steps in STEPS:
        ladder = [step * power for power in powers for step in steps]
        edges = [each for each in ladder if max(2, unit) <= each <= most]
        if len(edges) <= EDGES_MAX:
            break
    return edges[-EDGES_MAX:]


def _label(begin: int, end: int, currency: str) -> str:
    low, high = money(begin, currency).rpartition(" ")[0], money(end, currency)
    return high if begin == end else f"{low} – {high}"


def earnings_distribution(plans: Sequence[PlanEarnings], *, prefix: str = "earnings") -> str:
    """The picture as SVG text, of one plan or of two beside each other.

    `prefix` begins the ids in it, where a page has several. Raises ValueError for no plan, for
    more, and for two of different currencies.
    """
    if not 0 < len(plans) <= PLANS_MAX:
        raise ValueError(f"one plan or two can be shown, not {len(plans)}")
    if len({plan.currency for plan in plans}) > 1:
        raise ValueError("plans of different currencies cannot be compared in one picture")
    rows = _rows(plans)
    return draw(
        "plots/earnings_distribution.svg",
        prefix=prefix,
        names=[readable(plan.name, 40) for plan in plans],
        summaries=[_summary(plan) for plan in plans],
        rows=rows,
        tops=_tops(plans),
        curves=[_curve(plan) for plan in plans],
        width=WIDTH,
        height=max(rows[-1].middle + 28, HEADER + CURVE_SIZE + 64 + 22 * len(TOPS)) + FOOT,
        at={
            "label": LABEL,
            "bars": BARS,
            "curve": CURVE,
            "size": CURVE_SIZE,
            "header": HEADER,
            "tops": HEADER + CURVE_SIZE + 78,
        },
        description=" ".join(
            f"{readable(plan.name)}: {_summary(plan)} {_top_words(plan)}" for plan in plans
        ),
    )


def _rows(plans: Sequence[PlanEarnings]) -> list[_BinRow]:
    kinds = bins(plans)
    most = max(1, *(each.count(plan) for each in kinds for plan in plans))
    height = ROW * len(plans) + 10
    return [
        _BinRow(
            label=each.label,
            middle=HEADER + height * place + ROW * len(plans) // 2,
            bars=[
                _bar(plan, each, most, HEADER + height * place + ROW * which, which)
                for which, plan in enumerate(plans)
            ],
        )
        for place, each in enumerate(kinds)
    ]


def _bar(plan: PlanEarnings, of: EarningsBin, most: int, top: int, which: int) -> _CountBar:
    number, everybody = of.count(plan), len(plan.ordered)
    figure = f"{number:,}"
    if everybody and number:
        share = Fraction(number, everybody)
        figure += f" · {percent(share) if share >= SHOWN_LEAST else 'under 0.1 %'}"
    label = f"{readable(plan.name)}, {of.label}: {number:,} of {everybody:,} members"
    return _CountBar(top, px(Fraction(BAR_WIDTH * number, most)), figure, label, bool(which))


def _tops(plans: Sequence[PlanEarnings]) -> list[tuple[str, list[str]]]:
    return [(f"top {percent(top, 0)}", [_share(plan, top) for plan in plans]) for top in TOPS]


def _share(plan: PlanEarnings, top: Fraction) -> str:
    share = plan.of_top(top)
    return MINUS if share is None else percent(share)


def _curve(plan: PlanEarnings) -> str:
    """The line of Lorenz as a path: members from the least paid on, and their part of it all."""
    total, people = sum(plan.paid), len(plan.paid)
    if not total:
        return ""
    sums = [0, *accumulate(plan.paid)]
    points = min(people, POINTS_MAX)
    places = [people * each // points for each in range(points + 1)]
    bottom = HEADER + CURVE_SIZE
    shown = [
        f"{px(CURVE + Fraction(CURVE_SIZE * each, people))} "
        f"{px(bottom - Fraction(CURVE_SIZE * sums[each], total))}"
        for each in places
    ]
    return "M" + "L".join(shown)


def _summary(plan: PlanEarnings) -> str:
    everybody, paid = len(plan.ordered), sum(each > 0 for each in plan.ordered)
    if not everybody:
        return "no members."
    said = f"{paid:,} of {everybody:,} members earn {money(sum(plan.ordered), plan.currency)}"
    if not paid:
        return f"{said}."
    middle = plan.ordered[(everybody - 1) // 2]
    mean = rounded(Fraction(sum(plan.ordered), everybody), "half_even")
    return f"{said}; median {money(middle, plan.currency)}, mean {money(mean, plan.currency)}."


def _top_words(plan: PlanEarnings) -> str:
    if plan.of_top(TOPS[0]) is None:
        return "Nothing is paid."
    said = ", ".join(f"the {name} {shares[0]}" for name, shares in _tops([plan]))
    return f"Of what is paid {said} get."
