"""Names and accounts for a bank's file, out of a file of the company's. They are never kept.

A CSV with the columns payee, name, iban and bic (which may be empty). The one row without a payee
is the company's own account, from which is paid.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from commissions.payments.iso20022.iban import read_iban

COLUMNS = frozenset({"payee", "name", "iban"})
NAME_MAX = 70
"""Of the 140 characters that the schema takes, what banks do."""
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", re.ASCII)


class AccountsRefused(ValueError):
    """The company's file cannot be gone by; every line that is wrong is told, without what it
    says."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class BankAccount:
    name: str
    iban: str
    bic: str = ""

    def __repr__(self) -> str:
        """Nobody's name or account gets into a log or a traceback."""
        return "BankAccount(...)"


@dataclass(frozen=True, slots=True)
class CompanyAccounts:
    own: BankAccount
    payees: Mapping[str, BankAccount]


def read_accounts(text: str) -> CompanyAccounts:
    """Raises AccountsRefused."""
    rows = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    lacking = sorted(COLUMNS - set(rows.fieldnames or ()))
    if lacking:
        raise AccountsRefused([f"the file has no column {' and no column '.join(lacking)}"])
    found: dict[str, BankAccount] = {}
    problems: list[str] = []
    for number, row in enumerate(rows, start=2):
        payee = (row["payee"] or "").strip()
        problems += [f"line {number}: {each}" for each in _problems(row, payee in found)]
        found[payee] = _account(row)
    if "" not in found:
        problems.append("no line without a payee: it has to be the company's own account")
    if problems:
        raise AccountsRefused(problems)
    return CompanyAccounts(found.pop(""), found)


def _problems(row: Mapping[str, str | None], is_second: bool) -> Iterator[str]:
    account = _account(row)
    if is_second:
        yield "the payee stands there twice"
    if not 1 <= len(account.name) <= NAME_MAX or not account.name.isprintable():
        yield f"name has to have 1 to {NAME_MAX} characters that can be printed"
    if not account.iban:
        yield "iban is none: its check digits are wrong, or characters are missing"
    if account.bic and not _BIC.fullmatch(account.bic):
        yield "bic is none: it has 8 or 11 characters"


def _account(row: Mapping[str, str | None]) -> BankAccount:
    bic = "".join((row.get("bic") or "").split()).upper()
    return BankAccount((row["name"] or "").strip(), read_iban(row["iban"] or ""), bic)
