"""customers.csv (where there is one): which accounts in the stores are whose.

The store's customer id is hashed with the store's own key, and not kept.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from commissions.application.company_files.csv_rows import CsvRow, rows
from commissions.application.company_files.problems import Problem
from commissions.domain.people.member import KINDS
from commissions.domain.registration import AccountLink, Registration
from tools.company.registrations import NOT_SAID, StatedTimes, stated_times

FILE = "customers.csv"
REQUIRED = "store_id customer_id distributor_id"
OPTIONAL = "kind since registered_at"


@dataclass(frozen=True, slots=True)
class Account:
    row: CsvRow
    store_id: str
    customer_id: str
    member_id: str
    kind: str
    times: StatedTimes = NOT_SAID
    """From when on it is theirs, as far as the row says it."""

    def link(self, times: Registration, enrolled_at: datetime | None) -> AccountLink:
        """As it is kept."""
        return AccountLink(self.member_id, times.since, times.registered_at, self.kind, enrolled_at)


def read(folder: Path, problems: list[Problem]) -> tuple[Account, ...]:
    accounts = tuple(
        map(_account, rows(folder / FILE, problems, required=REQUIRED, optional=OPTIONAL))
    )
    seen: dict[tuple[str, str], CsvRow] = {}
    for account in accounts:
        first = seen.setdefault((account.store_id, account.customer_id), account.row)
        if first is not account.row:
            account.row.refuse("customer_id", f"this account is in line {first.line} too")
    return accounts


def _account(row: CsvRow) -> Account:
    return Account(
        row=row,
        store_id=row.id("store_id"),
        customer_id=row.id("customer_id"),
        member_id=row.id("distributor_id"),
        kind=row.choice("kind", *KINDS),
        times=stated_times(row, "since"),
    )
