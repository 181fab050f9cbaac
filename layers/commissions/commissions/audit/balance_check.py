"""Members' months, and what is payable to them, against all journals together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from commissions.audit.findings import STATEMENTS, Finding
from commissions.audit.month_books import DAYS
from commissions.audit.on_the_way import OnTheWay
from commissions.audit.statement_check import TOTAL, BalanceSlot
from commissions.audit.wording import VOLUMES, amount

FIGURES = {
    "payable": "payable",
    "earned": "earned",
    "taken_back": "taken back",
    "unpaid": "not paid",
    "own": "of own sales",
    "team": "of the team",
    "written_off": "written off",
    "retail": "sold to customers",
    "participant": "sold to participants",
    "own_use": "of own purchases",
}
"""In the order in which they are told, the weightiest first."""
COUNTS = ("lines", "orders", "refunds")
SERIES = {"o": "own", "t": "team", "u": "unpaid"}
DAYS_MAX = 3
"""So many days of a month are named."""
Month = tuple[str, str, str]
"""Whose, which month, and in which currency."""


@dataclass(slots=True)
class _MonthGap:
    """A month of which figures are not what journals make them."""

    expected: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)


def compare_balances(
    expected: Mapping[BalanceSlot, int],
    found: Mapping[BalanceSlot, int],
    on_the_way: OnTheWay[BalanceSlot],
) -> list[Finding]:
    """Of each month, where its figures stand in it; of whom some were posted before months were
    counted, and are not in them yet, what is payable all told.

    `expected`: with what is still on its way.
    """
    uncounted = {owner for owner, scope, unit in found if scope == TOTAL and not unit}
    months: dict[Month, _MonthGap] = {}
    findings = [_not_counted(owner) for owner in sorted(uncounted)]
    for slot in sorted({*expected, *found}):
        owner, scope, unit = slot
        due, stands = expected.get(slot, 0), found.get(slot, 0)
        if on_the_way.explains(slot, due=due, stands=stands):
            continue
        if unit in VOLUMES:
            findings.append(_volume(slot, due, stands))
        elif scope == TOTAL and unit and owner in uncounted:
            findings.append(_payable(slot, due, stands))
        elif scope != TOTAL and owner not in uncounted:
            figure, _, currency = unit.partition(" ")
            gap = months.setdefault((owner, scope, currency), _MonthGap())
            gap.expected[figure], gap.found[figure] = due, stands
    return findings + [_month(*each) for each in months.items()]


def _not_counted(owner: str) -> Finding:
    return Finding(
        check=STATEMENTS,
        kind="months_not_counted",
        store="",
        order="",
        about=owner,
        sentence=f"The months of {owner} lack what was posted before months were counted.",
    )


def _volume(slot: BalanceSlot, due: int, stands: int) -> Finding:
    owner, month, unit = slot
    sentence = (
        f"The balance of {owner} of {month} says {amount(stands, unit)}; "
        f"all journals together make it {amount(due, unit)}."
    )
    return _finding("balance_differs", owner, unit, due, stands, sentence)


def _payable(slot: BalanceSlot, due: int, stands: int) -> Finding:
    owner, _, unit = slot
    sentence = (
        f"The balance of {owner} says {amount(stands, unit)}; "
        f"all journals together make it {amount(due, unit)}."
    )
    return _finding("balance_differs", owner, unit, due, stands, sentence)


def _month(of: Month, gap: _MonthGap) -> Finding:
    """One for all figures of it, with what the weightiest of them is off by."""
    owner, month, currency = of
    first = next((each for each in FIGURES if each in gap.found), "")
    due, stands = gap.expected.get(first, 0), gap.found.get(first, 0)
    says = ", ".join(_said(gap.found, currency))
    make = ", ".join(_said(gap.expected, currency))
    sentence = f"The month {month} of {owner} says {says}; all journals together make it {make}."
    kind = "balance_differs" if first == "payable" else "month_differs"
    return _finding(kind, owner, currency if first else "", due, stands, sentence)


def _said(figures: Mapping[str, int], currency: str) -> Iterator[str]:
    for name, words in FIGURES.items():
        if name in figures:
            yield f"{amount(figures[name], currency)} {words}"
    for name in COUNTS:
        if name in figures:
            yield f"{figures[name]:,} {name}"
    days = sorted(figures.keys() - {*FIGURES, *COUNTS}, key=lambda name: name[1:])
    for name in days[:DAYS_MAX]:
        words, day = FIGURES[SERIES[name[0]]], DAYS.index(name[1])
        yield f"{amount(figures[name], currency)} {words} on day {day}"
    if more := len(days) - DAYS_MAX:
        yield from [f"and {more} days more"] if more > 0 else ()


def _finding(  # noqa: PLR0913, PLR0917 - what a finding is made of
    kind: str, owner: str, unit: str, due: int, stands: int, sentence: str
) -> Finding:
    return Finding(
        check=STATEMENTS,
        kind=kind,
        store="",
        order="",
        about=owner,
        unit=unit,
        expected=due,
        found=stands,
        sentence=sentence,
    )
