"""A member's month: what was earned, taken back and not paid, what was sold, and by which days.

Amounts are in minor units, volumes in hundredths of a point. What a line of a statement counts in
is the month, and the day, of its own time by the clock of its plan; own volumes, and by whom own
sales were bought, stay in the month of the sale.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commissions.domain.catalogue.sku_values import UNITS

PAYABLE, EARNED, TAKEN_BACK, UNPAID = "payable", "earned", "taken_back", "unpaid"
OWN, TEAM, WRITTEN_OFF = "own", "team", "written_off"
RETAIL, PARTICIPANT, OWN_USE = "retail", "participant", "own_use"
LINES, ORDERS, REFUNDS, VERSION = "lines", "orders", "refunds", "version"
TOTAL = "total"
"""What is payable over all time: in all months together."""
MONEY = (PAYABLE, EARNED, TAKEN_BACK, UNPAID, OWN, TEAM, WRITTEN_OFF)
SOLD = (RETAIL, PARTICIPANT, OWN_USE)
COUNTS = (LINES, ORDERS, REFUNDS, VERSION)
SERIES = {OWN: "o", TEAM: "t", UNPAID: "u"}
"""The figures that are kept by day too, and how their names begin there."""
_DAYS = "0123456789abcdefghijklmnopqrstuv"
"""One character a day: an item of a month with all days is to stay under 1 KB."""
FIGURES = frozenset(
    {*MONEY, *SOLD, *COUNTS, *UNITS, *(f"{each}{day}" for each in SERIES.values() for day in _DAYS)}
)
"""All that is added up. An item may have more by which it is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMoney:
    """What a day of the month came to."""

    day: int
    own: int
    team: int
    unpaid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthMoney:
    """Of one currency. `own + team == earned - taken_back`, always."""

    currency: str
    earned: int
    taken_back: int
    """What refunds, cancellations and later closes took of what was earned; positive."""
    unpaid: int
    """What would have been earned, had it been paid: before refunds, by the plan's rounding."""
    own: int
    """Net of own sales."""
    team: int
    """Net of the rest: of others' sales, and of closes."""
    payable: int
    """By how much what the company owes changed: also by payouts."""
    written_off: int
    """Debts that nobody collects any more."""
    retail: int
    """Net of own sales to customers, as far as their volume stands; so are these two."""
    participant: int
    own_use: int
    days: tuple[DayMoney, ...]
    """Those on which anything moved, in order."""

    @property
    def net(self) -> int:
        return self.earned - self.taken_back

    @property
    def paid(self) -> int:
        """What payouts took, less what came back of them."""
        return self.net + self.written_off - self.payable


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMonth:
    member_id: str
    month: str
    """`2026-11`"""
    version: int
    """Grows with every change; 0 where nothing ever happened."""
    lines: int
    """Of commissions on the statement, those not paid among them."""
    orders: int
    """With a line on the statement of this month, each once."""
    refunds: int
    """Of them, those of which something was taken back in this month."""
    volumes: Mapping[str, int]
    """Of own sales of the month, by unit."""
    money: tuple[MonthMoney, ...]
    """By currency; most people have one."""

    def of(self, currency: str) -> MonthMoney:
        """With nothing in it where nothing happened in that currency."""
        known = {each.currency: each for each in self.money}
        return known.get(currency) or _money(currency, {})


def day_figure(figure: str, day: int) -> str:
    """The name of a figure of one day: `o1` of own sales on the first, `tv` of the team's last."""
    return f"{SERIES[figure]}{_DAYS[day]}"


def scope_of(month: str, currency: str) -> str:
    """The name of a month's item: `2026-11 USD`."""
    return f"{month} {currency}" if currency else month


def scoped(scope: str) -> tuple[str, str]:
    """Month and currency of an item by its name, also where it is one of several over which a month
    is spread: `2026-11 USD#3`."""
    month, _, currency = scope.partition("#")[0].partition(" ")
    return month, currency


def balances_of(items: Iterable[tuple[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    """What items by their names add up to: per scope (`total`, or a month) the units, `payable USD`
    in minor units, and volumes."""
    found: dict[str, Counter[str]] = {}
    for scope, figures in items:
        month, currency = scoped(scope)
        if PAYABLE in figures:
            payable = f"{PAYABLE} {currency}"
            found.setdefault(TOTAL, Counter())[payable] += figures[PAYABLE]
        for unit in UNITS:
            if unit in figures:
                found.setdefault(month, Counter())[unit] += figures[unit]
    return {scope: dict(units) for scope, units in found.items()}


def member_month(
    member_id: str, month: str, parts: Iterable[tuple[str, Mapping[str, int]]]
) -> MemberMonth:
    """What parts of a month add up to, each with its currency (empty: it has no money)."""
    sums: dict[str, Counter[str]] = {}
    for currency, figures in parts:
        sums.setdefault(currency, Counter()).update(figures)
    every: Counter[str] = Counter()
    for each in sums.values():
        every.update(each)
    return MemberMonth(
        member_id=member_id,
        month=month,
        version=every[VERSION],
        lines=every[LINES],
        orders=every[ORDERS],
        refunds=every[REFUNDS],
        volumes={unit: every[unit] for unit in UNITS},
        money=tuple(_money(currency, sums[currency]) for currency in sorted(sums) if currency),
    )


def _money(currency: str, figures: Mapping[str, int]) -> MonthMoney:
    sums = {name: figures.get(name, 0) for name in (*MONEY, *SOLD)}
    return MonthMoney(currency=currency, **sums, days=tuple(_days(figures)))


def _days(figures: Mapping[str, int]) -> Iterable[DayMoney]:
    for day in range(1, len(_DAYS)):
        of_day = {figure: figures.get(day_figure(figure, day), 0) for figure in SERIES}
        if any(of_day.values()):
            yield DayMoney(day=day, **of_day)
