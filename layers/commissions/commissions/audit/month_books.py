"""What members' months should say, worked out from the books of the ledger.

By another road than they are added to: here every award keeps what its lines said of it by month,
and a figure is what has to be added to all of a month and before to come to what a line says now.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from commissions.audit.plan_clock import ClockOf, PlanClock
from commissions.audit.statement_check import BalanceSlot
from commissions.domain.currencies import EXPONENTS
from commissions.domain.ledger.books import is_order_book, is_payout_book
from commissions.domain.ledger.journal import Context, Journal, JournalLine

OWN_ACCOUNT, PARTICIPANT = "linked_account", "participant"
WRITE_OFF = "write_off"
DAYS = "0123456789abcdefghijklmnopqrstuv"
MAPPED = ("pv", "bv", "cv", "qv")
SOLD_BY = ("cv", "qv", "bv", "pv")
Figures = Counter[str]
Award = tuple[str, str]


@dataclass
class BookMonths:
    """A book of which the journals are seen one after the other, none left out."""

    key: str
    clock_of: ClockOf
    stood: dict[Award, dict[str, Figures]] = field(default_factory=lambda: defaultdict(dict))
    """By award and month what its lines came to, added up."""
    volumes: dict[tuple[str, str], Figures] = field(default_factory=dict)
    sold: dict[tuple[str, str], Figures] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    refunded: set[tuple[str, str]] = field(default_factory=set)

    def see(self, journal: Journal) -> dict[BalanceSlot, int]:
        """What it adds to months, by whose, which month, and which figure of what money."""
        clock = self.clock_of(journal.context.plan, journal.context.plan_version)
        found: Counter[BalanceSlot] = Counter()
        self._see_money(journal, clock, found)
        if is_order_book(self.key):
            self._see_counts(journal, clock, found)
            for (who, month), figure, amount in self._sold(journal, clock):
                found[who, month, f"{figure} {clock.currency}"] += amount
        return {slot: amount for slot, amount in found.items() if amount}

    def _see_money(self, journal: Journal, clock: PlanClock, found: Counter[BalanceSlot]) -> None:
        month, day = clock.day(journal.counts_at or journal.effective_at)
        for leg in journal.legs:
            kind, _, owner = leg.account.partition(":")
            if kind == "commission_payable":
                found[owner, month, f"payable {leg.unit}"] += leg.amount
        for line in journal.lines:
            if line.earner:
                for figure, amount in self._of_line(journal, line, clock, day).items():
                    found[line.earner, month, f"{figure} {line.currency}"] += amount

    def _see_counts(self, journal: Journal, clock: PlanClock, found: Counter[BalanceSlot]) -> None:
        """An order once a month of everybody, and once as one of which something came back."""
        month, _ = clock.day(journal.counts_at or journal.effective_at)
        for who, unit in self._listed(journal, clock).items():
            if (who, month) not in self.seen:
                self.seen.add((who, month))
                found[who, month, f"orders {unit}"] += 1
            back = found[who, month, f"taken_back {unit}"] > 0
            if back and (who, month) not in self.refunded:
                self.refunded.add((who, month))
                found[who, month, f"refunds {unit}"] += 1

    def _of_line(self, journal: Journal, line: JournalLine, clock: PlanClock, day: int) -> Figures:
        if is_payout_book(self.key):
            return Counter({"written_off": line.amount} if line.kind == WRITE_OFF else {})
        happened, _ = clock.day(journal.effective_at)
        months = self.stood[line.key, line.currency]
        before = _together(each for month, each in months.items() if month <= happened)
        says = self._says(journal, line, clock, before)
        if says["earned"] - says["back"] - before["earned"] + before["back"] != line.amount:
            before = _together(months.values())
            off = line.amount - says["earned"] + says["back"] + before["earned"] - before["back"]
            says["back"] -= off
            says["own" if _is_own(journal, line) else "team"] += off
        change = Counter({name: says[name] - before[name] for name in {**says, **before}})
        months[happened] = _together([months.get(happened, Counter()), change])
        return Counter(
            {
                "lines": 1,
                "earned": change["earned"],
                "taken_back": change["back"],
                "unpaid": change["unpaid"],
                "own": change["own"],
                "team": change["team"],
                f"o{DAYS[day]}": change["own"],
                f"t{DAYS[day]}": change["team"],
                f"u{DAYS[day]}": change["unpaid"],
            }
        )

    def _says(
        self, journal: Journal, line: JournalLine, clock: PlanClock, before: Figures
    ) -> Figures:
        """How an award stands; what a close gives is earned, and what it takes of a period closed
        before is taken back."""
        if not is_order_book(self.key):
            net = before["team"] + line.amount
            back = -net if line.corrects and net < 0 else 0
            return Counter({"earned": net + back, "back": back, "team": net})
        net = line.earned - line.reversed
        unpaid = 0
        if not line.earned and line.rate:
            money = 10 ** EXPONENTS.get(line.currency, 2)
            unpaid = clock.rounded(Fraction(line.rate) * line.base * money / 100)
        whose = "own" if _is_own(journal, line) else "team"
        return Counter({"earned": line.earned, "back": line.reversed, "unpaid": unpaid, whose: net})

    @staticmethod
    def _listed(journal: Journal, clock: PlanClock) -> dict[str, str]:
        """Whose statement has a line of it, and in what money they count it."""
        own = {line.earner: line.currency for line in journal.lines if line.earner}
        return dict.fromkeys(_moved(journal), clock.currency) | own

    def _sold(
        self, journal: Journal, clock: PlanClock
    ) -> Iterator[tuple[tuple[str, str], str, int]]:
        moved = set()
        for leg in journal.legs:
            if leg.account.startswith("volume:"):
                who, _, month = leg.account.removeprefix("volume:").rpartition(":")
                self.volumes.setdefault((who, month), Counter())[leg.unit] += leg.amount
                moved.add((who, month))
        named = {line.earner for line in journal.lines}
        for account, left in self.volumes.items():
            if account in moved or account[0] in named:
                now = _net_sold(journal.context, left, clock.currency)
                was = self.sold.get(account, Counter())
                self.sold[account] = now
                for figure in {**now, **was}:
                    yield account, figure, now[figure] - was[figure]


def _is_own(journal: Journal, line: JournalLine) -> bool:
    return is_order_book(journal.order_key) and line.earner == journal.context.seller


def _moved(journal: Journal) -> list[str]:
    accounts = [leg.account for leg in journal.legs if leg.account.startswith("volume:")]
    return [each.removeprefix("volume:").rpartition(":")[0] for each in accounts]


def _net_sold(context: Context, left: Figures, currency: str) -> Figures:
    points: Figures = Counter()
    for text in context.maps:
        for unit, many in zip(MAPPED, text[text.rindex(": ") + 2 :].split("/"), strict=True):
            points[unit] += int(many)
    units = [unit for unit in SOLD_BY if points[unit] > 0]
    if not units or not currency:
        return Counter()
    stays = Fraction(max(0, min(points[units[0]], left[units[0]])), points[units[0]])
    minor = Fraction(10 ** EXPONENTS.get(currency, 2), 10 ** EXPONENTS[context.order_currency])
    net = round(stays * context.order_net * Fraction(context.rate) * minor)
    if context.carrier == OWN_ACCOUNT:
        return Counter(own_use=net)
    return Counter({PARTICIPANT if context.buyer_class == PARTICIPANT else "retail": net})


def _together(figures: Iterable[Figures]) -> Figures:
    sums: Figures = Counter()
    for each in figures:
        sums.update(each)
    return sums
