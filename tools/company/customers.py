"""customers.csv (where there is one): which accounts in the stores are whose.

The store's customer id is hashed with the store's own key, and not kept.
"""

from dataclasses import dataclass
from pathlib import Path

from commissions.domain.people.member import KINDS
from tools.company.csv_rows import Row, rows
from tools.company.problems import Problem

FILE = "customers.csv"
REQUIRED = "store_id customer_id distributor_id"
OPTIONAL = "kind"


@dataclass(frozen=True, slots=True)
class Account:
    row: Row
    store_id: str
    customer_id: str
    member_id: str
    kind: str


def read(folder: Path, problems: list[Problem]) -> tuple[Account, ...]:
    accounts = tuple(
        map(_account, rows(folder / FILE, problems, required=REQUIRED, optional=OPTIONAL))
    )
    seen: dict[tuple[str, str], Row] = {}
    for account in accounts:
        first = seen.setdefault((account.store_id, account.customer_id), account.row)
        if first is not account.row:
            account.row.refuse("customer_id", f"this account is in line {first.line} too")
    return accounts


def _account(row: Row) -> Account:
    return Account(
        row=row,
        store_id=row.id("store_id"),
        customer_id=row.id("customer_id"),
        member_id=row.id("distributor_id"),
        kind=row.choice("kind", *KINDS),
    )
