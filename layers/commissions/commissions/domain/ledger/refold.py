"""What an order's ledger lacks by today's rule: whose money and volume moves, and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain import money
from commissions.domain.ledger.journal import Journal
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
    """Of a volume, like `2026-11`; money has none."""
    before: int
    change: int

    @property
    def after(self) -> int:
        return self.before + self.change


def moves(posted: Iterable[Journal], journals: Iterable[Journal]) -> tuple[Move, ...]:
    """What journals change for people, against what was posted before them; nothing where they only
    tell in other words how the same came about."""
    before, change = _accounts(posted), _accounts(journals)
    return tuple(
        _move(account, unit, before[account, unit], amount)
        for (account, unit), amount in sorted(change.items())
        if amount and account.partition(":")[0] in (MONEY, VOLUME)
    )


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


def _accounts(journals: Iterable[Journal]) -> Counter[tuple[str, str]]:
    sums: Counter[tuple[str, str]] = Counter()
    for journal in journals:
        for leg in journal.legs:
            sums[leg.account, leg.unit] += leg.amount
    return sums


def _move(account: str, unit: str, before: int, change: int) -> Move:
    kind, _, person = account.partition(":")
    month = ""
    if kind == VOLUME:
        person, _, month = person.rpartition(":")
    return Move(person=person, unit=unit, month=month, before=before, change=change)


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
