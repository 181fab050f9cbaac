"""What an order's ledger lacks by today's rule: whose money and volume moves, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain import money
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.months import month_of
from commissions.domain.ledger.order_balance import OrderBalance
from commissions.domain.ledger.target import Target

MONEY, VOLUME = "commission_payable", "volume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What one person has of an order, and by how much that changes: minor units of a currency, or
    hundredths of a volume unit."""

    person: str
    unit: str
    month: str = ""
    """Like `2026-11`. Of a volume, the month of the sale; of money, the one whose statement
    changes, where that of several does."""
    before: int
    change: int

    @property
    def after(self) -> int:
        return self.before + self.change


def moves(
    posted: Iterable[Journal], journals: Iterable[Journal], timezone: str = ""
) -> tuple[Move, ...]:
    """What journals change for people, against what was posted before them; nothing where they only
    tell in other words how the same came about.

    `timezone`: whose months count, UTC where none is given.
    """
    before, change = _accounts(posted, timezone), _accounts(journals, timezone)
    by_account: dict[tuple[str, str], dict[str, int]] = {}
    for (month, account, unit), amount in sorted(change.items()):
        if amount and account.partition(":")[0] in (MONEY, VOLUME):
            by_account.setdefault((account, unit), {})[month] = amount
    return tuple(
        move
        for (account, unit), months in sorted(by_account.items())
        for move in _moves_of(account, unit, months, before)
    )


def _moves_of(
    account: str, unit: str, months: Mapping[str, int], before: Mapping[tuple[str, str, str], int]
) -> Iterator[Move]:
    """Of money one for each month, where statements of several change; else one of the sum."""
    kind, _, person = account.partition(":")
    stood = {month: sum_ for (month, *slot), sum_ in before.items() if slot == [account, unit]}
    if kind == MONEY and len(months) > 1:
        for month, change in months.items():
            before_it = stood.get(month, 0)
            yield Move(person=person, unit=unit, month=month, before=before_it, change=change)
        return
    of_sale = ""
    if kind == VOLUME:
        person, _, of_sale = person.rpartition(":")
    if change := sum(months.values()):
        before_it = sum(stood.values())
        yield Move(person=person, unit=unit, month=of_sale, before=before_it, change=change)


def why(target: Target) -> str:
    """In a sentence, what of an order's money decides what is due."""
    currency = target.order.currency if target.order else ""
    sums = _sums(target.balance, currency) if target.balance else ""
    if target.void:
        nothing = f"nothing is due: {target.void}"
        return _sentence([nothing, sums] if sums else [nothing])
    if _cancelled(target):
        return _sentence(["the order was cancelled: all of it is taken back"])
    return _sentence([sums, *_shares(target.balance, currency)]) if target.balance else ""


def _accounts(journals: Iterable[Journal], timezone: str) -> Counter[tuple[str, str, str]]:
    """By month, account and unit."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for journal in journals:
        month = month_of(journal.effective_at, timezone or "UTC")
        for leg in journal.legs:
            sums[month, leg.account, leg.unit] += leg.amount
    return sums


def _sums(balance: OrderBalance, currency: str) -> str:
    owed, received = _shown(balance.owed, currency), _shown(balance.received, currency)
    back = _shown(balance.given_back, currency)
    return f"it costs {owed} now, {received} came in, {back} went back"


def _shares(balance: OrderBalance, currency: str) -> list[str]:
    """What stands between what the order costs and what came in and stayed."""
    said = []
    if balance.unpaid:
        said.append(f"{_shown(balance.unpaid, currency)} never came in")
    if balance.goodwill:
        said.append(f"{_shown(balance.goodwill, currency)} went back although the goods were kept")
    if balance.unspread:
        said.append(f"{_shown(balance.unspread, currency)} of that take nothing, by policy")
    if balance.credit:
        said.append(f"{_shown(balance.credit, currency)} of goods that are gone stayed")
    return said or ["what is kept is paid for"]


def _cancelled(target: Target) -> bool:
    earned = [each for each in target.standings.values() if each.award.amount]
    return bool(earned) and all(each.reason == "the order was cancelled" for each in earned)


def _shown(amount: Fraction, currency: str) -> str:
    return money.shown(round(amount), currency)


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."
