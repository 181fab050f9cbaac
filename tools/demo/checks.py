"""What must be true of every ledger: it balances, it is chained, the statements say the same."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from commissions.domain.ledger.journal import Journal, broken_link
from commissions.tables import statement_lines, statements
from tools.cli.explain_wording import Check
from tools.demo import shop

PAYABLE = "commission_payable"
Owed = Counter[tuple[str, str]]
"""By distributor and currency, in minor units."""


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    orders: int
    journals: int
    owed: dict[str, dict[str, int]]
    """What the company owes each distributor, by currency."""
    checks: tuple[Check, ...]


def check_ledger(chains: Iterable[Iterable[Journal]]) -> LedgerCheck:
    """Waits for the projections, which follow the ledger within moments."""
    known = [list(chain) for chain in chains]
    journals = [journal for chain in known for journal in chain]
    owed = _owed(journals)
    agree = shop.happens(lambda: _stated(owed) == owed)
    broken = [name for chain in known if (name := broken_link(chain))]
    by_person: dict[str, dict[str, int]] = {}
    for (person, currency), amount in sorted(owed.items()):
        by_person.setdefault(person, {})[currency] = amount
    return LedgerCheck(
        orders=len(known),
        journals=len(journals),
        owed=by_person,
        checks=(
            Check(all(map(_balances, journals)), "every journal sums to zero in every unit"),
            Check(not broken, "every order's chain of hashes is intact"),
            Check(agree, "the distributors' statements and balances say the same as the ledger"),
        ),
    )


def _balances(journal: Journal) -> bool:
    sums: Counter[str] = Counter()
    for leg in journal.legs:
        sums[leg.unit] += leg.amount
    return not any(sums.values())


def _owed(journals: Iterable[Journal]) -> Owed:
    owed: Owed = Counter()
    for journal in journals:
        for leg in journal.legs:
            kind, _, person = leg.account.partition(":")
            if kind == PAYABLE:
                owed[person, leg.unit] += leg.amount
    return owed


def _stated(owed: Owed) -> Owed:
    """The same people's balances, where their lines add up to them."""
    stated: Owed = Counter()
    for person in {person for person, _ in owed}:
        lines: Counter[str] = Counter()
        for line in statement_lines.of(person):
            if line.currency:
                lines[line.currency] += line.amount
        total = statements.balances(person).get("total", {})
        for currency, amount in lines.items():
            if total.get(f"payable {currency}", 0) == amount:
                stated[person, currency] = amount
    return stated
